"""Former editions are few: what cannot be kept is refused with a time to come back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.edition import Edition, Publication
from kg.errors import RemovedResource, ServiceBusy, UsageError
from kg.history.releases import recording
from kg.past_editions import PastEditions, PastTime
from kg.rdf.formats import JSON

from .fixtures.releases import FIRST, record
from .waiting import until

TODAY = date(2026, 11, 24)


@pytest.fixture
def past(root: Path, tmp_path: Path) -> Iterator[PastEditions]:
    """Former editions of a small project with a release of 3 March 2026, of which two are kept ready."""
    folder = tmp_path / "project"
    shutil.copytree(root / "examples" / "thesaurus", folder, ignore=shutil.ignore_patterns(".cache"))
    record(folder, FIRST)
    project = projects.load(folder)
    limits = replace(project.settings.query, past_editions=2, seconds=60.0)
    project = replace(project, settings=replace(project.settings, query=limits))
    publication = Publication(project, lambda day: revisions.of_files(project, day), today=lambda: TODAY)
    editions = PastEditions(publication)
    yield editions
    editions.close()
    publication.close()


def on(past: PastEditions, day: int) -> PastTime:
    return past.time(f"2026-03-{day:02}", TODAY)


def test_an_edition_is_made_once_and_kept(past: PastEditions) -> None:
    with past.lease(on(past, 3), "2026-03-03") as first, past.lease(on(past, 3), "2026-03-03") as again:
        assert again is first
    assert first.release == past.history().releases[0]
    with past.lease(past.time(first.release.name, TODAY), first.release.name) as by_name:
        assert (by_name.engine, by_name.as_of) == (first.engine, first.release.name)


def answers(edition: Edition) -> bool:
    """Whether the engine of an edition answers."""
    try:
        edition.engine.engine.evaluate(edition.check("ASK {}"), JSON).close()
    except ServiceBusy:
        return False
    return True


def test_more_states_than_are_kept_are_shown_one_after_another(past: PastEditions) -> None:
    shown = []
    for day in range(3, 8):
        with past.lease(on(past, day), "") as edition:
            shown.append(edition)
            assert answers(edition)
    assert [answers(edition) for edition in shown] == [False, False, False, True, True]


def test_the_state_that_was_used_least_goes_but_none_that_is_in_use(past: PastEditions) -> None:
    with past.lease(on(past, 3), "") as one:
        with past.lease(on(past, 4), "") as two:
            pass
        with past.lease(on(past, 5), ""):
            assert (answers(one), answers(two)) == (True, False)
            with pytest.raises(ServiceBusy) as caught, past.lease(on(past, 6), ""):
                pass
            assert caught.value.retry_after > 0
        with past.lease(on(past, 6), "") as three:
            assert (answers(one), answers(three)) == (True, True)


def test_a_lease_that_is_dropped_has_ended(past: PastEditions) -> None:
    leases = [past.lease(on(past, day), "") for day in (3, 4)]
    with pytest.raises(ServiceBusy):
        past.lease(on(past, 5), "")
    del leases[0]
    with past.lease(on(past, 5), "") as edition, leases[0] as other:
        assert (answers(edition), answers(other)) == (True, True)


def test_an_error_while_a_state_is_in_use_ends_its_lease(past: PastEditions) -> None:
    for day in range(3, 6):
        with pytest.raises(UsageError), past.lease(on(past, day), ""):
            raise UsageError("none")
    with past.lease(on(past, 6), "") as edition:
        assert answers(edition)


def test_a_state_of_more_statements_than_may_be_kept_is_refused(past: PastEditions) -> None:
    limits = past._publication.limits
    size = past.history().releases[0].statements
    past._publication.limits = replace(limits, past_statements=size + 1)
    for day in (3, 4):
        with past.lease(on(past, day), ""):
            pass
    assert len(past._editions) == 1
    past._publication.limits = replace(limits, past_statements=size - 1)
    with pytest.raises(ServiceBusy):
        past.lease(on(past, 5), "")


def test_a_release_that_is_withdrawn_meanwhile_is_gone(past: PastEditions) -> None:
    release = on(past, 3).release
    with past.lease(on(past, 3), "2026-03-03"):
        pass
    recording.withdraw(past.history().project, release.name, {"en": "Wrong."}, FIRST + timedelta(days=1))
    with pytest.raises(RemovedResource):
        on(past, 3)


def test_another_state_does_not_displace_what_is_known_of_the_current_one(past: PastEditions) -> None:
    from kg.resources import resource_graph

    current = past._publication.revision
    known = resource_graph.of(current)
    for day in range(3, 5):
        with past.lease(on(past, day), "") as edition:
            assert resource_graph.of(edition.revision) is not known
    assert resource_graph.of(current) is known


def test_whether_there_are_releases_by_now_is_known_after_a_moment(past: PastEditions) -> None:
    assert past.has_releases()
    shutil.rmtree(past.history().project.root / "releases")
    assert not past.history().releases
    assert until(lambda: not past.has_releases(), 5)
