"""Plain requests for dumps, which are answered past the framework, say what it says."""

from __future__ import annotations

from http.client import HTTPConnection
from wsgiref.types import WSGIEnvironment

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.edition import Publication
from kg.rdf.formats import N_QUADS, TURTLE
from kg.web.files.dump_cache import KeptDumps
from kg.web.server.observers import Observation, Observed

FILE = "/dumps/ghent.ttl"
Fields = list[tuple[str, str]]


@pytest.fixture
def seen() -> list[Observation]:
    return []


@pytest.fixture
def observed(app: Flask, seen: list[Observation]) -> Observed:
    publication: Publication = app.extensions["publication"]
    kept: KeptDumps = app.extensions["kept_dumps"]
    for name, form in (("ghent", TURTLE), ("city-ties", N_QUADS)):
        kept.file(publication.revision, name, form)
    kept.settle()
    return Observed(app, "", [seen.append])


def at_once(observed: Observed, path: str, method: str = "GET", **variables: str) -> tuple[str, Fields, bytes] | None:
    environ: WSGIEnvironment = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", **variables}
    told: list[tuple[str, Fields]] = []

    def start(status: str, headers: Fields, _: object = None) -> object:
        told.append((status, headers))
        return None

    body = observed.at_once(environ, start)  # type: ignore[arg-type]
    return (*told[0], b"".join(body)) if body is not None else None


@pytest.mark.parametrize("coding", ["", "identity", "zstd", "br", "gzip", "gzip, br;q=0.5, *;q=0"])
@pytest.mark.parametrize("path", [FILE, "/dumps/city-ties.nq"])
def test_a_plain_request_is_answered_at_once_in_the_same_words(
    observed: Observed, client: FlaskClient, path: str, coding: str
) -> None:
    found = at_once(observed, path, HTTP_ACCEPT_ENCODING=coding)
    assert found
    status, headers, body = found
    answer = client.get(path, headers={"Accept-Encoding": coding})
    assert (status, body) == (answer.status, answer.data)
    assert sorted((name.lower(), value) for name, value in headers) == sorted(
        (name.lower(), value) for name, value in answer.headers.items()
    )


@pytest.mark.parametrize(
    "variable",
    ["HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"],
)
def test_a_condition_and_a_part_go_the_long_way(observed: Observed, variable: str) -> None:
    assert at_once(observed, FILE)
    assert at_once(observed, FILE, **{variable: "bytes=0-9"}) is None


@pytest.mark.parametrize("path", ["/dumps/", "/dumps/nothing.ttl", f"{FILE}.sha256", "/dumps/ghent.nq", "/data"])
def test_what_is_no_dump_goes_the_long_way(observed: Observed, path: str) -> None:
    assert at_once(observed, path) is None


def test_other_methods_and_long_preferences_go_the_long_way(observed: Observed) -> None:
    assert at_once(observed, FILE, method="HEAD") is None
    assert at_once(observed, FILE, method="OPTIONS") is None
    assert at_once(observed, FILE, HTTP_ACCEPT_ENCODING="gzip," * 1_000) is None


def test_it_is_observed_as_other_requests_are(observed: Observed, seen: list[Observation]) -> None:
    found = at_once(observed, FILE)
    assert found
    assert [(each.method, each.path, each.status, each.size) for each in seen] == [("GET", FILE, 200, len(found[2]))]


def test_one_connection_takes_answers_of_both_ways(address: str) -> None:
    """What is announced is sent, byte by byte: otherwise the next answer would not be understood."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=30)

    def asked(**headers: str) -> tuple[int, bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", FILE, headers=named)
        answer = connection.getresponse()
        tags.append(answer.headers["ETag"])
        return answer.status, answer.read()

    tags: list[str] = []
    status, whole = asked()
    assert status == 200
    assert asked(Range="bytes=10-19") == (206, whole[10:20])
    assert asked() == (200, whole)
    assert asked(If_None_Match=tags[0]) == (304, b"")
    assert asked(If_Match='"other"')[0] == 412
    assert asked(Range="bytes=10-19", If_Range='"other"') == (200, whole)
    assert asked() == (200, whole)
    connection.close()
