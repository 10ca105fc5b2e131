"""Pages are made once for a revision, an address, a host and a language, and then given from memory."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PAGES = ["/partnerships?on=2019-06-01&type=sister-city", "/doc/network/eurocities.html", "/doc/city/be-gent.ttl"]


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, headers={"Accept": "text/html", "Accept-Language": "nl", **headers})


def hit(answer: TestResponse) -> bool:
    return answer.headers.get("Cache-Status", "").endswith("hit")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once_and_is_the_same_again(client: FlaskClient, path: str) -> None:
    first, again = (get(client, path, Host="kept.example") for _ in range(2))
    assert hit(again)
    assert again.data == first.data
    for name in ("ETag", "Vary", "Content-Type", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]
    assert again.headers.get("Link") == first.headers.get("Link")


def test_another_language_and_another_host_are_other_pages(client: FlaskClient) -> None:
    path = "/queries/sister-cities"
    dutch = get(client, path)
    english = get(client, path, **{"Accept-Language": "en"})
    elsewhere = get(client, path, Host="ties.example")
    assert (dutch.headers["Content-Language"], english.headers["Content-Language"]) == ("nl", "en")
    assert "http://ties.example/queries/sister-cities" in elsewhere.text
    assert "ties.example" not in dutch.text
    assert len({each.headers["ETag"] for each in (dutch, english, elsewhere)}) == 3
    assert get(client, path).text == dutch.text


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_pages_travel_in_the_coding_that_is_accepted(client: FlaskClient, coding: str) -> None:
    plain = get(client, "/doc/city/be-gent.html")
    coded = get(client, "/doc/city/be-gent.html", **{"Accept-Encoding": coding})
    assert coded.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in coded.headers["Vary"]
    assert len(coded.data) < len(plain.data) / 3
    assert coded.headers["ETag"] != plain.headers["ETag"]
    has = {"Accept-Encoding": coding, "If-None-Match": coded.headers["ETag"]}
    known = get(client, "/doc/city/be-gent.html", **has)
    assert (known.status_code, known.data) == (304, b"")


def test_an_error_is_made_each_time(client: FlaskClient) -> None:
    for _ in range(3):
        answer = get(client, "/partnerships?type=none")
        assert answer.status_code == 400
        assert not hit(answer)
        assert answer.headers["Cache-Control"] == "no-store"
