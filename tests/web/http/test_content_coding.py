"""Content codings: the one that the client likes best, decoded by others to the same bytes."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient

from kg.query_engine.answer import Answer
from kg.rdf.formats import JSON
from kg.web.http import content_coding

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DECODE: dict[str, Callable[[bytes], bytes]] = {
    "zstd": zstd.decompress,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
MANY = {"query": "SELECT * { ?s ?p ?o } LIMIT 500"}


@pytest.mark.parametrize(("header", "name"), [
    ("zstd, br, gzip", "zstd"),
    ("gzip, deflate, br", "br"),
    ("gzip, deflate", "gzip"),
    ("x-gzip", "gzip"),
    ("gzip;q=1.0, zstd;q=0.5", "gzip"),
    ("*", "zstd"),
    ("*;q=0.5, zstd;q=0", "br"),
    ("GZIP ; Q=0.3", "gzip"),
    ("deflate", None),
    ("identity", None),
    ("identity;q=0.5, gzip;q=0.4", None),
    ("zstd;q=0, br;q=0.000", None),
    ("gzip;q=much", None),
    ("", None),
    (None, None),
])  # fmt: skip
def test_the_coding_is_the_one_that_is_liked_best(header: str | None, name: str | None) -> None:
    found = content_coding.accepted(header)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("name", DECODE)
def test_an_answer_decodes_to_what_it_is_without_coding(client: FlaskClient, name: str) -> None:
    plain = client.get("/sparql", query_string=MANY)
    for _ in range(2):
        coded = client.get("/sparql", query_string=MANY, headers={"Accept-Encoding": name})
        assert coded.headers["Content-Encoding"] == name
        assert coded.content_length == len(coded.data) < len(plain.data) / 2
        assert DECODE[name](coded.data) == plain.data
        assert "Accept-Encoding" in coded.headers["Vary"]
        assert coded.headers["ETag"] != plain.headers["ETag"]


def test_a_small_answer_is_not_worth_coding(client: FlaskClient) -> None:
    small = client.get("/sparql", query_string={"query": "ASK {}"}, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers
    assert "Accept-Encoding" in small.headers["Vary"]


def test_the_tag_of_any_coding_says_that_the_client_has_it(client: FlaskClient) -> None:
    query = {"query": "SELECT * { ?s a ?o } LIMIT 400"}
    tags = [client.get("/sparql", query_string=query, headers={"Accept-Encoding": each}).headers["ETag"]
            for each in (*DECODE, "identity")]  # fmt: skip
    assert len(set(tags)) == 4
    for tag in tags:
        answer = client.get("/sparql", query_string=query, headers={"If-None-Match": tag, "Accept-Encoding": "br, x"})
        assert (answer.status_code, answer.headers["ETag"]) == (304, tag)


@pytest.mark.parametrize("coding", content_coding.CODINGS, ids=lambda coding: coding.name)
def test_an_answer_in_a_file_is_coded_too(coding: content_coding.Coding) -> None:
    import tempfile

    body = b'{"x": 1}, ' * 2_000_000
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    file.write(body)
    with content_coding.encode(Answer(JSON, file, len(body)), coding) as coded:
        assert DECODE[coding.name](coded.read()) == body
    assert file.closed
