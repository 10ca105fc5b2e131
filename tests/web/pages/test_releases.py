"""The releases as pages and files, which stay as they are."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from kg.history.releases import release_history
from kg.rdf.formats import GRAPH_FORMATS

from ...fixtures.releases import Released, history
from ...presence import present

PAGE = {"Accept": "text/html", "Accept-Language": "en"}


def test_the_list_has_every_release_the_newest_first(past: FlaskClient, released: Released) -> None:
    page = past.get("/releases/", headers=PAGE).text
    places = [page.index(release.name) for release in (released.third, released.second, released.first)]
    assert places == sorted(places)
    assert "withdrawn" in page
    assert 'href="/releases/"' in past.get("/data", headers=PAGE).text


def test_a_project_without_releases_says_so(client: FlaskClient) -> None:
    assert "No release was recorded yet" in client.get("/releases/", headers=PAGE).text
    assert 'href="/releases/"' not in client.get("/data", headers=PAGE).text
    assert client.get("/releases/latest").status_code == 404


def test_a_release_tells_what_changed_in_the_words_of_diff(past: FlaskClient, released: Released) -> None:
    page = past.get(f"/releases/{released.second.name}/", headers=PAGE).text
    assert "name (nl): “Kanazawa” → “Kanazawa-shi”" in page
    assert "Release of 13 March 2026" in page
    assert f'href="/releases/{released.first.name}/" rel="prev"' in page
    dutch = past.get(f"/releases/{released.second.name}/?lang=nl").text
    assert "Wat er gewijzigd is" in dutch
    assert "everything is new" in past.get(f"/releases/{released.first.name}/", headers=PAGE).text


def test_latest_leads_to_the_newest_that_was_not_withdrawn(past: FlaskClient, released: Released) -> None:
    answer = past.get("/releases/latest")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/releases/{released.second.name}/")
    file = past.get("/releases/latest/release.nq")
    assert file.headers["Location"] == f"/releases/{released.second.name}/release.nq"


@pytest.mark.parametrize("rest", ["", "release.ttl", "dumps/ghent.ttl", "changes.rdfp"])
def test_a_withdrawn_release_is_gone_with_its_reason(past: FlaskClient, released: Released, rest: str) -> None:
    answer = past.get(f"/releases/{released.third.name}/{rest}", headers={"Accept": "application/json"})
    assert answer.status_code == 410
    assert answer.json
    assert answer.json["reasons"]["en"] == answer.json["hint"] == "A wrong name."
    page = past.get(f"/releases/{released.third.name}/{rest}", headers=PAGE)
    assert page.status_code == 410
    assert "A wrong name." in page.text


def test_the_file_of_a_release_has_its_statements_and_the_computed_graph_of_its_day(
    past: FlaskClient, released: Released
) -> None:
    answer = past.get(f"/releases/{released.first.name}/release.nq")
    quads = set(parse(answer.data, RdfFormat.N_QUADS))
    known = history(released.folder)
    revision = known.revision(known.find(released.first.name))
    assert quads == set(revision.quads())
    computed = [str(quad.object) for quad in quads if quad.predicate.value.endswith("computedOn")]
    assert computed == ['"2026-03-03"^^<http://www.w3.org/2001/XMLSchema#date>']
    ghent = past.get(f"/releases/{released.first.name}/dumps/ghent.nq").data
    assert (
        len(list(parse(ghent, RdfFormat.N_QUADS)))
        == release_history.sizes(revision.dataset.quads)["https://w3id.org/city-ties/graph/data/ghent"]
    )


def test_the_files_of_a_release_are_the_same_bytes_each_time(past: FlaskClient, released: Released) -> None:
    for form in present(GRAPH_FORMATS):
        address = f"/releases/{released.first.name}/dumps/ghent.{form.extension}"
        first = past.get(address)
        assert first.status_code == 200
        past.get(f"/releases/{released.second.name}/dumps/ghent.{form.extension}")
        again = past.get(address)
        assert again.data == first.data
        assert again.headers["Last-Modified"] == "Tue, 03 Mar 2026 12:00:00 GMT"


def test_the_changes_are_a_patch(past: FlaskClient, released: Released) -> None:
    answer = past.get(f"/releases/{released.second.name}/changes.rdfp")
    assert answer.content_type == "application/rdf-patch"
    assert [line[:2] for line in answer.text.splitlines()] == ["H ", "H ", "TX", "D ", "A ", "TC"]
    assert f"H prev <uuid:{released.first.identity}> ." in answer.text


@pytest.mark.parametrize("rest", ["dumps/nothing.ttl", "dumps/ghent.xyz", "release.xyz", "nothing"])
def test_what_a_release_does_not_have_is_not_there(past: FlaskClient, released: Released, rest: str) -> None:
    assert past.get(f"/releases/{released.first.name}/{rest}").status_code == 404
    assert past.get(f"/releases/2026-01-01-000000000000/{rest}").status_code == 404
