"""Responses: the header fields of every one, and conditions."""

from __future__ import annotations

from flask.testing import FlaskClient

from kg.publish.representation import Link
from kg.web.http import responses


def test_links_are_written_as_rfc_8288_says() -> None:
    links = [Link("/a.ttl", "alternate", "text/turtle"), Link("https://example.org/l", "license")]
    assert responses.written(links) == (
        '</a.ttl>; rel="alternate"; type="text/turtle", <https://example.org/l>; rel="license"'
    )


def test_text_has_its_charset_and_other_types_have_none() -> None:
    assert responses.with_charset("text/turtle") == "text/turtle; charset=utf-8"
    assert responses.with_charset("application/json") == "application/json"


def test_a_page_is_304_for_the_tag_that_it_has_and_200_for_another(client: FlaskClient) -> None:
    first = client.get("/quality.json")
    assert client.get("/quality.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get("/quality.json", headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_preflight_request_names_the_headers_that_may_be_sent(client: FlaskClient) -> None:
    response = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
