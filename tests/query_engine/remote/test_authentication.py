"""Basic, Bearer and Digest, the last against Virtuoso, whose graph store takes nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.query_engine.remote import authentication
from kg.revision import Revision

from .engines import PASSWORD, ask, engine_at, push, push_all, virtuoso

CHALLENGE = 'Digest realm="SPARQL", nonce="{}", opaque="5e", stale="false", qop="auth", algorithm="MD5"'


def test_basic_and_bearer_are_sent_at_once() -> None:
    assert authentication.of_secret("user:password").header("GET", "/") == "Basic dXNlcjpwYXNzd29yZA=="
    assert authentication.of_secret("Bearer token").header("GET", "/") == "Bearer token"
    assert authentication.of_secret(None).header("GET", "/") is None


def test_a_digest_is_that_of_rfc_7616_and_the_password_is_not_in_it() -> None:
    digest = authentication.of_secret("Digest dba:se:cret")
    assert digest.header("GET", "http://127.0.0.1/a?graph=b") is None
    assert digest.answers(CHALLENGE.format("n1"))
    for count in ("00000001", "00000002"):
        header = digest.header("PUT", "http://127.0.0.1/a?graph=b")
        assert header
        assert header.startswith("Digest ")
        assert "cret" not in header
        values = dict(part.strip().replace('"', "").split("=", 1) for part in header[7:].split(","))
        assert (values["uri"], values["nc"], values["opaque"]) == ("/a?graph=b", count, "5e")
        first, second = (hashlib.md5(text.encode()).hexdigest() for text in ("dba:SPARQL:se:cret", "PUT:/a?graph=b"))
        whole = f"{first}:n1:{count}:{values['cnonce']}:auth:{second}"
        assert values["response"] == hashlib.md5(whole.encode()).hexdigest()
    assert not digest.answers(CHALLENGE.format("n1")), "the password is wrong, and no third try helps"
    assert digest.answers(CHALLENGE.format("n2"))


@pytest.mark.parametrize("challenge", ['Digest garbage,,="', "Digest ", "Digest realm", "Basic realm=x", ""])
def test_a_challenge_that_is_none_is_not_answered(challenge: str) -> None:
    digest = authentication.of_secret("Digest dba:secret")
    assert digest.answers(challenge) is (challenge == "Digest ")
    assert digest.header("GET", "http://127.0.0.1/") is None


def test_virtuoso_takes_a_push_by_digest_and_nothing_else(
    today: Revision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with virtuoso(tmp_path) as settings:
        for secret in ("dba:dba", "Digest dba:wrong"):
            monkeypatch.setenv(PASSWORD, secret)
            (done,) = push_all(today, settings)
            assert isinstance(done.problem, UsageError)
            assert "Digest user:password" in str(done.problem)
        monkeypatch.setenv(PASSWORD, "Digest dba:dba")
        assert push(today, settings).sent == len(list(today.quads()))
        with engine_at(settings, today) as engine:
            assert engine.state == today.digest[:32]
            assert ask(engine, "ASK { ?s ?p ?o }") == "true"
            assert ask(engine, "ASK { ?s ?p <urn:none> }") == "false"
