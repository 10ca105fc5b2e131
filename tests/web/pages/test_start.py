"""The start page, and the pages of kinds of problems."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_the_start_page_varies_by_language_and_has_a_tag_for_each(client: FlaskClient) -> None:
    dutch, english = (client.get("/", headers={"Accept-Language": tag}) for tag in ("nl", "en"))
    assert (dutch.headers["Content-Language"], english.headers["Content-Language"]) == ("nl", "en")
    assert "Accept-Language" in dutch.headers["Vary"]
    assert dutch.headers["ETag"] != english.headers["ETag"]


def test_a_kind_of_problem_has_a_page_with_its_status(client: FlaskClient) -> None:
    page = client.get("/problem/query-timeout?lang=en").text
    assert "<h1>Query timeout</h1>" in page
    assert "· 504" in page


def test_an_unknown_kind_of_problem_is_404(client: FlaskClient) -> None:
    assert client.get("/problem/bad-weather").status_code == 404
