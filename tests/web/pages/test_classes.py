"""The list of classes, and the lists of what is of each."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

CITY = "https://w3id.org/city-ties/ns%23City"


def test_every_class_is_listed_with_its_count_and_leads_to_its_list(client: FlaskClient) -> None:
    page = client.get("/classes?lang=en").text
    (address, count) = re.findall(
        r'<a href="(/class\?iri=[^"]*ns%23City[^"]*)"[^>]*>city</a> <span class="count">(\d+)', page
    )[0]
    listed = client.get(address.replace("&amp;", "&")).text
    assert f'<span class="count">{count}</span></h1>' in listed
    assert listed.count('<li><a href="/id/city/') == int(count)


def test_a_long_list_has_pages(client: FlaskClient) -> None:
    (largest, *_) = re.findall(r'<a href="(/class\?iri=[^"]*)', client.get("/classes").text)
    assert 'rel="next"' in client.get(largest).text
    assert 'rel="prev"' in client.get(f"{largest}&page=2").text
    assert client.get(f"{largest}&page=99").status_code == 400


def test_what_is_no_class_is_not_found(client: FlaskClient) -> None:
    for iri in ("", "a b", "http://example.org/nothing"):
        assert client.get("/class", query_string={"iri": iri}).status_code == 404
