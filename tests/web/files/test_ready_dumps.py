"""Plain requests for dumps, which are answered past the framework, say what it says."""

from __future__ import annotations

from http.client import HTTPConnection
from wsgiref.types import WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import pytest
from flask import Flask

from kg.edition import Publication
from kg.rdf.formats import N_QUADS, TURTLE
from kg.web.application import Application
from kg.web.files import ready_dumps
from kg.web.files.dump_cache import DumpCache
from kg.web.http.http_response import HttpResponse
from kg.web.server.observers import Observation

FILE = "/dumps/ghent.ttl"


@pytest.fixture(autouse=True)
def dumps(app: Flask) -> DumpCache:
    publication: Publication = app.extensions["publication"]
    kept: DumpCache = app.extensions["dump_cache"]
    for name, form in (("ghent", TURTLE), ("city-ties", N_QUADS)):
        kept.file(publication.revision, name, form)
    kept.settle()
    return kept


def environ_of(path: str, method: str = "GET", **variables: str) -> WSGIEnvironment:
    environ: WSGIEnvironment = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", **variables}
    setup_testing_defaults(environ)
    return environ


def at_once(app: Flask, path: str, method: str = "GET", **variables: str) -> HttpResponse | None:
    publication, kept = app.extensions["publication"], app.extensions["dump_cache"]
    return ready_dumps.respond(environ_of(path, method, **variables), publication.current(), kept)


@pytest.mark.parametrize("coding", ["", "identity", "zstd", "br", "gzip", "gzip, br;q=0.5, *;q=0"])
@pytest.mark.parametrize("path", [FILE, "/dumps/city-ties.nq"])
def test_a_plain_request_is_answered_as_the_framework_does(app: Flask, path: str, coding: str) -> None:
    ready = at_once(app, path, HTTP_ACCEPT_ENCODING=coding)
    assert ready
    application: Application = app.extensions["application"]
    environ = environ_of(path, HTTP_ACCEPT_ENCODING=coding)
    theirs = application._pages.respond(environ, app.extensions["publication"].current())
    assert ready.status == theirs.status
    assert b"".join(ready.body) == b"".join(theirs.body)
    told = [sorted((name.lower(), value) for name, value in each.headers) for each in (ready, theirs)]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "variable",
    ["HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"],
)
def test_a_condition_and_a_part_go_the_long_way(app: Flask, variable: str) -> None:
    assert at_once(app, FILE)
    assert at_once(app, FILE, **{variable: "bytes=0-9"}) is None


@pytest.mark.parametrize("path", ["/dumps/", "/dumps/nothing.ttl", f"{FILE}.sha256", "/dumps/ghent.srj", "/data"])
def test_what_is_no_dump_goes_the_long_way(app: Flask, path: str) -> None:
    assert at_once(app, path) is None


def test_other_methods_go_the_long_way(app: Flask) -> None:
    assert at_once(app, FILE, method="HEAD") is None
    assert at_once(app, FILE, method="OPTIONS") is None


def test_it_is_observed_as_other_requests_are(app: Flask) -> None:
    application: Application = app.extensions["application"]
    seen: list[Observation] = []
    application.observers = [seen.append]
    try:
        answer = app.test_client().get(FILE)
    finally:
        application.observers = ()
    assert [(each.method, each.path, each.status, each.size) for each in seen] == [("GET", FILE, 200, len(answer.data))]


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
