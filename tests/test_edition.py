from __future__ import annotations

import gc
import shutil
import weakref
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.errors import DatasetError, UsageError
from kg.history.published_record import PublishedRecord
from kg.project import Project
from kg.revision import Revision
from kg.web.application import create_app

from .commands import edit
from .waiting import until


def test_the_first_request_of_a_new_day_is_answered_from_a_new_revision(project: Project) -> None:
    days = [date(2026, 11, 24)]
    built: list[date] = []

    def build(day: date) -> Revision:
        built.append(day)
        return revisions.current(project, day)

    publication = Publication(project, build, today=lambda: days[-1])
    client = create_app(project, publication).test_client()
    try:
        before = client.get("/doc/graph/computed.ttl").headers["ETag"]
        assert client.get("/doc/graph/computed.ttl").headers["ETag"] == before
        assert publication.current_at_once() is publication.current()
        days.append(date(2026, 11, 25))
        # Whoever may not take long, as the event loop, leaves the new day to others.
        assert publication.current_at_once() is None
        assert built == days[:1]
        assert client.get("/doc/graph/computed.ttl").headers["ETag"] != before
        asked = {"query": "SELECT ?day { ?graph <https://w3id.org/city-ties/ns#computedOn> ?day }"}
        assert "2026-11-25" in client.get("/sparql", query_string=asked).text
        assert built == days
        assert publication.current_at_once() is publication.current()
    finally:
        publication.close()


def test_a_text_that_is_not_in_utf_8_refuses_the_revision_with_its_place(project: Project, tmp_path: Path) -> None:
    for name in ("data", "ontology", "shapes", "queries", "pages"):
        shutil.copytree(project.root / name, tmp_path / name)
    (tmp_path / "pages" / "about.nl.md").write_bytes("# Over\n\nGemeenteraad en é\n".encode("latin-1"))
    moved = replace(project, root=tmp_path)
    with pytest.raises(DatasetError, match=r"pages/about\.nl\.md:3:") as caught:
        Publication(moved, lambda day: revisions.of_files(moved, day))
    assert "UTF-8" in str(caught.value)


def test_a_reload_lets_go_of_the_revision_before(copy: Path, browser: dict[str, str]) -> None:
    """What pages remember of it would otherwise keep it in memory, as large as the new one."""
    project = projects.load(copy)
    query = replace(project.settings.query, seconds=0.1)
    project = replace(project, settings=replace(project.settings, query=query))
    publication = Publication(project, lambda day: revisions.of_files(project, day))
    client = create_app(project, publication).test_client()
    try:
        for path in ("/", "/cities", "/partnerships", "/doc/city/be-gent.html", "/data", "/quality", "/search?q=gent"):
            assert client.get(path, headers=browser).status_code == 200
        former = publication.revision.digest
        assert revisions_with(former)
        edit(copy / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
        publication.reload()
        assert until(lambda: revisions_with(former) == 0, 10)
    finally:
        publication.close()


def test_a_refused_revision_is_not_kept_with_the_reason(revision: Revision) -> None:
    built: list[weakref.ref[Revision]] = []

    def build(day: date) -> Revision:
        made = replace(revision, day=day)
        built.append(weakref.ref(made))
        return made

    class Record:
        def check(self, _: Revision) -> None:
            if len(built) > 1:
                raise UsageError("It has lost data.")

        def keep(self, _: Revision) -> None:
            """Nothing is refused by what was published before."""

    publication = Publication(revision.project, build, record=cast("PublishedRecord", Record()))
    with suppress(UsageError):
        publication.reload()
    gc.collect()
    assert str(publication.refusal) == "It has lost data."
    assert [made() is None for made in built] == [False, True]
    publication.close()


def revisions_with(digest: str) -> int:
    """How many revisions with this digest are in memory."""
    gc.collect()
    return sum(isinstance(thing, Revision) and thing.digest == digest for thing in gc.get_objects())
