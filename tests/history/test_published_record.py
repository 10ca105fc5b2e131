"""Data that vanished is not published before somebody confirms it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.errors import DatasetError
from kg.history.published_record import Published, PublishedRecord, losses

from ..commands import call

SMALL = Path(__file__).parents[1] / "recorded" / "project"
BEFORE = Published("a", ("data/a.ttl", "data/b.ttl"), {"urn:a": 90, "urn:b": 10})
QUADS = "\n".join(f"<urn:thing{number}> <urn:p> {number} ." for number in range(100))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = shutil.copytree(SMALL, tmp_path / "project")
    (copy / "data" / "more.ttl").write_text(QUADS, "utf-8")
    return copy


def publish(folder: Path, accepted: str = "") -> Published:
    project = projects.load(folder)
    record = PublishedRecord(project, accepted)
    revision = revisions.current(project, date(2026, 11, 24))
    record.check(revision)
    record.keep(revision)
    return Published.of(revision)


@pytest.mark.parametrize(("now", "gone"), [
    (BEFORE, []),
    (Published("b", (*BEFORE.files, "data/c.ttl"), {"urn:a": 90, "urn:b": 10, "urn:c": 1}), []),
    (Published("b", BEFORE.files, {"urn:a": 80, "urn:b": 10}), []),
    (Published("b", BEFORE.files, {"urn:a": 79, "urn:b": 10}), ["there are 89 statements instead of 100"]),
    (Published("b", BEFORE.files, {"urn:a": 100}), ["the graph urn:b is gone"]),
    (Published("b", ("data/a.ttl",), {"urn:a": 100}), ["data/b.ttl is gone"]),
    (Published("b", (), {}), ["data/a.ttl, data/b.ttl are gone", "there are 0 statements instead of 100"]),
])  # fmt: skip
def test_a_file_a_graph_and_more_than_a_tenth_are_losses(now: Published, gone: list[str]) -> None:
    assert list(losses(BEFORE, now)) == gone


def test_a_file_that_is_gone_is_refused_until_it_is_back_or_confirmed(folder: Path) -> None:
    first = publish(folder)
    more = folder / "data" / "more.ttl"
    more.unlink()
    with pytest.raises(DatasetError, match=r"data/more\.ttl is gone; there are .* statements instead of") as caught:
        publish(folder)
    assert "kg accept, or kg serve --accept " in str(caught.value)
    more.write_text(QUADS, "utf-8")
    assert publish(folder) == first
    more.unlink()
    with pytest.raises(DatasetError):
        publish(folder, accepted="0" * 12)
    digest = str(caught.value).rpartition("--accept ")[2].rstrip(".")
    assert publish(folder, accepted=digest).digest.startswith(digest)
    assert publish(folder).files == tuple(name for name in first.files if "more" not in name)


def test_kg_accept_confirms_what_is_gone(folder: Path) -> None:
    publish(folder)
    (folder / "data" / "more.ttl").unlink()
    accepted = call("accept", folder=folder)
    assert accepted.code == 0
    assert accepted.out.startswith("Confirmed: ")
    publish(folder)


def test_a_record_that_cannot_be_read_or_written_keeps_nothing_from_being_published(folder: Path) -> None:
    (folder / ".state").mkdir()
    (folder / ".state" / "published.json").write_text("{", "utf-8")
    publish(folder)
    shutil.rmtree(folder / ".state")
    (folder / ".state").write_text("a file", "utf-8")
    publish(folder)


def test_a_publication_goes_on_with_the_revision_before_and_says_why(folder: Path) -> None:
    project, days = projects.load(folder), [date(2026, 11, 24)]
    publication = Publication(
        project, lambda day: revisions.current(project, day), record=PublishedRecord(project), today=lambda: days[-1]
    )
    try:
        served = publication.revision
        (folder / "data" / "more.ttl").unlink()
        with pytest.raises(DatasetError):
            publication.reload()
        assert publication.revision is served
        assert "more.ttl is gone" in str(publication.refusal)
        days.append(date(2026, 11, 25))
        assert publication.current().revision is served
        (folder / "data" / "more.ttl").write_text(QUADS, "utf-8")
        assert publication.reload().revision.day == days[-1]
        assert publication.refusal is None
    finally:
        publication.close()


def test_a_query_that_is_not_utf_8_refuses_the_revision_with_its_place(folder: Path) -> None:
    project = projects.load(folder)
    publication = Publication(project, lambda day: revisions.current(project, day))
    try:
        served = publication.revision
        (folder / "queries" / "zz.rq").write_bytes(b"# caf\xe9\nASK {}")
        with pytest.raises(DatasetError, match=r"queries/zz\.rq:1:6: the file is not UTF-8"):
            publication.reload()
        assert publication.revision is served
    finally:
        publication.close()
