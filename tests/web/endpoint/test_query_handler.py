"""Every query is answered on one path, in the same words on an event loop and on any WSGI server, each step once."""

from __future__ import annotations

import asyncio
import http.client
import io
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, cast
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from kg.edition import Edition
from kg.query_engine import guard
from kg.query_engine.cache.answers import SharedExecution
from kg.query_engine.cache.lru import Memory
from kg.rdf.formats import CSV
from kg.settings.query import Limits
from kg.settings.serve import ServeSettings
from kg.web.application import Application
from kg.web.endpoint import protocol, query_handler
from kg.web.http.runtime import complete
from kg.web.server.rsgi import Gateway

from ...waiting import until

CITIES = "SELECT ?s { ?s a <https://w3id.org/city-ties/ns#City> } ORDER BY ?s LIMIT"
REQUESTS: list[dict[str, Any]] = [
    {"query_string": {"query": "ASK { ?s ?p 1 }"}},
    {"query_string": {"query": f"{CITIES} 2"}, "headers": {"Accept": "text/csv"}},
    {"query_string": {"query": f"{CITIES} 9"}, "headers": {"Accept-Encoding": "gzip"}},
    {"query_string": {"query": "DESCRIBE <https://w3id.org/city-ties/id/city/be-gent>"}},
    {"query_string": {"query": "SELECT (NOW() = NOW() AS ?now) {}", "default-graph-uri": "http://a/"}},
    {"query_string": {"query": "SELECT * { ?s ?p 'é+%' }"}},
    {"query_string": {"query": "SELECT * {"}},
    {"query_string": {"query": "ASK { ?s foaf:name ?o }"}},
    {"query_string": {"query": "ASK {}", "update": "CLEAR ALL"}},
    {"query_string": {"query": "SELECT (SUM(?s) AS ?n) { ?s ?p ?o } GROUP BY"}},
    {"query_string": {"query": "SELECT ?s { ?s ?p }"}},
    {"query_string": {"query": "ASK {}"}, "headers": {"Accept": "text/turtle"}},
    {"query_string": {"query": "ASK {}", "format": "png"}},
    {"path": "/sparql.tsv", "query_string": {"query": f"{CITIES} 2"}},
    {"path": "/sparql/", "query_string": {"query": f"{CITIES} 2"}},
    {"method": "HEAD", "query_string": {"query": f"{CITIES} 7"}},
    {"method": "POST", "data": {"query": f"{CITIES} 3"}},
    {"method": "POST", "data": {"query": f"{CITIES} 3", "format": "csv"}},
    {"method": "POST", "data": f"{CITIES} 4", "content_type": "application/sparql-query"},
    {"method": "POST", "data": "x", "content_type": "text/plain"},
    {"method": "PUT", "data": "x", "content_type": "text/plain"},
    {"query_string": {"query": "PREFIX ct: <https://w3id.org/city-ties/ns#> ASK { ?s ct:partys ?o }"}},
    {"method": "POST", "data": {"query": "ASK {}"}, "headers": {"Content-Encoding": "br"}},
    {"method": "POST", "data": "\ufeffASK {}", "content_type": "application/sparql-query"},
]


@dataclass
class Scope:
    """What granian says of a request."""

    method: str
    path: str
    query_string: str
    headers: dict[str, str]
    client: str = "127.0.0.1:40000"
    server: str = "localhost:80"
    scheme: str = "http"
    http_version: str = "1.1"
    authority: str | None = None


@dataclass
class Connection:
    """A connection as granian hands it to an application: with a body, and what was sent on it."""

    body: bytes = b""
    sent: list[tuple[int, list[tuple[str, str]], bytes]] = field(default_factory=list)

    async def __aiter__(self) -> Any:
        yield self.body

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.sent.append((status, headers, body))


def by_event_loop(app: Flask, **request: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    """The response to a request that comes as from granian."""
    request.setdefault("path", "/sparql")
    with closing(EnvironBuilder(**request)) as builder:
        environ = builder.get_environ()
    names = {each: each.removeprefix("HTTP_").replace("_", "-").lower() for each in environ if each.isupper()}
    kept = ("HTTP_", "CONTENT_")
    headers = {names[each]: str(environ[each]) for each in names if each.startswith(kept)}
    scope = Scope(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], headers)
    connection = Connection(environ["wsgi.input"].read())
    gateway = Gateway(app.extensions["application"], ServeSettings(threads=4), Limits(seconds=5))
    with ThreadPoolExecutor(1) as threads:  # where another test's event loop does not run
        threads.submit(asyncio.run, cast("Any", gateway.answer(cast("Any", scope), cast("Any", connection)))).result()
    return connection.sent[0]


@pytest.mark.parametrize("request_", REQUESTS, ids=[str(number) for number in range(len(REQUESTS))])
def test_an_event_loop_answers_as_any_wsgi_server_does(app: Flask, request_: dict[str, Any]) -> None:
    for _ in range(2):  # what the caches hold is the same for both then
        theirs = app.test_client().open(**{"path": "/sparql", **request_})
    status, headers, body = by_event_loop(app, **request_)
    told = [field for field in headers if field[0] != "Cache-Status"]
    assert status == theirs.status_code
    assert sorted(told) == sorted(field for field in theirs.headers if field[0] != "Cache-Status")
    assert body == theirs.data


@contextmanager
def counted(*functions: Callable[..., object]) -> Iterator[Counter[str]]:
    """How often each function is called in this thread."""
    codes = {cast("Any", each).__code__: each.__qualname__ for each in functions}
    calls: Counter[str] = Counter(dict.fromkeys(codes.values(), 0))

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in codes:
            calls[codes[frame.f_code]] += 1

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


STEPS = (
    protocol.read,
    guard.check,
    cast("Any", query_handler.negotiate).__wrapped__,
    cast("Any", Memory.get),
)


@pytest.mark.parametrize(("accept", "arguments", "calls"), [
    ("application/json, */*;q=0.11", {"query": "ASK { ?s ?p 4001 }"}, [1, 1, 1, 2]),
    ("*/*;q=0.12", {"query": "ASK { ?s ?p 4002 }", "format": "srx"}, [1, 1, 1, 2]),
    ("text/html, */*;q=0.13", {"query": "ASK { ?s ?p 4003 }"}, [1, 1, 1, 2]),
    ("text/html, */*;q=0.14", {"query": "ASK { ?s ?p 4004"}, [1, 1, 0, 1]),
    ("text/csv, */*;q=0.15", {"query": "ASK { ?s ?p 4005"}, [1, 1, 0, 1]),
    ("text/csv, */*;q=0.16", {"query": "ASK { ?s ?p }"}, [1, 1, 1, 2]),
    ("image/png, */*;q=0", {"query": "ASK {}"}, [1, 1, 1, 1]),
])  # fmt: skip
def test_each_step_runs_once_for_a_request(
    app: Flask, accept: str, arguments: dict[str, str], calls: list[int]
) -> None:
    """Of the caches, each is looked up once: that of responses, and that of answers."""
    application: Application = app.extensions["application"]
    with closing(EnvironBuilder("/sparql", query_string=arguments, headers={"Accept": accept})) as builder:
        environ = builder.get_environ()
    with counted(*STEPS) as made:
        list(application(environ, lambda *_: lambda _: None))
    assert list(made.values()) == calls


def test_a_new_query_passes_few_modules_and_an_error_fewer(app: Flask) -> None:
    modules: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.startswith("kg."):
            modules.add(name)

    def passed(query: str) -> int:
        modules.clear()
        threading.setprofile(note)
        try:
            by_event_loop(app, query_string={"query": query}, headers={"Accept": "application/json"})
        finally:
            threading.setprofile(cast("Any", None))
        return len(modules)

    passed("ASK { ?s ?p 4101 }")
    assert min(passed(f"ASK {{ ?s ?p {number} }}") for number in range(4102, 4106)) <= 25
    assert passed("ASK { ?s ?p") <= 19  # it is told in the language that is accepted


def test_a_form_may_name_the_format(client: FlaskClient) -> None:
    answer = client.post("/sparql", data={"query": f"{CITIES} 1", "format": "csv"})
    assert answer.content_type == "text/csv; charset=utf-8"


def test_two_fields_of_one_name_are_one_list(address: str) -> None:
    """Else an answer would be kept for another client that accepts something else."""
    head = f"GET /sparql?query={quote(f'{CITIES} 5')} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    for _ in range(2):
        for accepted in (["application/json;q=0.5", "text/csv"], ["application/json;q=0.5"]):
            fields = "".join(f"Accept: {each}\r\n" for each in accepted)
            with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=30) as connection:
                connection.sendall(f"{head}{fields}\r\n".encode())
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
            assert (b"text/csv" in answer) == (len(accepted) == 2)


def test_a_header_that_is_too_long_is_refused_whatever_is_requested(address: str) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/cities"):
        for name, length in (("Accept", 2_049), ("X-Other", 8_193)):
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(urllib.request.Request(address + path, headers={name: "x" * length}))
            with caught.value as answer:
                assert answer.code == 431


def test_many_clients_that_send_one_query_at_once_all_have_the_answer(address: str) -> None:
    def ask(_: int) -> bytes:
        query = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?b ?f }")
        with closing(http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)) as connection:
            connection.request("GET", f"/sparql?query={query}", headers={"Accept": "text/csv"})
            return connection.getresponse().read()

    with ThreadPoolExecutor(24) as threads:
        answers = set(threads.map(ask, range(24)))
    assert len(answers) == 1
    assert answers.pop().startswith(b"n\r\n")


def begun(edition: Edition, query: str) -> SharedExecution:
    execution = edition.engine.begin(edition.check(query), CSV if query.startswith("SELECT") else _json())
    assert isinstance(execution, SharedExecution)
    assert execution.queue(lambda: None)
    assert until(execution.start)  # a worker is being forked
    return execution


def _json() -> Any:
    choice = query_handler.negotiate(None, (), guard.QueryForm.ASK)
    assert choice
    return choice.offer


def test_a_query_that_has_had_much_of_a_processor_is_long_and_one_that_waits_is_not(app: Flask) -> None:
    edition = app.extensions["publication"].current()
    quick = begun(edition, "ASK { ?s ?p 78 }")
    assert quick.wait().size
    time.sleep(0.1)  # time on the wall, of which the query has used no processor
    assert not quick.is_long()
    slow = begun(edition, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?b ?f FILTER(?c != 80) }")
    while not slow.is_long():
        assert slow.poll() is None
    assert slow.wait().size


def test_an_answer_that_is_requested_a_second_time_is_kept_as_it_was_sent(address: str) -> None:
    with closing(http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)) as connection:
        answers = []
        for _ in range(3):
            connection.request("GET", f"/sparql?query={quote(f'{CITIES} 6')}", headers={"Accept": "text/csv"})
            answer = connection.getresponse()
            answers.append((answer.headers["Cache-Status"], answer.headers["ETag"], answer.read()))
    assert [hit for hit, _, _ in answers] == [None, "answers; hit", "answers; hit"]
    assert len({(etag, body) for _, etag, body in answers}) == 1


def test_a_request_that_waits_for_another_goes_on_when_that_one_fails(app: Flask) -> None:
    """Whatever goes wrong: an answer that never comes must not be waited for."""
    edition = app.extensions["publication"].current()
    query = edition.check("ASK { ?s ?p 77 }")
    execution = edition.engine.begin(query, _json())
    assert isinstance(execution, SharedExecution)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(edition.engine.evaluate, query, _json())
        with pytest.raises(ZeroDivisionError), execution:
            _ = 1 / 0
        assert waiting.result(timeout=20).size


def test_a_coroutine_that_needs_an_event_loop_is_not_completed_without_one() -> None:
    with pytest.raises(RuntimeError):
        complete(asyncio.sleep(1))


def test_a_body_that_is_too_large_is_refused_on_any_server(app: Flask) -> None:
    body = b"x" * ((1 << 20) + 1)
    answer = app.test_client().post("/sparql", data=body, content_type="application/sparql-query")
    assert answer.status_code == 413
    assert by_event_loop(app, method="POST", input_stream=io.BytesIO(body), content_length=len(body))[0] == 413
