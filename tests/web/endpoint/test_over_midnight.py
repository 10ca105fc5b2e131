"""Entity tags over midnight: what a new day does not change keeps its tag, what it changes gets another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.web.application import create_app

from ..server.test_new_revision import NOTES, PROJECT, RULE

NS = "https://example.org/towns/ns#"
EVE, MORROW = date(2026, 11, 24), date(2026, 11, 25)
SAME = {
    "an answer": f"/sparql?{urlencode({'query': NOTES, 'format': 'json'})}",
    "an answer by an alias": f"/sparql?{urlencode({'query': NOTES, 'format': 'application/json'})}",
    "a graph": f"/sparql?{urlencode({'query': 'CONSTRUCT WHERE { ?s a ?c }', 'format': 'nt'})}",
    "a document": "/doc/city/aa-east.ttl",
    "the site map": "/sitemap.xml",
}
OTHER = {
    "the day of the computed graph": f"/sparql?{urlencode({'query': f'SELECT ?d {{ ?g <{NS}computedOn> ?d }}'})}",
    "all statements": f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o'})}",
}


READER = {"Accept": "text/html", "Accept-Language": "en"}


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.day = EVE


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[FlaskClient]:
    folder = copytree(PROJECT, tmp_path_factory.mktemp("midnight") / "project")
    (folder / "ontology" / "computed").mkdir()
    (folder / "ontology" / "computed" / "note.rq").write_text(RULE, "utf-8")
    project = projects.load(folder)
    publication = Publication(project, lambda day: revisions.current(project, day), today=lambda: clock.day)
    yield create_app(project, publication).test_client()
    publication.close()


@pytest.fixture(scope="module")
def timeless(clock: Clock) -> Iterator[FlaskClient]:
    """A client of a project without rules, so that nothing in it is of a day."""
    project = projects.load(PROJECT)
    publication = Publication(project, lambda day: revisions.current(project, day), today=lambda: clock.day)
    yield create_app(project, publication).test_client()
    publication.close()


def over_midnight(client: FlaskClient, clock: Clock, path: str) -> tuple[str, int, str]:
    """The tag of the evening, and the status and the tag of the morning for who has that."""
    clock.day = EVE
    evening = client.get(path)
    assert evening.status_code == 200
    clock.day = MORROW
    morning = client.get(path, headers={"If-None-Match": evening.headers["ETag"]})
    return evening.headers["ETag"], morning.status_code, morning.headers["ETag"]


@pytest.mark.parametrize("name", SAME)
def test_what_a_day_does_not_change_keeps_its_tag(client: FlaskClient, clock: Clock, name: str) -> None:
    evening, status, morning = over_midnight(client, clock, SAME[name])
    assert status == 304
    assert morning == evening


def test_a_page_says_that_the_data_changed_when_it_did_and_not_at_midnight(client: FlaskClient, clock: Clock) -> None:
    times = []
    for clock.day in (EVE, MORROW):
        page = client.get("/doc/city/aa-east.html", headers=READER).text
        times += re.findall(r'"dateModified":"([^"]*)"', page)
    assert len(times) == 2
    assert len(set(times)) == 1
    assert times[0] not in (EVE.isoformat(), MORROW.isoformat())


@pytest.mark.parametrize("path", [
    "/", "/queries/", "/queries/partners", "/doc/city/aa-east.html", "/data", "/search?q=east", "/quality", "/sparql",
])  # fmt: skip
def test_without_rules_of_a_day_a_page_keeps_its_tag_too(timeless: FlaskClient, clock: Clock, path: str) -> None:
    clock.day = EVE
    evening = timeless.get(path, headers=READER)
    clock.day = MORROW
    morning = timeless.get(path, headers={**READER, "If-None-Match": evening.headers["ETag"]})
    assert (evening.status_code, morning.status_code) == (200, 304)
    assert morning.headers["ETag"] == evening.headers["ETag"]


@pytest.mark.parametrize("name", OTHER)
def test_what_a_day_changes_has_another(client: FlaskClient, clock: Clock, name: str) -> None:
    evening, status, morning = over_midnight(client, clock, OTHER[name])
    assert status == 200
    assert morning != evening


def test_the_catalogue_counts_statements_of_a_day_and_so_has_a_time_of_its_change_only_without_rules(
    client: FlaskClient, timeless: FlaskClient
) -> None:
    assert "Last-Modified" not in client.get("/data.ttl").headers
    assert "Last-Modified" in timeless.get("/data.ttl").headers


def test_an_answer_that_has_the_time_is_never_stored(client: FlaskClient, clock: Clock) -> None:
    for day in (EVE, MORROW):
        clock.day = day
        answer = client.get("/sparql", query_string={"query": "SELECT (NOW() AS ?now) {}"})
        assert (answer.status_code, answer.headers["Cache-Control"], "ETag" in answer.headers) == (
            200,
            "no-store",
            False,
        )


def test_a_tag_is_of_its_format_and_coding(client: FlaskClient) -> None:
    tags = {client.get("/sparql", query_string={"query": NOTES, "format": form}).headers["ETag"] for form in
            ("json", "xml", "csv", "tsv")}  # fmt: skip
    assert len(tags) == 4


def test_the_site_map_says_when_a_thing_changed_and_not_when_it_was_asked(tmp_path: Path, clock: Clock) -> None:
    folder = copytree(PROJECT, tmp_path / "project")
    extra = '<https://example.org/towns/id/city/aa-east> <http://purl.org/dc/terms/modified> "2020-02-03" .\n'
    (folder / "data" / "extra.ttl").write_text(extra, "utf-8")
    project = projects.load(folder)
    publication = Publication(project, lambda day: revisions.current(project, day), today=lambda: clock.day)
    try:
        text = create_app(project, publication).test_client().get("/sitemap.xml").text
    finally:
        publication.close()
    urls = text.split("<url>")
    (own,) = [url for url in urls if "/doc/city/aa-east.html</loc>" in url]
    assert "<lastmod>2020-02-03</lastmod>" in own
    assert text.count("<lastmod>2020-02-03</lastmod>") == 1
    assert text.count("<lastmod>") == text.count("<loc>")
