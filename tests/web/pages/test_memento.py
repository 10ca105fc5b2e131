"""Memento (RFC 7089), as its clients use it: negotiation in time, and the list of states."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from ...fixtures.releases import Released

TURTLE = {"Accept": "text/turtle"}
SECOND = "Fri, 13 Mar 2026 12:00:00 GMT"


def test_a_page_says_that_it_negotiates_in_time(past: FlaskClient) -> None:
    answer = past.get("/doc/city/jp-kanazawa.ttl?lang=nl")
    assert "Accept-Datetime" in answer.vary
    links = ", ".join(answer.headers.getlist("Link"))
    assert '<http://localhost/doc/city/jp-kanazawa.ttl?lang=nl>; rel="original timegate"' in links
    assert '<http://localhost/timemap/doc/city/jp-kanazawa.ttl?lang=nl>; rel="timemap"' in links
    assert "Memento-Datetime" not in answer.headers


@pytest.mark.parametrize(("wanted", "release"), [
    ("Tue, 03 Mar 2026 12:00:00 GMT", "first"),
    ("Fri, 13 Mar 2026 11:59:59 GMT", "first"),
    (SECOND, "second"),
    ("Mon, 23 Mar 2026 13:00:00 GMT", "second"),  # the third was withdrawn
    ("Fri, 01 Jan 2100 00:00:00 GMT", "second"),
    ("Thu, 01 Jan 1970 00:00:00 GMT", "first"),
])  # fmt: skip
def test_a_time_leads_to_the_state_of_that_time(
    past: FlaskClient, released: Released, wanted: str, release: str
) -> None:
    answer = past.get("/id/city/jp-kanazawa", headers={**TURTLE, "Accept-Datetime": wanted})
    name = getattr(released, release).name
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/id/city/jp-kanazawa?as-of={name}"
    assert "Accept-Datetime" in answer.vary
    state = past.get(answer.headers["Location"], headers=TURTLE, follow_redirects=True)
    assert ("Kanazawa-shi" in state.text) == (release == "second")
    assert "Kanazawa-now" not in state.text


def test_a_state_says_when_it_is_of_and_what_it_is_of(past: FlaskClient, released: Released) -> None:
    answer = past.get(f"/doc/city/jp-kanazawa.ttl?as-of={released.second.name}")
    assert answer.headers["Memento-Datetime"] == SECOND
    links = ", ".join(answer.headers.getlist("Link"))
    assert '<http://localhost/doc/city/jp-kanazawa.ttl>; rel="original timegate"' in links
    again = past.get(f"/doc/city/jp-kanazawa.ttl?as-of={released.second.name}")
    assert again.headers["Memento-Datetime"] == SECOND


def test_a_time_that_is_none_is_a_problem(past: FlaskClient) -> None:
    answer = past.get("/cities", headers={"Accept": "application/json", "Accept-Datetime": "yesterday"})
    assert answer.status_code == 400
    assert "Tue, 03 Mar 2026 12:00:00 GMT" in answer.json["hint"]  # type: ignore[index]


def test_a_time_is_not_negotiated_of_what_has_no_states(past: FlaskClient, client: FlaskClient) -> None:
    assert past.get("/robots.txt", headers={"Accept-Datetime": SECOND}).status_code == 200
    without_releases = client.get("/cities", headers={"Accept": "text/html", "Accept-Datetime": SECOND})
    assert without_releases.status_code == 200
    assert "Accept-Datetime" not in without_releases.vary


def test_the_time_map_lists_the_states_in_link_format(past: FlaskClient, released: Released) -> None:
    answer = past.get("/timemap/partnerships?on=1990")
    assert answer.content_type == "application/link-format"
    links = re.findall(r'<([^>]*)>; rel="([^"]*)"((?:; [a-z]+="[^"]*")*)', answer.text)
    assert answer.text.count(",\n") == len(links) - 1
    assert [(target, relation) for target, relation, _ in links] == [
        ("http://localhost/partnerships?on=1990", "original timegate"),
        ("http://localhost/timemap/partnerships?on=1990", "self"),
        (f"http://localhost/partnerships?on=1990&as-of={released.first.name}", "first memento"),
        (f"http://localhost/partnerships?on=1990&as-of={released.second.name}", "last memento"),
    ]
    assert links[-1][2] == f'; datetime="{SECOND}"'
    assert past.get(links[-1][0].removeprefix("http://localhost")).status_code == 200
