"""The validation report as a page, and for programs."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.edition import Publication
from kg.errors import DatasetError


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [(".ttl", "text/turtle"), (".json", "application/json"), (".csv", "text/csv")],
)
def test_the_report_has_an_address_in_each_format(client: FlaskClient, suffix: str, media_type: str) -> None:
    response = client.get(f"/quality{suffix}")
    assert (response.status_code, response.mimetype) == (200, media_type)


def test_a_format_that_is_not_offered_is_404_with_those_that_are(client: FlaskClient) -> None:
    response = client.get("/quality.pdf")
    assert response.status_code == 404
    assert "/quality.ttl" in response.get_json()["similar"]


@pytest.mark.parametrize("page", ["0", "first", "99999999999999"])
def test_a_page_of_findings_that_is_not_there_is_refused(client: FlaskClient, page: str) -> None:
    assert client.get(f"/quality?page={page}", headers={"Accept": "text/html"}).status_code == 400


def test_the_page_says_which_revision_is_served_and_why_a_newer_one_is_not(
    app: Flask, client: FlaskClient, browser: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publication: Publication = app.extensions["publication"]
    before = client.get("/quality", headers=browser).text
    assert f"Served is revision {publication.revision.digest[:12]} of" in before
    assert "A newer state" not in before
    error = DatasetError("expected a dot", file="data/ghent.ttl", line=7, column=3)
    monkeypatch.setattr(publication, "refusal", error)
    page = client.get("/quality", headers=browser).text
    assert "A newer state of the files is not published:" in page
    assert "data/ghent.ttl:7:3" in page
