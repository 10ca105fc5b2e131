"""The pages show what the model can say: for Ghent, and for a city that needs the terms that Ghent does not."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.web.application import create_app

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def another_city(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site of the city of the conforming example."""
    folder = tmp_path_factory.mktemp("another-city")
    for name in ("ontology", "shapes"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "kg.toml", folder)
    (folder / "data").mkdir()
    shutil.copy(root / "tests" / "conforming" / "another-city.ttl", folder / "data")
    project = projects.load(folder)
    publication = Publication(project, lambda _: revisions.current(project, DAY), today=lambda: DAY)
    yield create_app(project, publication).test_client()
    publication.close()


def words(client: FlaskClient, path: str) -> str:
    """The text of a page, without its marks."""
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_a_tie_shows_which_party_lists_it_and_with_which_word(client: FlaskClient) -> None:
    weihai = words(client, "/doc/partnership/be-gent--cn-weihai.html")
    assert "Who lists this tie, and as what?" in weihai
    assert "Lists this tie: 友好城市 ( sister city )" in weihai
    assert "Lists this tie: partner cities ( partner city )" in weihai
    assert "Does not list this tie" in words(client, "/doc/partnership/be-gent--pl-gdansk.html")


def test_an_outcome_shows_its_reasons(client: FlaskClient) -> None:
    decision = words(client, "/doc/decision/gent-reorientation.html")
    assert "Reason according to the sources: little activity , strategic reorientation" in decision
    assert "Assessment of the bilateral partnerships" in decision


def test_a_body_that_is_linked_with_a_city_stands_on_its_page(client: FlaskClient) -> None:
    assert "Twinning committee of Saint-Raphaël" in words(client, "/doc/city/fr-saint-raphael.html")


def test_a_former_municipality_shows_what_it_is_a_part_of_and_when_it_ended(client: FlaskClient) -> None:
    former = words(client, "/doc/city/be-sint-denijs-westrem.html")
    assert "Now a part of Ghent" in former
    assert "On 1 January 1977" in former


def test_a_source_names_its_publisher_and_a_publisher_has_a_page(client: FlaskClient) -> None:
    assert "Publisher VRT NWS" in words(client, "/doc/source/vrt.html")
    assert "Publisher Stad Gent" in words(client, "/doc/source/gent-reorientation.html")
    assert "VRT NWS" in words(client, "/doc/agent/vrt-nws.html")


def test_a_county_is_a_party_with_a_page_and_its_kind(another_city: FlaskClient) -> None:
    county = words(another_city, "/doc/territory/gb-midshire.html")
    assert "Kind county" in county
    assert "Hoogdam and Midshire" in county
    assert "Midshire" in words(another_city, "/cities")


def test_examples_of_terms_are_of_the_site_s_own_data(another_city: FlaskClient, client: FlaskClient) -> None:
    own, ghent = html.unescape(words(another_city, "/ns")), html.unescape(words(client, "/ns"))
    assert "Example: <id/territory/gb-midshire> a ct:Territory ." in own
    assert "Example: <id/partnership/be-hoogdam--gb-midshire> a ct:Partnership ." in own
    assert not re.search(r"\bbe-gent|\bgent-", own)
    assert "Example: <id/partnership/be-gent--jp-kanazawa> a ct:Partnership ." in ghent


def test_a_tie_shows_its_suspension_its_kinds_and_its_visits(another_city: FlaskClient) -> None:
    tie = words(another_city, "/doc/partnership/be-hoogdam--gb-midshire.html")
    for text in ("suspended", "What kind of tie, and when?", "friendship", "Visits", "Twinning society of Hoogdam"):
        assert text in tie


def test_a_network_shows_its_working_groups_and_projects(another_city: FlaskClient) -> None:
    network = words(another_city, "/doc/network/rivers.html")
    assert "Working group on quays: Hoogdam" in network
    assert "Floods, a European project" in network


def test_a_page_says_what_the_kinds_of_its_ties_mean(client: FlaskClient) -> None:
    wiesbaden = words(client, "/doc/partnership/be-gent--de-wiesbaden.html")
    assert "Kind sister city A lasting, general tie between two cities" in wiesbaden
    listed = words(client, "/partnerships")
    assert "What the kinds mean partner city A tie that rests on a cooperation agreement" in listed
    in_dutch = client.get("/partnerships", headers={"Accept-Language": "nl"}).text
    assert "Een blijvende, algemene band tussen twee steden" in in_dutch


def test_a_region_shows_when_it_had_which_countries_and_a_country_when_it_belonged_to_it(client: FlaskClient) -> None:
    union = words(client, "/doc/concept/region/eu.html")
    assert "Which countries, and when? 7" in union
    assert "United Kingdom from 1 January 1973 until 31 January 2020" in union
    assert "Estonia since 1 May 2004, last confirmed on 26 July 2023" in union
    kingdom = words(client, "/resource?iri=http://publications.europa.eu/resource/authority/country/GBR")
    assert "Which regions, and when? 1" in kingdom
    assert "in the European Union from 1 January 1973 until 31 January 2020" in kingdom
    assert "and when?" not in words(client, "/doc/concept/region/non-eu.html")
