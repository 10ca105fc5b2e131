"""Answers given again from memory: the same bytes, with the same headers, and never to another question."""

from __future__ import annotations

import timeit
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg import revision as revisions
from kg.edition import Edition, Publication
from kg.project import Project
from kg.query_engine.cache.answers import AnswerCache
from kg.query_engine.cache.lru import Memory
from kg.web.application import create_app
from kg.web.http.http_response import HttpResponse
from kg.web.server.response_cache import ResponseCache

PARTNERSHIPS = "SELECT ?s WHERE { ?s a <https://w3id.org/city-ties/ns#Partnership> } ORDER BY ?s"
DAYS = [date(2026, 11, 24)]


@pytest.fixture(scope="module")
def application(project: Project) -> Iterator[Any]:
    publication = Publication(project, lambda day: revisions.current(project, day), today=lambda: DAYS[-1])
    yield create_app(project, publication)
    publication.close()


@pytest.fixture
def client(application: Any) -> FlaskClient:
    client: FlaskClient = application.test_client()
    return client


def is_hit(answer: TestResponse) -> bool:
    return answer.headers.get("Cache-Status") == "answers; hit"


def query(mark: str) -> str:
    """A query that no other test sends."""
    return PARTNERSHIPS.replace("?s", f"?s_{mark}")


def test_an_answer_is_given_again_with_the_same_bytes_and_headers(client: FlaskClient) -> None:
    first, again = (client.get("/sparql", query_string={"query": query("twice")}) for _ in range(2))
    assert not is_hit(first)
    assert is_hit(again)
    assert first.data == again.data
    headers = dict(again.headers)
    del headers["Cache-Status"]
    assert headers == dict(first.headers)


@pytest.mark.parametrize("posted", [
    {"data": {"query": query("form")}},
    {"data": query("direct"), "content_type": "application/sparql-query"},
])  # fmt: skip
def test_a_posted_query_is_answered_from_memory_too(client: FlaskClient, posted: dict[str, Any]) -> None:
    first, again = (client.post("/sparql", **posted) for _ in range(2))
    assert (is_hit(first), is_hit(again)) == (False, True)
    assert first.data == again.data


def test_a_question_of_the_project_is_answered_from_memory(client: FlaskClient) -> None:
    first, again = (client.get("/queries/sister-cities.csv") for _ in range(2))
    assert (is_hit(first), is_hit(again)) == (False, True)
    assert first.data == again.data


def test_who_has_the_answer_is_told_so_from_memory(client: FlaskClient) -> None:
    asked = {"query_string": {"query": query("304")}}
    _, etag = (client.get("/sparql", **asked).headers["ETag"] for _ in range(2))
    for sent in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = client.get("/sparql", **asked, headers={"If-None-Match": sent})
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)
        assert "Content-Type" not in answer.headers
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert is_hit(answer)
    assert client.get("/sparql", **asked, headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_is_answered_from_what_get_left(client: FlaskClient) -> None:
    asked = {"query_string": {"query": query("head")}}
    head = client.head("/sparql", **asked)
    assert head.status_code == 200
    whole = client.get("/sparql", **asked)
    again = client.head("/sparql", **asked)
    assert is_hit(again)
    assert (again.data, again.content_length) == (b"", len(whole.data))
    assert head.content_length == again.content_length


def test_another_accept_encoding_body_or_path_is_another_question(client: FlaskClient) -> None:
    text = query("other")
    for _ in range(2):
        answers = [
            client.get("/sparql", query_string={"query": text}),
            client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/csv"}),
            client.get("/sparql", query_string={"query": text}, headers={"Accept": "application/json"}),
            client.get("/sparql", query_string={"query": text}, headers={"Accept-Encoding": "gzip"}),
            client.get("/sparql.tsv", query_string={"query": text}),
            client.post("/sparql", data={"query": text, "default-graph-uri": "https://example.org/none"}),
        ]
        kinds = [(answer.content_type, answer.headers.get("Content-Encoding")) for answer in answers]
        assert kinds == [
            ("application/sparql-results+json", None),
            ("text/csv; charset=utf-8", None),
            ("application/json", None),
            ("application/sparql-results+json", "gzip"),
            ("text/tab-separated-values; charset=utf-8", None),
            ("application/sparql-results+json", None),
        ]
        assert len({answer.data for answer in answers}) == 5  # JSON is JSON by either name
    assert all(is_hit(answer) for answer in answers)


@pytest.mark.parametrize("asked", [
    {"query": "SELECT (NOW() AS ?x) {}"},
    {"query": "SELECT ?x {"},
    {"format": "ttl"},
])  # fmt: skip
def test_what_differs_each_time_errors_and_what_depends_on_the_host_are_not_kept(
    client: FlaskClient, asked: dict[str, str]
) -> None:
    for _ in range(3):
        assert not is_hit(client.get("/sparql", query_string=asked))


def kept(cache: ResponseCache, edition: Edition, path: str, response: HttpResponse) -> HttpResponse | None:
    """What the cache answers to a request once it was offered this response to it."""
    environ: dict[str, Any] = {"PATH_INFO": path}
    setup_testing_defaults(environ)
    key = cache.key(environ, edition)
    assert key
    if not cache.find(key, environ):
        cache.keep(key, environ, response)
    return cache.find(key, environ)


def test_resources_with_one_tag_are_told_apart(application: Any) -> None:
    cache, edition = ResponseCache(1 << 20, 1_000), application.extensions["publication"].current()
    for path in ("/one", "/two", "/one", "/two"):
        response = HttpResponse(200, [("ETag", '"same"')], [path.encode()], reusable=True)
        again = kept(cache, edition, path, response)
        assert again
        assert again.body == [path.encode()]


@pytest.mark.parametrize("response", [
    HttpResponse(200, [("ETag", '"1"')], [b""]),
    HttpResponse(200, [], [b""], reusable=True),
    HttpResponse(404, [("ETag", '"1"')], [b""], reusable=True),
])  # fmt: skip
def test_a_response_is_kept_that_is_reusable_whole_and_tagged(application: Any, response: HttpResponse) -> None:
    cache, edition = ResponseCache(1 << 20, 1_000), application.extensions["publication"].current()
    assert kept(cache, edition, "/", response) is None


def test_a_response_of_the_revision_before_is_not_given_for_the_next(application: Any) -> None:
    cache, edition = ResponseCache(1 << 20, 1_000), application.extensions["publication"].current()
    engine = AnswerCache(edition.engine.engine, Memory(1))
    engine.state = "0" * 64
    before = HttpResponse(200, [("ETag", '"0"')], [b"before"], reusable=True)
    after = HttpResponse(200, [("ETag", '"1"')], [b"after"], reusable=True)
    assert kept(cache, replace(edition, engine=engine), "/", before)
    again = kept(cache, edition, "/", after)
    assert again
    assert again.body == [b"after"]


def test_a_page_is_never_given_for_an_answer(client: FlaskClient, browser: dict[str, str]) -> None:
    asked = {"query_string": {"query": query("page")}}
    assert "<table" in client.get("/sparql", **asked, headers=browser).text
    assert client.get("/sparql", **asked).content_type == "application/sparql-results+json"
    assert "<table" in client.get("/sparql", **asked, headers=browser).text


def test_a_body_that_is_passed_on_is_whole(client: FlaskClient) -> None:
    long = f"{PARTNERSHIPS} #{'x' * 100_000}"
    assert client.post("/sparql", data=long, content_type="application/sparql-query").status_code == 200
    longer = f"{PARTNERSHIPS} #{'x' * 200_000}"
    assert client.post("/sparql", data=longer, content_type="application/sparql-query").status_code == 413


def test_a_hit_costs_some_microseconds(application: Any) -> None:
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {"PATH_INFO": "/sparql.csv", "QUERY_STRING": "query=SELECT%20*%20%7B%20%3Fs%20a%20%3Ft%20%7D"}

    def ask() -> None:
        for _ in application(environ, lambda *_: None):
            pass

    ask()
    best = min(timeit.repeat(ask, number=1_000, repeat=5)) / 1_000
    assert best < 200e-6, f"{best * 1e6:.0f} µs"  # about 5 µs where nothing else runs


def test_a_new_revision_forgets_what_the_former_one_answered(client: FlaskClient) -> None:
    asked = {"query_string": {"query": "SELECT ?day { ?g <https://w3id.org/city-ties/ns#computedOn> ?day }"}}
    client.get("/sparql", **asked)
    before = client.get("/sparql", **asked)
    DAYS.append(date(2026, 11, 25))
    after = client.get("/sparql", **asked)
    assert is_hit(before)
    assert not is_hit(after)
    assert "2026-11-24" in before.text
    assert "2026-11-25" in after.text
    assert before.headers["ETag"] != after.headers["ETag"]
