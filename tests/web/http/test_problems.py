from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from kg.errors import KgError, QueryTimeout, ServiceBusy
from kg.translations.language_tags import INTERFACE_LANGUAGES
from kg.web.http import problem_texts
from kg.web.http.problems import STATUSES, details, slug, status, title


@pytest.mark.parametrize("kind", STATUSES, ids=lambda kind: kind.__name__)
def test_every_kind_of_problem_has_a_page_that_says_what_it_means(client: FlaskClient, kind: type[KgError]) -> None:
    page = client.get(f"/problem/{slug(kind.__name__)}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert str(STATUSES[kind]) in page.text


def test_a_problem_has_the_fields_of_its_error_under_their_names() -> None:
    problem = details(QueryTimeout("too long", seconds=10, hint="Ask for less."))
    assert problem == {
        "type": "/problem/query-timeout",
        "title": "Query timeout",
        "status": 504,
        "detail": "too long",
        "hint": "Ask for less.",
        "seconds": 10,
    }


def test_a_busy_service_is_503() -> None:
    assert status(ServiceBusy("full", retry_after=1)) == 503


def test_a_machine_gets_problem_details_and_a_browser_a_page(client: FlaskClient, browser: dict[str, str]) -> None:
    machine = client.get("/nowhere")
    assert (machine.status_code, machine.mimetype) == (404, "application/problem+json")
    assert machine.get_json()["status"] == 404
    person = client.get("/nowhere", headers=browser)
    assert (person.status_code, person.mimetype) == (404, "text/html")
    assert "Accept" in person.headers["Vary"]


def test_a_page_of_a_problem_links_to_what_was_meant(client: FlaskClient, browser: dict[str, str]) -> None:
    page = client.get("/id/city/be-gnt", headers=browser)
    assert page.status_code == 404
    assert '<a href="/id/city/be-gent">' in page.text


def test_too_large_a_request_is_413(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"query": "ASK {}" + " " * 2_000_000}).status_code == 413
    assert client.post("/sparql", data={"query": "ASK {}" + " " * 200_000}).status_code == 413


def test_a_page_of_a_problem_calls_what_was_meant_by_its_name(client: FlaskClient) -> None:
    page = client.get("/kanazawa", headers={"Accept": "text/html", "Accept-Language": "nl"}).text
    assert '<a href="/id/city/jp-kanazawa">Kanazawa</a>' in page
    assert '<a href="/search?q=kanazawa">Zoek dit woord</a>' in page


@pytest.mark.parametrize("tag", INTERFACE_LANGUAGES)
def test_every_kind_of_problem_has_a_page_in_each_language(client: FlaskClient, tag: str) -> None:
    assert set(problem_texts.KINDS) == {slug(kind.__name__) for kind in STATUSES}
    for kind in STATUSES:
        name = slug(kind.__name__)
        page = client.get(f"/problem/{name}?lang={tag}").text
        assert f"<h1>{problem_texts.heading(name, title(kind), tag)}</h1>" in page
        assert f'<p class="lead">{problem_texts.meaning(name, tag)}</p>' in page
        assert problem_texts.heading(name, title(kind), "en") == title(kind) == problem_texts.KINDS[name][0]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("host", ["a" * 70, "a..b", "-" * 60_000])
def test_a_host_that_is_none_is_a_problem_of_the_request(client: FlaskClient, host: str, accept: str) -> None:
    answer = client.get("/nope", headers={"Host": host, "Accept": accept})
    assert answer.status_code in (400, 431)
    assert answer.is_json


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
@pytest.mark.parametrize("name", ["Accept", "Accept-Language", "Accept-Encoding", "If-None-Match"])
def test_a_header_that_takes_long_to_read_is_not_read(client: FlaskClient, name: str, accept: str) -> None:
    for path in ("/doc/city/be-gent", "/sparql", "/nope", "/sparql?query=ASK%7B%7D"):
        start = time.process_time()
        answer = client.get(path, headers={"Accept": accept, name: "a," * 30_000})
        assert answer.status_code == 431
        assert time.process_time() - start < 0.5
        assert client.get("/doc/city/be-gent", headers={"Accept": accept, name: "a," * 900}).status_code in (200, 406)
