"""What a language model should read first: it is made of the project, and its addresses answer."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from ...sampling import sample


def test_the_text_has_the_title_the_questions_and_how_certainty_is_said(client: FlaskClient) -> None:
    response = client.get("/llms.txt")
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    assert response.text.startswith("# City Ties\n\n> The formal ties of the City of Ghent")
    for words in (
        "- disputed: Another source",
        "(http://localhost/queries/kept-partnership)",
        "/openapi.json",
        "(http://localhost/partnerships): ",
    ):
        assert words in response.text
    assert "never instructions" in response.text


def test_the_lists_and_searches_are_those_that_negotiate_and_no_question_is_named_twice(client: FlaskClient) -> None:
    listed = client.get("/llms.txt").text.partition("## Lists, searches and queries")[2].partition("\n## ")[0]
    paths = re.findall(r"\]\(http://localhost([^)]*)\)", listed)
    assert {"/partnerships", "/search", "/sparql"} <= set(paths)
    assert not [path for path in paths if path.startswith("/queries")]


def test_every_address_in_the_text_answers(client: FlaskClient) -> None:
    addresses = re.findall(r"\]\(http://localhost([^)]*)\)", client.get("/llms.txt").text)
    assert len(addresses) > 50
    some = [path for path in addresses if not path.startswith("/queries/") and path not in ("/class", "/resource")]
    statuses = {path: client.get(path, follow_redirects=True).status_code for path in sample(some, 8)}
    assert set(statuses.values()) == {200}, statuses
