"""A plain query is answered past the framework in the same words as by it, over the event loop too."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from kg.edition import Edition
from kg.query_engine.cache.answers import AnswerCache, SharedExecution
from kg.query_engine.cache.lru import Memory
from kg.web.endpoint.shortcut import Plain, Shortcut

from ...web.server.test_operations import Server, serving

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
    {"query_string": {"query": "ASK {}"}, "headers": {"Accept": "text/turtle"}},
    {"method": "POST", "data": {"query": f"{CITIES} 3"}},
    {"method": "POST", "data": {"query": f"{CITIES} 3", "format": "csv"}},
    {"method": "POST", "data": f"{CITIES} 4", "content_type": "application/sparql-query"},
    {"method": "POST", "data": "x", "content_type": "text/plain"},
    {"query_string": {"query": "PREFIX ct: <https://w3id.org/city-ties/ns#> ASK { ?s ct:partys ?o }"}},
    {"method": "POST", "data": {"query": "ASK {}"}, "headers": {"Content-Encoding": "br"}},
    {"method": "POST", "data": "\ufeffASK {}", "content_type": "application/sparql-query"},
]


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(root, tmp_path_factory.mktemp("shortcut"), "") as server:
        yield server


@pytest.mark.parametrize("request_", REQUESTS, ids=[str(number) for number in range(len(REQUESTS))])
def test_the_short_way_answers_as_the_long_way_does(app: Flask, request_: dict[str, Any]) -> None:
    short: Shortcut = app.extensions["shortcut"]
    ways = [Client(each) for each in (short, short._application)]
    ours, theirs = (client.open("/sparql", **request_) for client in ways)
    assert ours.status == theirs.status
    assert sorted(ours.headers) == sorted(theirs.headers)
    assert ours.data == theirs.data


def test_a_form_may_name_the_format(client: FlaskClient) -> None:
    answer = client.post("/sparql", data={"query": f"{CITIES} 1", "format": "csv"})
    assert answer.content_type == "text/csv; charset=utf-8"


def test_two_fields_of_one_name_are_one_list(server: Server) -> None:
    """Else an answer would be remembered for somebody who has asked for another."""
    head = f"GET /sparql?query={quote(f'{CITIES} 5')} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    for _ in range(2):
        for accepted in (["application/json;q=0.5", "text/csv"], ["application/json;q=0.5"]):
            fields = "".join(f"Accept: {each}\r\n" for each in accepted)
            with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
                connection.sendall(f"{head}{fields}\r\n".encode())
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
            assert (b"text/csv" in answer) == (len(accepted) == 2)


def test_many_who_ask_the_same_at_once_all_have_the_answer(server: Server) -> None:
    def ask(_: int) -> bytes:
        query = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?b ?f }")
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
            connection.request("GET", f"/sparql?query={query}", headers={"Accept": "text/csv"})
            return connection.getresponse().read()

    with ThreadPoolExecutor(24) as threads:
        answers = set(threads.map(ask, range(24)))
    assert len(answers) == 1
    assert answers.pop().startswith(b"n\r\n")


def plain(edition: Edition, query: str) -> Plain:
    found = Shortcut.read(
        {"PATH_INFO": "/sparql", "REQUEST_METHOD": "GET", "QUERY_STRING": f"query={quote(query)}"}, edition
    )
    assert found
    return found


def begun(edition: Edition, query: str) -> SharedExecution:
    coming = plain(edition, query).coming()
    assert isinstance(coming, SharedExecution)
    assert coming.queue(lambda: None)
    while not coming.start():
        time.sleep(0.01)  # a worker is being forked
    return coming


def test_a_query_that_has_had_much_of_a_processor_takes_long_and_one_that_waits_does_not(app: Flask) -> None:
    edition = app.extensions["publication"].current()
    quick = begun(edition, "ASK { ?s ?p 78 }")
    assert quick.wait().size
    time.sleep(0.1)
    assert not quick.is_long()
    slow = begun(edition, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?b ?f FILTER(?c != 80) }")
    while not slow.is_long():
        assert slow.poll() is None
    assert slow.wait().size


def test_what_is_asked_a_second_time_is_remembered_as_it_was_sent(server: Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        told = []
        for _ in range(3):
            connection.request("GET", f"/sparql?query={quote(f'{CITIES} 6')}", headers={"Accept": "text/csv"})
            answer = connection.getresponse()
            told.append((answer.headers["Cache-Status"], answer.headers["ETag"], answer.read()))
    assert [hit for hit, _, _ in told] == [None, "answers; hit", "answers; hit"]
    assert len({(etag, body) for _, etag, body in told}) == 1


def test_an_answer_of_the_revision_before_is_not_given_for_the_next(app: Flask) -> None:
    publication, front = app.extensions["publication"], app.extensions["front"]
    environ = {"PATH_INFO": "/sparql", "REQUEST_METHOD": "GET", "QUERY_STRING": "query=ASK+%7B+%3Fs+%3Fp+79+%7D"}
    before = publication.current()
    other = AnswerCache(before.engine.engine, Memory(1))
    other.state = "0" * 64
    told = replace(before, engine=other)
    front.remember(environ, told, [("ETag", '"0"')], b"false")
    assert front.at_once(environ, print) is None
    front.remember(environ, before, [("ETag", '"1"')], b"true")
    assert front.at_once(environ, lambda *_: None) == [b"true"]


def test_whoever_waits_for_another_goes_on_when_that_one_fails(app: Flask) -> None:
    """Whatever goes wrong: an answer that never comes must not be waited for."""
    edition = app.extensions["publication"].current()
    asked = plain(edition, "ASK { ?s ?p 77 }")
    coming = asked.coming()
    assert isinstance(coming, SharedExecution)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(asked.evaluate)
        with pytest.raises(ZeroDivisionError), coming:
            _ = 1 / 0
        assert waiting.result(timeout=20).size
