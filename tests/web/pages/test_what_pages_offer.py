"""What is said of questions, data and quality, and read by real programs."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
import sys
import urllib.request

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient

from kg.edition import Publication

BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


def programs(page: str) -> dict[str, str]:
    """The program texts of a question's page by their language."""
    found = re.findall(r"<summary>(curl|Python|R|JavaScript)</summary>\s*<pre[^>]*><code>(.*?)</code>", page, re.S)
    return {language: html.unescape(text) for language, text in found}


def test_a_question_has_a_field_of_its_kind_for_each_parameter(client: FlaskClient) -> None:
    page = client.get("/queries/partners-on-a-day", headers=BROWSER).text
    assert re.search(r'<label for="p-day-1">Day</label>\s*<input id="p-day-1" type="text" name="day"', page)
    assert re.search(r'<option value="[^"]*be-gent" selected>Ghent</option>', page)
    assert re.search(r'<select id="p-language-1" name="language">.*value="en" selected', page)
    number = client.get("/queries/relations-per-year", headers=BROWSER).text
    assert 'type="number" name="firstYear" value="1958"' in number
    dutch = client.get("/queries/partners-on-a-day?lang=nl", headers=BROWSER).text
    assert '<label for="p-day-1">Dag</label>' in dutch


def test_a_question_has_a_permalink_to_the_answer_as_it_was_asked(client: FlaskClient) -> None:
    page = client.get(
        "/queries/partners-on-a-day?day=2015-06-01", headers=BROWSER, base_url="https://ties.example/"
    ).text
    link = html.unescape(re.findall(r'rel="bookmark" href="([^"]+)"', page)[0])
    assert link.startswith("https://ties.example/queries/partners-on-a-day?")
    assert "day=2015-06-01" in link
    again = client.get(link.removeprefix("https://ties.example"), headers=BROWSER).text
    assert again.count("<tr>") == page.count("<tr>") > 10


def test_the_programs_of_a_question_run_and_find_what_the_page_shows(address: str) -> None:
    request = urllib.request.Request(f"{address}/queries/sister-cities", headers=BROWSER)
    with urllib.request.urlopen(request) as answer:
        found = programs(answer.read().decode())
    assert set(found) == {"curl", "Python", "R", "JavaScript"}
    curl = subprocess.run(["bash", "-c", found["curl"]], capture_output=True, text=True, check=True, timeout=30)
    assert len(json.loads(curl.stdout)["results"]["bindings"]) == 7
    python = subprocess.run(
        [sys.executable, "-c", found["Python"]], capture_output=True, text=True, check=True, timeout=30
    )
    assert len(python.stdout.splitlines()) == 7
    assert f'request("{address}/sparql")' in found["R"]
    assert f'fetch("{address}/sparql"' in found["JavaScript"]


def test_a_graph_is_asked_for_by_programs_too(address: str) -> None:
    request = urllib.request.Request(f"{address}/queries/behind-the-decision", headers=BROWSER)
    with urllib.request.urlopen(request) as answer:
        found = programs(answer.read().decode())
    curl = subprocess.run(["bash", "-c", found["curl"]], capture_output=True, text=True, check=True, timeout=30)
    assert len(rdflib.Graph().parse(data=curl.stdout, format="turtle")) > 10
    python = subprocess.run(
        [sys.executable, "-c", found["Python"]], capture_output=True, text=True, check=True, timeout=30
    )
    assert len(rdflib.Graph().parse(data=python.stdout, format="turtle")) > 10


def test_the_data_page_has_size_and_checksum_of_every_file(client: FlaskClient, app: Flask) -> None:
    publication: Publication = app.extensions["publication"]
    files = app.extensions["dump_cache"].files(publication.revision)
    page = client.get("/data", headers=BROWSER).text
    assert {"ghent", "city-ties", "computed", "ontology/status"} <= set(files)
    for name in ("ghent.ttl", "city-ties.nq", "ontology/status.rdf"):
        body = client.get(f"/dumps/{name}").data
        digest = hashlib.sha256(body).hexdigest()
        assert f'title="SHA-256 {digest}"' in page
        line = client.get(f"/dumps/{name}.sha256")
        assert line.text == f"{digest}  {name.rpartition('/')[2]}\n"
        assert line.mimetype == "text/plain"
    assert 'rel="license" href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert client.get("/dumps/gent.ttl.sha256").status_code == 404


def test_quality_tells_the_report_in_the_readers_language(client: FlaskClient) -> None:
    english, dutch = (client.get(f"/quality?lang={tag}", headers=BROWSER).text for tag in ("en", "nl"))
    assert "<dd>0</dd><dt>violations</dt>" in english
    assert "<dd>0</dd><dt>overtredingen</dt>" in dutch
    assert "Give the place a skos:prefLabel in French." in english
    assert "Geef de plaats een skos:prefLabel in het Frans." in dutch
    assert re.search(r"<code>data/ghent\.ttl:\d+</code>", english)
    assert 'href="/shape/Partnership?lang=en"' in english


def test_what_each_shape_is_about_is_told_in_both_languages(client: FlaskClient) -> None:
    english, dutch = (client.get(f"/quality?lang={tag}", headers=BROWSER).text for tag in ("en", "nl"))
    for page, other in ((dutch, "en"), (english, "nl")):
        rules = page.partition("<tbody>")[2] if "warnings" not in page else page.rpartition("<tbody>")[2]
        assert f'<td><span lang="{other}">' not in rules
    assert "Een band tussen twee of meer plaatsen." in dutch
    assert "A tie between two or more places." in english


def test_quality_is_to_be_had_as_data(client: FlaskClient) -> None:
    report = rdflib.Graph().parse(data=client.get("/quality.ttl").data, format="turtle")
    results = list(report.objects(None, rdflib.SH.result))
    told = client.get("/quality.json").get_json()
    rows = client.get("/quality.csv").text.splitlines()
    assert told["conforms"] is True
    assert len(results) == len(told["results"]) == len(rows) - 1
    assert client.get("/quality?page=99").status_code == 400
    assert client.get("/quality.pdf").status_code == 404


def test_a_shape_explains_its_rule_with_an_example_that_breaks_it(client: FlaskClient) -> None:
    page = client.get("/shape/Partnership-party", headers=BROWSER, follow_redirects=True).text
    assert "everything of the class partnership" in page
    assert "at least 2 values" in page
    assert "tests/nonconforming/Partnership-party.ttl" in page
    assert "ct:party &lt;id/city/be-gent&gt;" in page
    query = client.get("/shape/Agreement-before-end", headers=BROWSER, follow_redirects=True).text
    assert "What this query finds does not conform:" in query


@pytest.mark.parametrize(("language", "city"), [("fr", "Gand"), ("de", "Gent")])
def test_names_and_words_come_in_the_language_of_the_reader(client: FlaskClient, language: str, city: str) -> None:
    asked = client.get(f"/doc/city/be-gent.html?lang={language}", headers=BROWSER)
    accepted = client.get(
        "/doc/city/be-gent.html", headers={"Accept": "text/html", "Accept-Language": f"{language},en;q=0.5"}
    )
    for page in (asked, accepted):
        assert page.headers["Content-Language"] == language
        assert f'<p class="kind">{city} · ' in page.text
    assert f'href="/partnerships?lang={language}"' in asked.text
    assert 'href="/partnerships"' in accepted.text


def test_every_page_tells_search_engines_what_it_is(client: FlaskClient) -> None:
    for path, kind in {
        "/": "Dataset",
        "/partnerships": "ItemList",
        "/doc/network/eurocities.html": "Organization",
    }.items():
        page = client.get(path, headers=BROWSER).text
        (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        assert json.loads(text)["mainEntity"]["@type"] == kind


def test_the_data_page_offers_three_ways_before_its_files(client: FlaskClient) -> None:
    page = client.get("/data", headers=BROWSER).text
    ways = page.partition('<div class="ways">')[2].partition("</div>")[0]
    assert re.findall("<h2[^>]*>(.*?)</h2>", ways) == ["Look at it", "Download it", "Ask it"]
    targets = re.findall('href="([^"]+)"', ways)
    for target in ("/partnerships", "/pictures/map.geojson", "/dumps/ghent.ttl", "/queries/"):
        assert target in targets
    for target in targets:
        if target.startswith("/"):
            assert client.get(target, headers=BROWSER).status_code == 200, target
