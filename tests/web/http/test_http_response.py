from __future__ import annotations

from flask.testing import FlaskClient

from kg.web.http.http_response import FROM_MEMORY, HttpResponse


def test_a_response_is_not_given_again_unless_it_says_so() -> None:
    assert not HttpResponse(200, [], [b""]).reusable


def test_what_comes_from_memory_says_so_and_what_does_not_is_silent(client: FlaskClient) -> None:
    name, value = FROM_MEMORY
    asked = {"query_string": {"query": "SELECT ?http_response WHERE { ?http_response a ?type } LIMIT 1"}}
    answers = [client.get("/sparql", **asked) for _ in range(3)]
    assert [answer.headers.get(name) for answer in answers] == [None, value, value]
