"""What a release said is read back as it was, and damage is named."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.answer_changes import changed_answers
from kg.errors import DatasetError, UnknownResource

from ...commands import edit
from ...fixtures.releases import FIRST, history, record
from ...presence import present


def test_the_revision_of_a_release_has_the_statements_the_literals_and_the_computed_graph(recorded: Path) -> None:
    known = history(recorded)
    past = known.revision(known.releases[0], date(2026, 11, 24))
    built = revisions.of_files(projects.load(recorded), date(2026, 11, 24))
    assert set(past.dataset.quads) == set(built.dataset.quads)
    assert list(past.computed) == list(built.computed)
    assert past.digest != built.digest
    assert [str(name) for name in past.sizes()] == [str(name) for name in built.sizes()]


def test_as_of_a_time_is_the_release_that_was_the_newest_then(recorded: Path) -> None:
    edit(recorded / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    second = record(recorded, FIRST + timedelta(days=2, hours=1))
    known = history(recorded)
    assert known.as_of(date(2026, 3, 3)) == known.as_of(date(2026, 3, 4)) == known.releases[0]
    assert known.as_of(date(2026, 3, 5)) == known.as_of(FIRST + timedelta(days=300)) == second
    assert known.as_of(FIRST + timedelta(days=2)) == known.releases[0]
    with pytest.raises(UnknownResource, match="The first release is of 2026-03-03"):
        known.as_of(date(2026, 3, 2))


def test_a_project_without_releases_has_an_empty_history(copy: Path) -> None:
    known = history(copy)
    assert not known
    assert known.latest is None
    with pytest.raises(UnknownResource, match="No release was recorded"):
        known.as_of(date(2026, 3, 3))


def test_a_damaged_file_is_named(recorded: Path) -> None:
    edit(recorded / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    record(recorded, FIRST + timedelta(days=1))
    known = history(recorded)
    known.check()
    files = [known.patch_file(known.releases[0]), *(recorded / "releases" / "rules").iterdir()]
    for path in present(files):
        content = path.read_bytes()
        for broken in (content[:-1], content.replace(content[20:21], b"#", 1), b""):
            path.write_bytes(broken)
            with pytest.raises(DatasetError, match="not as it was") as caught:
                known.check()
            assert caught.value.file == path.relative_to(recorded).as_posix()
        path.unlink()
        with pytest.raises(DatasetError, match="gone"):
            known.check()
        path.write_bytes(content)
    known.check()


def test_another_rule_of_the_computed_graph_is_another_release(recorded: Path) -> None:
    rule = recorded / "ontology" / "computed" / "twinned-with.rq"
    before = history(recorded)
    assert before.latest
    computed = len(before.revision(before.latest).computed)
    rule.unlink()
    second = record(recorded, FIRST + timedelta(days=1))
    assert second is not None
    assert (second.added, second.removed) == (0, 0)
    after = history(recorded)
    assert len(after.revision(second).computed) < computed
    assert len(after.revision(after.releases[0]).computed) == computed


def test_every_question_is_answered_as_by_a_build_of_the_files(recorded: Path) -> None:
    """A sample of bench/releases.py."""
    edit(recorded / "data" / "ghent.ttl", "1982-08-31", "1985-08-31")
    (recorded / "data" / "extra.ttl").write_text("<urn:a> <urn:b> [ <urn:c> 1.50 ], [ <urn:c> 2 ] .", "utf-8")
    release = record(recorded, FIRST + timedelta(days=1))
    assert release
    past = history(recorded).revision(release)
    scratch = revisions.of_files(projects.load(recorded), release.day)
    days = [date(1971, 10, 4), date(1983, 6, 1), date(2015, 6, 1)]
    answers = changed_answers.between(scratch, past, (), days, "en", all_of_them=True)
    assert answers.asked_count == answers.known > 30
    assert [question.name for question in answers.changed] == []
    first = history(recorded).revision(history(recorded).releases[0])
    assert changed_answers.between(first, past, (), days, "en", all_of_them=True).changed
