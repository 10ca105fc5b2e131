"""A project without the domain's vocabulary: a small thesaurus in SKOS, and a catalogue in DCAT."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.web.application import create_app

DAY = date(2026, 11, 24)
SETTINGS = """\
base = "https://example.org/colours/"
languages = ["en", "nl"]
"""
THESAURUS = """\
BASE <https://example.org/colours/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

<scheme> a skos:ConceptScheme ; skos:prefLabel "Colours"@en .
<red> a skos:Concept ; skos:prefLabel "red"@en , "rood"@nl ; skos:inScheme <scheme> ; skos:narrower <crimson> .
<crimson> a skos:Concept ; skos:prefLabel "crimson"@en ; skos:inScheme <scheme> .
"""
CATALOGUE = """\
BASE <https://example.org/colours/id/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<catalogue> a dcat:Catalog ; dct:title "Colours"@en ; dcat:dataset <colours> .
<colours> a dcat:Dataset ; dct:title "All colours"@en ; dct:description "Each colour once."@en ;
  dct:license <https://creativecommons.org/publicdomain/zero/1.0/> ; dct:modified "2026-10-01"^^xsd:date ;
  dcat:distribution <zip> .
<zip> a dcat:Distribution ; dct:title "All colours, packed"@en ; dcat:accessURL <ftp://colours.example/all.zip> .
"""
SHAPES = """\
BASE <https://example.org/colours/shape/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

<Concept> a sh:NodeShape ; sh:targetClass skos:Concept ; sh:property <Concept-name> .
<Concept-name> a sh:PropertyShape ; sh:path skos:prefLabel ; sh:minCount 1 ; sh:message "A concept has a name."@en .
"""

QUERY = """\
#+ summary: What are things called?
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?thing ?name WHERE { ?thing skos:prefLabel ?name } ORDER BY ?thing ?name
"""


@pytest.fixture(scope="module", params=["thesaurus", "catalogue", "colours"])
def colours(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp(request.param)
    for path, text in {
        "kg.toml": SETTINGS,
        f"data/{request.param}.ttl": THESAURUS if request.param == "thesaurus" else THESAURUS + CATALOGUE,
        "shapes/concept.ttl": SHAPES,
        "queries/names.rq": QUERY,
    }.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    project = projects.load(folder)
    app = create_app(project, Publication(project, lambda _: revisions.current(project, DAY), today=lambda: DAY))
    yield app
    app.extensions["publication"].close()


@pytest.fixture
def reader(colours: Flask) -> FlaskClient:
    return colours.test_client()


def test_it_has_a_start_page_that_leads_nowhere_in_vain(reader: FlaskClient, browser: dict[str, str]) -> None:
    page = reader.get("/", headers=browser)
    assert page.status_code == 200
    addresses = {each.partition('"')[0] for each in page.text.split('href="')[1:]}
    for address in addresses:
        if address.startswith("/") and not address.startswith("/static/"):
            assert reader.get(address, headers=browser, follow_redirects=True).status_code == 200, address


@pytest.mark.parametrize(
    "path", ["/doc/red.html", "/doc/scheme.html", "/doc/shape/Concept.html", "/data", "/quality", "/queries/names"]
)
def test_its_resources_have_documents(reader: FlaskClient, browser: dict[str, str], path: str) -> None:
    assert reader.get(path, headers=browser).status_code == 200


def test_an_address_that_no_browser_follows_is_shown_and_no_link(reader: FlaskClient, browser: dict[str, str]) -> None:
    page = reader.get("/doc/colours.html", headers=browser)
    assert page.status_code == 404 or "<td>ftp://colours.example/all.zip</td>" in page.text
    assert page.status_code == 404 or 'id=""' not in page.text


def test_a_file_named_as_the_base_iri_ends_has_a_dump_of_its_own(reader: FlaskClient, browser: dict[str, str]) -> None:
    """The third of these projects has data/colours.ttl below a base that ends in /colours/."""
    names = {link.partition(".")[0] for link in reader.get("/data", headers=browser).text.split('href="/dumps/')[1:]}
    complete = "colours-complete" if {"colours", "colours-complete"} <= names else "colours"
    assert reader.get(f"/dumps/{complete}.nq").status_code == 200
    missing = reader.get(f"/dumps/{complete}s.ttl", headers=browser)
    assert missing.status_code == 404
    assert "colours" in missing.text


def test_its_names_are_found(reader: FlaskClient, browser: dict[str, str]) -> None:
    hits = reader.get("/search.json?q=rood").get_json()["hits"]
    assert [(hit["iri"], hit["kind"]) for hit in hits] == [("https://example.org/colours/id/red", "concept")]
    for path in ("/search?q=crimson", "/search?q=crimsen", "/search/suggest.json?q=r"):
        assert reader.get(path, headers=browser).status_code == 200


def test_it_has_no_page_of_the_domain(reader: FlaskClient, browser: dict[str, str]) -> None:
    for path in ("/partnerships", "/cities", "/pictures/", "/embed/map"):
        assert reader.get(path, headers=browser).status_code == 404, path


def test_a_question_is_embedded_whatever_the_graph_is_about(reader: FlaskClient, browser: dict[str, str]) -> None:
    assert "/embed/query/names" in reader.get("/queries/names", headers=browser).text
    framed = reader.get("/embed/query/names", headers=browser)
    assert framed.status_code == 200
    assert "crimson" in framed.text
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]


def test_a_reload_brings_and_takes_away_the_pages_of_the_domain(tmp_path: Path, browser: dict[str, str]) -> None:
    folder = tmp_path / "growing"
    for path, text in {"kg.toml": SETTINGS, "data/colours.ttl": THESAURUS}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    project = projects.load(folder)
    publication = Publication(project, lambda _: revisions.current(project, DAY), today=lambda: DAY)
    client = create_app(project, publication).test_client()
    domain = ("/partnerships", "/cities.json", "/networks")
    assert [client.get(path, headers=browser).status_code for path in domain] == [404] * 3
    assert "/cities" not in client.get("/search?q=xyzzy", headers=browser).text
    city = folder / "data" / "city.ttl"
    city.write_text("<https://example.org/colours/id/one> a <https://w3id.org/city-ties/ns#City> .", "utf-8")
    publication.reload()
    assert [client.get(path, headers=browser).status_code for path in domain] == [200] * 3
    assert 'href="/partnerships"' in client.get("/", headers=browser).text
    city.unlink()
    publication.reload()
    assert [client.get(path, headers=browser).status_code for path in domain] == [404] * 3
    assert 'href="/partnerships"' not in client.get("/", headers=browser).text
    publication.close()


def test_every_address_of_its_site_map_answers(reader: FlaskClient, browser: dict[str, str]) -> None:
    addresses = [part.partition("</loc>")[0] for part in reader.get("/sitemap.xml").text.split("<loc>")[1:]]
    missing = [each for each in addresses if reader.get(each, headers=browser).status_code != 200]
    assert not missing
    assert len(addresses) > 5


def test_a_name_that_is_nearly_one_is_corrected(reader: FlaskClient, browser: dict[str, str]) -> None:
    page = reader.get("/doc/crimsn.html", headers=browser)
    assert page.status_code == 404
    assert "crimson" in page.text
