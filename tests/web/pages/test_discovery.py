"""How machines find their way: typed links, redirections, what is gone, what was meant, and maps of the whole."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import http_date

from kg import revision as revisions
from kg.edition import Publication
from kg.history.removed_resources import COLUMNS, FILE
from kg.project import Project
from kg.resources import resource_graph
from kg.revision import Revision
from kg.web.application import create_app
from kg.web.http import responses

from ...presence import present

BASE = "https://w3id.org/city-ties/"
LATER = date(2026, 12, 24)
BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture(scope="module")
def later(project: Project, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service a month later, where two resources are recorded as removed."""
    root = tmp_path_factory.mktemp("project")
    for name in ("data", "ontology", "shapes", "queries"):
        shutil.copytree(project.root / name, root / name)
    rows = (
        "id/city/xx-gone,2026-12-01,id/city/be-gent,Entered twice.,Dubbel ingevoerd.\nid/network/none,2026-12-02,,,\n"
    )
    (root / FILE).write_text(",".join(COLUMNS) + "\n" + rows, "utf-8")
    moved = replace(project, root=root)
    publication = Publication(
        moved, lambda day: revisions.build(moved, revision.dataset, revision.report, day), today=lambda: LATER
    )
    yield create_app(moved, publication)
    publication.close()


@pytest.fixture(scope="module")
def revision(app: Flask) -> Revision:
    publication: Publication = app.extensions["publication"]
    return publication.current().revision


def links(header: str) -> dict[str, list[str]]:
    """The targets of a Link header by relation."""
    found: dict[str, list[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', header):
        found.setdefault(relation, []).append(target)
    return found


def test_a_page_is_the_landing_page_of_its_thing(client: FlaskClient) -> None:
    found = links(client.get("/doc/city/be-gent.html").headers["Link"])
    assert found["cite-as"] == found["describes"] == [f"{BASE}id/city/be-gent"]
    assert found["describedby"] == [f"/doc/city/be-gent.{each}" for each in ("ttl", "jsonld", "nt", "rdf")]
    assert found["alternate"] == found["describedby"]
    assert found["collection"] == ["/id/dataset/ghent"]
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_rdf_links_back_to_the_page_and_json_ld_to_its_context(client: FlaskClient) -> None:
    found = links(client.get("/doc/city/be-gent.jsonld").headers["Link"])
    assert "/doc/city/be-gent.html" in found["alternate"]
    assert found["collection"] == ["/id/dataset/ghent"]
    assert found["http://www.w3.org/ns/json-ld#context"] == ["/context/0.2.0.jsonld"]


def test_a_data_set_links_to_its_files_and_a_term_of_the_ontology_to_no_data_set(client: FlaskClient) -> None:
    found = links(client.get("/doc/dataset/ghent.html").headers["Link"])
    assert "/dumps/ghent.ttl" in found["item"]
    assert all(client.get(each).status_code == 200 for each in found["item"])
    assert "collection" not in links(client.get("/ns.html").headers["Link"])


def test_the_redirection_of_a_thing_says_where_it_is_described(client: FlaskClient) -> None:
    answer = client.get("/id/city/be-gent", headers=BROWSER)
    assert links(answer.headers["Link"])["describedby"][:2] == ["/doc/city/be-gent.html", "/doc/city/be-gent.ttl"]


@pytest.mark.parametrize(("path", "status", "target"), [
    ("/concept/status/in-force", 308, "/id/concept/status/in-force"),
    ("/concept/status?lang=nl", 308, "/id/concept/status?lang=nl"),
    ("/ns/Partnership", 303, "/ns#Partnership"),
    ("/ns/party?lang=en", 303, "/ns?lang=en#party"),
    ("/ns/0.2.0", 303, "/ns"),
    ("/dumps/", 308, "/data"),
    ("/context", 302, "/context/0.2.0.jsonld"),
    ("/context/0.1.0.jsonld", 302, "/context/0.2.0.jsonld"),
    ("/nl", 302, "/?lang=nl"),
    ("/nl/cities?country=DEU", 302, "/cities?country=DEU&lang=nl"),
    ("/fr/doc/city/be-gent.html", 302, "/doc/city/be-gent.html?lang=fr"),
])  # fmt: skip
def test_shorter_addresses_lead_to_the_real_ones(client: FlaskClient, path: str, status: int, target: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (status, target)
    assert client.get(target.partition("#")[0], headers=BROWSER, follow_redirects=True).status_code == 200


def test_every_hash_iri_is_a_place_on_the_page_of_its_document(client: FlaskClient, revision: Revision) -> None:
    for iri, nodes in present(resource_graph.of(revision).documents.items()):
        path = iri.removeprefix(BASE)
        address = "/ns.html" if path == "ns" else f"/doc/{path.removeprefix('id/')}.html"
        if not path.startswith(("id/", "shape/", "graph/", "ns")) or all("#" not in each.value for each in nodes):
            continue
        ids = set(re.findall(r' id="([^"]+)"', client.get(address).text))
        missing = {fragment for each in nodes if (fragment := each.value.partition("#")[2])} - ids
        assert not missing, (address, missing)


def test_the_site_map_names_every_page_and_each_answers(client: FlaskClient) -> None:
    answer = client.get("/sitemap.xml", base_url="https://ties.example/")
    found = [each.text or "" for each in ET.fromstring(answer.data).findall(".//{*}loc")]
    assert len(found) == len(set(found)) > 300
    assert all(each.startswith("https://ties.example/") for each in found)
    for kind in ("/", "/partnerships", "/doc/city/be-gent.html", "/doc/shape/City.html", "/queries/sister-cities"):
        assert f"https://ties.example{kind}" in found
    for address in found[::7]:
        assert client.get(address.removeprefix("https://ties.example"), headers=BROWSER).status_code == 200
    assert client.get("/sitemap-1.xml").status_code == 200
    assert client.get("/sitemap-9.xml").status_code == 404


def test_robots_are_told_where_the_map_is_and_what_is_asked_for_by_people(client: FlaskClient) -> None:
    text = client.get("/robots.txt", base_url="https://ties.example/").text
    assert "Sitemap: https://ties.example/sitemap.xml" in text
    assert "Disallow: /sparql" in text
    assert "Disallow: /\n" not in text


def test_the_context_is_served_as_json_ld_for_any_origin(client: FlaskClient) -> None:
    answer = client.get("/context/0.2.0.jsonld")
    assert answer.mimetype == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "@context" in answer.get_json(force=True)
    assert client.get("/context/9.9.9.jsonld").get_json()["similar"] == ["/context/0.2.0.jsonld"]


@pytest.mark.parametrize(("path", "meant"), [
    ("/city/be-gent", "/id/city/be-gent"),
    ("/partnership/be-gent--jp-kanazawa", "/id/partnership/be-gent--jp-kanazawa"),
    ("/patnerships", "/partnerships"),
    ("/queries/sister-citys", "/queries/sister-cities"),
    ("/ns/Partnersip", "/ns#Partnership"),
    ("/shape/Partnership-parti", f"{BASE}shape/Partnership-party"),
    ("/concept/statis", f"{BASE}id/concept/status"),
    ("/kanazawa", "/id/city/jp-kanazawa"),
    ("/Danzig", "/id/city/pl-gdansk"),
    ("/id/city", "/cities"),
    ("/concept", "/ns"),
    ("/doc", "/data"),
    ("/kanazawa/be-gent--jp-kanazawa", "/doc/partnership/be-gent--jp-kanazawa.html"),
])  # fmt: skip
def test_what_is_not_here_is_404_with_what_may_have_been_meant(client: FlaskClient, path: str, meant: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert meant in answer.get_json()["similar"]
    page = client.get(path, headers=BROWSER)
    assert "Did you mean" in page.text
    target = "/" + meant.removeprefix(BASE).removeprefix("/")
    assert f'href="{target}"' in page.text


def test_what_a_former_revision_had_is_410_with_the_reason_and_what_took_its_place(later: Flask) -> None:
    client = later.test_client()
    for path in ("/id/city/xx-gone", "/doc/city/xx-gone.ttl", "/doc/city/xx-gone"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
        told = answer.get_json()
        assert (told["day"], told["replaced_by"]) == ("2026-12-01", f"{BASE}id/city/be-gent")
        assert told["reasons"]["nl"] == "Dubbel ingevoerd."
    page = client.get("/id/city/xx-gone", headers={"Accept": "text/html", "Accept-Language": "nl"}).text
    assert "Deze pagina is verwijderd" in page
    assert "Dubbel ingevoerd." in page
    assert 'href="/id/city/be-gent"' in page
    assert client.get("/id/network/none").status_code == 410
    assert client.get("/id/network/nune").status_code == 404


def test_last_modified_is_when_the_files_changed_and_absent_where_the_day_counts(
    client: FlaskClient, root: Path
) -> None:
    changed = max(path.stat().st_mtime for path in [root / "kg.toml", *(root / "data").rglob("*")])
    for path in ("/doc/source/gent-reorientation.ttl", "/dumps/ghent.ttl"):
        modified = client.get(path).last_modified
        assert modified
        assert modified.timestamp() >= int(changed)
    for path in (
        "/doc/partnership/be-gent--jp-kanazawa.ttl",
        "/doc/source/gent-reorientation.html",
        "/dumps/computed.ttl",
    ):
        assert client.get(path).last_modified is None


@pytest.mark.parametrize("path", ["/doc/source/gent-reorientation.ttl", "/dumps/ghent.ttl"])
def test_only_who_names_the_very_time_of_the_last_change_gets_no_body(client: FlaskClient, path: str) -> None:
    modified = client.get(path).last_modified
    assert modified
    for seconds, status in ((0, 304), (1, 200), (-1, 200), (86_400, 200)):
        since = {"If-Modified-Since": http_date(modified + timedelta(seconds=seconds))}
        assert client.get(path, headers=since).status_code == status


@pytest.mark.parametrize("path", ["/doc/source/gent-reorientation.ttl", "/dumps/ghent.nt"])
def test_the_next_day_what_says_the_same_has_the_same_entity_tag(client: FlaskClient, later: Flask, path: str) -> None:
    today, then = client.get(path), later.test_client().get(path)
    assert today.data == then.data
    assert today.headers["ETag"] == then.headers["ETag"]


def test_what_is_computed_for_the_day_has_another_entity_tag_the_next_day(client: FlaskClient, later: Flask) -> None:
    path = "/doc/graph/computed.ttl"
    assert client.get(path).headers["ETag"] != later.test_client().get(path).headers["ETag"]


def test_the_time_of_the_last_change_is_not_told_before_its_second_is_over() -> None:
    now = datetime.now(UTC)
    assert responses.last_modified(now) is None
    assert responses.last_modified(now - timedelta(seconds=3))


@pytest.mark.parametrize("path", ["/classes", "/queries/", "/docs/", "/docs/serving", "/about", "/quality", "/cities"])
def test_a_page_is_406_for_who_accepts_no_form_of_it(client: FlaskClient, path: str) -> None:
    refused = client.get(path, headers={"Accept": "image/png"})
    assert (refused.status_code, refused.mimetype) == (406, "application/problem+json")
    for accepted in ("*/*", "text/html,application/xhtml+xml,*/*;q=0.8", ""):
        answer = client.get(path, headers={"Accept": accepted})
        assert answer.status_code == 200
        assert "Accept" in answer.headers["Vary"]


def test_the_list_of_questions_comes_as_json_and_csv_by_accept(client: FlaskClient) -> None:
    for media_type, suffix in (("application/json", "json"), ("text/csv", "csv")):
        answer = client.get("/queries/", headers={"Accept": media_type})
        assert answer.mimetype == media_type
        assert answer.data == client.get(f"/queries.{suffix}").data


def test_nothing_acceptable_is_406_with_the_offers_on_a_page_too(client: FlaskClient) -> None:
    answer = client.get("/doc/city/be-gent", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.get_json()["offers"]
