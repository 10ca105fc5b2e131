from __future__ import annotations

from pathlib import Path

import pytest

from kg.rdf import formats
from kg.validation.stored_index import file_parts
from kg.validation.stored_index.file_parts import Part, cut, difference

TURTLE = formats.of_input("a.ttl")


def parts_of(content: bytes) -> list[Part]:
    return [Part.of(piece) for piece in cut(content, TURTLE) or ()]


def test_the_parts_are_the_whole_and_end_where_statements_end(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_parts, "_SIZE", 1000)
    content = (root / "data" / "ghent.ttl").read_bytes()
    pieces = cut(content, TURTLE)
    assert pieces is not None
    assert b"".join(pieces) == content
    assert len(pieces) > 50
    assert all(piece.rstrip().endswith(b".") for piece in pieces[1:])
    assert b"PREFIX" in pieces[0]
    assert not any(b"PREFIX" in piece for piece in pieces[1:])


def test_what_differs_is_a_part_and_no_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_parts, "_SIZE", 1000)
    content = (root / "data" / "ghent.ttl").read_bytes()
    edited = content.replace(b"Kanazawa", b"Kanasawa", 1)
    differing = difference(parts_of(content), edited)
    assert differing is not None
    assert differing.last - differing.first == 1
    assert b"Kanasawa" in differing.content
    assert len(differing.content) < 10_000
    assert edited.startswith(differing.head)


@pytest.mark.parametrize("name", ["a.trig", "a.nq", "a.jsonld", "a.rdf", "a.txt"])
def test_only_turtle_and_n_triples_are_cut(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_parts, "_SIZE", 1)
    content = b"<urn:a> <urn:b> <urn:c> .\n" * 9
    assert cut(content, formats.of_input(name)) is None
    assert cut(content, formats.of_input("a.nt")) is not None


def test_a_small_file_is_not_cut() -> None:
    assert cut(b"<urn:a> <urn:b> <urn:c> .\n", TURTLE) is None
