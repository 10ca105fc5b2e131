"""``as-of``: pages, documents, questions and queries as they were published, and links that stay there."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from kg.web.http import as_of

from ...fixtures.releases import Released
from ...presence import present

PAGE = {"Accept": "text/html", "Accept-Language": "en"}
NAME = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name { <https://w3id.org/city-ties/id/city/jp-kanazawa> skos:prefLabel ?name FILTER(LANG(?name) = "nl") }
"""


def kanazawa(past: FlaskClient, **arguments: str) -> str:
    """The Dutch name of Kanazawa that a query is answered with."""
    answer = past.get("/sparql", query_string={"query": NAME, **arguments}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return answer.text.splitlines()[1]


def test_a_query_is_answered_as_of_a_day(past: FlaskClient, released: Released) -> None:
    assert kanazawa(past) == "Kanazawa-now"
    assert kanazawa(past, **{"as-of": "2026-03-03"}) == "Kanazawa"
    assert kanazawa(past, **{"as-of": "2026-03-12"}) == "Kanazawa"
    assert kanazawa(past, **{"as-of": "2026-03-13"}) == "Kanazawa-shi"
    assert kanazawa(past, **{"as-of": released.first.name}) == "Kanazawa"
    posted = past.post("/sparql?as-of=2026-03-03", data={"query": NAME}, headers={"Accept": "text/csv"})
    assert posted.text.splitlines()[1] == "Kanazawa"
    assert kanazawa(past) == "Kanazawa-now"


def test_the_computed_graph_is_that_of_the_day(past: FlaskClient) -> None:
    query = "SELECT ?day { ?graph <https://w3id.org/city-ties/ns#computedOn> ?day }"
    for day in ("2026-03-03", "2026-03-11"):
        answer = past.get("/sparql", query_string={"query": query, "as-of": day}, headers={"Accept": "text/csv"})
        assert answer.text.splitlines()[1] == day


@pytest.mark.parametrize(("address", "status", "words"), [
    ("/cities?as-of=2026-03-02", 404, "The first release is of 2026-03-03"),
    ("/cities?as-of=yesterday", 400, "neither a day nor a release"),
    ("/cities?as-of=2026-02-31", 400, "neither a day nor a release"),
    ("/cities?as-of=2999-01-01", 400, "lies in the future"),
    ("/cities?as-of=2026-03-03-abc", 404, "There is no release 2026-03-03-abc"),
    ("/cities?as-of=2026-03-03&as-of=2026-03-04", 400, "several values"),
    ("/data?as-of=2026-03-03", 400, "as-of is not offered at /data"),
    ("/sparql?query=ASK%7B%7D&as-of=x", 400, "neither a day nor a release"),
])  # fmt: skip
def test_a_time_that_is_none_or_is_not_known_is_a_problem(
    past: FlaskClient, address: str, status: int, words: str
) -> None:
    answer = past.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert words in answer.json["detail"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/", "on"),
        ("/partnerships", "on"),
        ("/doc/city/jp-kanazawa.html", "on"),
        ("/doc/partnership/be-gent--jp-kanazawa.html", "on"),
        ("/queries/partners-on-a-day.html", "day"),
    ],
)
def test_a_form_that_asks_for_a_day_asks_for_the_day_of_which_that_was_known(
    past: FlaskClient, address: str, first: str
) -> None:
    for query, value in (("", ""), ("?as-of=2026-03-03", "2026-03-03")):
        form = form_of(past.get(address + query, headers=PAGE).text, first)
        second = re.search(r'<input id="[^"]*" type="date" name="as-of" value="([^"]*)" min="2026-03-03"', form)
        assert form.count('name="as-of"') == 1  # where the page is of a former state, too
        assert second
        assert second[1] == value
        assert "As it was known on</label>" in form
        assert "Empty: as it is known today." in form


def form_of(page: str, field: str) -> str:
    """The form of a page that asks for a day in a field of this name."""
    forms = re.findall(r"<form\b.*?</form>", page, re.DOTALL)
    return next(str(form) for form in forms if re.search(rf'type="(?:date|text)" name="{field}"', form))


def test_the_name_of_a_release_stays_in_a_form(past: FlaskClient, released: Released) -> None:
    form = form_of(past.get(f"/partnerships?as-of={released.first.name}", headers=PAGE).text, "on")
    assert f'type="text" name="as-of" value="{released.first.name}"' in form


def test_a_page_of_a_former_state_does_not_speak_of_what_is_known_today(past: FlaskClient) -> None:
    address, words = "/doc/city/jp-kanazawa.html?on=1990-06-01", "by what is known today"
    assert words in past.get(address, headers=PAGE).text
    page = past.get(f"{address}&as-of=2026-03-03", headers=PAGE).text
    assert "What held on 1 June 1990, as City Ties knew it on 3 March 2026." in page
    assert words not in page


def test_a_project_without_releases_asks_for_one_day(client: FlaskClient) -> None:
    assert 'name="as-of"' not in client.get("/partnerships", headers=PAGE).text


def test_the_page_of_releases_leads_to_the_questions_about_a_day(past: FlaskClient) -> None:
    page = past.get("/releases/?lang=nl").text
    assert "Vragen die naar beide dagen vragen:" in page
    assert 'href="/queries/partners-on-a-day?lang=nl"' in page
    assert 'href="/queries/known-by-then' not in page


def test_a_withdrawn_state_is_gone_with_its_reason(past: FlaskClient) -> None:
    answer = past.get("/cities?as-of=2026-03-25", headers={"Accept-Language": "nl"})
    assert answer.status_code == 410
    assert answer.json
    assert "ingetrokken op 2026-04-01" in answer.json["detail"]
    assert answer.json["hint"] == "Een foute naam."


def test_the_page_tells_the_two_times_apart_in_the_readers_words(past: FlaskClient) -> None:
    page = past.get("/partnerships?on=1990-06-01&as-of=2026-03-03", headers=PAGE).text
    assert "What held on 1 June 1990, as City Ties knew it on 3 March 2026." in page
    year = past.get("/partnerships?on=1990&as-of=2026-03-03&lang=nl").text
    assert "Wat gold in 1990, zoals City Ties het wist op 3 maart 2026." in year
    assert "As City Ties knew it on 12 March 2026." in past.get("/cities?as-of=2026-03-12", headers=PAGE).text
    assert "Zoals City Ties het wist op 12 maart 2026." in past.get("/cities?as-of=2026-03-12&lang=nl").text
    assert "knew it on" not in past.get("/partnerships?on=1990-06-01", headers=PAGE).text


@pytest.mark.parametrize("path", [
    "/", "/cities", "/partnerships?on=1990", "/doc/city/jp-kanazawa.html", "/queries/partners-on-a-day", "/sparql",
    "/search?q=Kanazawa", "/pictures/", "/classes",
])  # fmt: skip
def test_the_links_and_forms_of_a_page_keep_its_time(past: FlaskClient, path: str) -> None:
    answer = past.get(f"{path}{'&' if '?' in path else '?'}as-of=2026-03-12&lang=en", headers=PAGE)
    assert answer.status_code == 200
    own = [link for link in re.findall(r'\s(?:href|action)="(/[^"]*)"', answer.text) if as_of.is_offered(link)]
    lost = [link for link in present(own) if "as-of=2026-03-12" not in link]
    assert not lost
    forms = re.findall(r"<form\b.*?</form>", answer.text, re.DOTALL)
    assert all('name="as-of" value="2026-03-12"' in form or 'method="post"' in form for form in present(forms))
    assert 'href="/data?lang=en"' in answer.text


def test_redirections_keep_the_time(past: FlaskClient) -> None:
    thing = past.get("/id/city/jp-kanazawa?as-of=2026-03-14", headers={"Accept": "text/turtle"})
    assert thing.status_code == 303
    assert thing.headers["Location"] == "/doc/city/jp-kanazawa.ttl?as-of=2026-03-14"
    assert '"Kanazawa-shi"@nl' not in past.get("/doc/city/jp-kanazawa.ttl?as-of=2026-03-04").text
    assert '"Kanazawa-shi"@nl' in past.get(thing.headers["Location"]).text


def test_the_same_words_at_another_time_are_another_response(past: FlaskClient) -> None:
    """Whatever the caches hold."""
    for _ in range(3):
        names = [
            past.get(f"/doc/city/jp-kanazawa.ttl{time}").text.count("Kanazawa-shi")
            for time in ("", "?as-of=2026-03-12", "?as-of=2026-03-20")
        ]
        assert names == [0, 0, 1]


def test_a_path_with_a_query_and_a_fragment_is_dated_once() -> None:
    assert as_of.dated("/cities#x", "2026-03-03") == "/cities?as-of=2026-03-03#x"
    assert as_of.dated("/cities?as-of=2025-01-01", "2026-03-03") == "/cities?as-of=2025-01-01"
    assert as_of.dated("https://example.org/", "2026-03-03") == "https://example.org/"
    assert as_of.dated("//example.org/", "2026-03-03") == "//example.org/"
