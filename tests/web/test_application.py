from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

POLICY = "default-src 'self'"


@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%7B%7D", "/nowhere", "/health", "/robots.txt", "/doc/city/be-gent.ttl"]
)
def test_every_response_has_the_fields_that_protect_a_reader(client: FlaskClient, path: str) -> None:
    fields = client.get(path).headers
    assert fields["Content-Security-Policy"].startswith(POLICY)
    assert fields["X-Content-Type-Options"] == "nosniff"
    assert fields["Access-Control-Allow-Origin"] == "*"


def test_a_header_that_is_too_long_is_refused_before_anything_else(client: FlaskClient) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/dumps/ghent.ttl"):
        assert client.get(path, headers={"Accept": "a" * 3_000}).status_code == 431


def test_the_service_is_well_and_ready_and_neither_is_stored(client: FlaskClient) -> None:
    for path, text in (("/health", "ok\n"), ("/ready", "ready\nrevision ")):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert answer.text.startswith(text)


def test_no_address_is_routed_twice(app: Flask) -> None:
    rules = [str(rule) for rule in app.url_map.iter_rules()]
    assert len(rules) == len(set(rules)) > 40
