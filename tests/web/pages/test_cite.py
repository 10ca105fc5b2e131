"""How pages are cited, as their reader pastes it or a program reads it."""

from __future__ import annotations

import html
import json
import re

import pytest
from flask.testing import FlaskClient

BASE = "https://w3id.org/city-ties/"
TIE = "/doc/partnership/be-gent--de-wiesbaden.html"


def test_a_page_is_cited_by_its_lasting_address_and_its_revision(client: FlaskClient) -> None:
    text = client.get(f"/cite.txt?of={TIE}&lang=en").text
    revision = client.get("/partnerships.json").get_json()["revision"][:12]
    assert text.startswith("City Ties (2")
    assert f"revision {revision}. {BASE}id/partnership/be-gent--de-wiesbaden. CC BY 4.0\n" in text
    assert "Wiesbaden" in text
    assert "Ghent's sister cities, partner cities and networks" in text


def test_programs_read_the_citation(client: FlaskClient) -> None:
    response = client.get(f"/cite.json?of={TIE}&lang=nl")
    assert response.mimetype == "application/vnd.citationstyles.csl+json"
    (item,) = json.loads(response.text)
    assert (item["type"], item["URL"]) == ("dataset", f"{BASE}id/partnership/be-gent--de-wiesbaden")
    assert item["author"] == [{"literal": "City Ties"}]
    assert len(item["issued"]["date-parts"][0]) == 3
    entry = client.get(f"/cite.bib?of={TIE}&lang=en").text
    assert re.fullmatch(r"@misc\{[a-z0-9-]+,\n(  [a-z]+ = \{.+\},\n)+\}\n", entry)
    assert f"  url = {{{BASE}id/partnership/be-gent--de-wiesbaden}},\n" in entry


def test_a_list_is_cited_with_what_it_was_asked_for(client: FlaskClient) -> None:
    page = client.get("/partnerships?on=1990&lang=en", headers={"Accept": "text/html"}).text
    cited = html.unescape(re.findall('<p class="citation">(.*?)</p>', page)[0])
    assert f"{BASE}partnerships?on=1990." in cited
    links = [html.unescape(link) for link in re.findall(r'href="(/cite\.[^"]+)"', page)]
    assert [client.get(link).status_code for link in links] == [200, 200, 200]
    # Which revision it is, the citation to paste says; the page does not, so that it stays the same when others change.
    pasted = client.get(links[0]).text.rstrip("\n")
    assert re.sub(r", revision [0-9a-f]{12}", "", pasted) == cited != pasted


@pytest.mark.parametrize("path", ["https://example.org/", "//example.org", "doc", "/a%0Ab", "/" + "x" * 3000])
def test_only_pages_of_this_site_are_cited(client: FlaskClient, path: str) -> None:
    assert client.get(f"/cite.txt?of={path}").status_code == 400


def test_a_page_with_an_address_too_long_to_cite_has_no_citation(client: FlaskClient) -> None:
    response = client.get(f"/sparql?query=ASK%7B%7D{'+' * 2100}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert 'class="share"' not in response.text


def test_a_problem_is_not_cited(client: FlaskClient) -> None:
    assert 'class="share"' not in client.get("/doc/city/none.html", headers={"Accept": "text/html"}).text
