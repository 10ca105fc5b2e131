"""A signature is of one kind, and stands for the statements whatever their order."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.release import signature

KEY = Ed25519PrivateKey.generate()
QUADS = [Quad(NamedNode(f"urn:{name}"), NamedNode("urn:p"), Literal(name), NamedNode("urn:g")) for name in "abc"]


def test_a_signature_is_read_as_it_was_written_and_is_by_its_key_alone() -> None:
    signed = signature.sign(KEY, b"sums", QUADS)
    assert signature.read(signed.text().encode()) == signed
    assert signed.is_by(KEY.public_key())
    assert not signed.is_by(Ed25519PrivateKey.generate().public_key())


@pytest.mark.parametrize("changed", [{"algorithm": "none"}, {"algorithm": None}, {"key": 1}, {"signature": "é"}])
def test_a_signature_of_another_kind_is_none(changed: dict[str, object]) -> None:
    fields = json.loads(signature.sign(KEY, b"sums", QUADS).text())
    assert signature.read(json.dumps({**fields, **changed}).encode()) is None


def test_order_and_labels_of_blank_nodes_do_not_count_and_statements_do() -> None:
    digest = signature.canonical_digest(QUADS)
    assert signature.canonical_digest([*QUADS[::-1], QUADS[0]]) == digest != signature.canonical_digest(QUADS[:2])
    one, other = (Quad(BlankNode(name), NamedNode("urn:p"), Literal("x")) for name in ("one", "other"))
    assert signature.canonical_digest([one]) == signature.canonical_digest([other])
