"""Former editions are few: what cannot be kept is refused with a time to come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.errors import RemovedResource, ServiceBusy
from kg.history.releases import recording
from kg.past_editions import PastEditions, PastTime

from .fixtures.releases import FIRST

TODAY = date(2026, 11, 24)


@pytest.fixture
def past(recorded: Path) -> Iterator[PastEditions]:
    project = projects.load(recorded)
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
    first = past.edition(on(past, 3), "2026-03-03")
    assert past.edition(on(past, 3), "2026-03-03") is first
    assert first.release == past.history().releases[0]
    by_name = past.edition(past.time(first.release.name, TODAY), first.release.name)
    assert (by_name.engine, by_name.as_of) == (first.engine, first.release.name)


def test_what_was_used_least_goes_and_more_than_may_be_is_refused(past: PastEditions) -> None:
    one, two = (past.edition(on(past, day), "") for day in (3, 4))
    past.edition(on(past, 3), "")
    past.edition(on(past, 5), "")
    assert past.edition(on(past, 3), "") is one
    assert past.edition(on(past, 4), "") is not two
    # Two are kept and two end, which takes as long as a request may.
    with pytest.raises(ServiceBusy) as caught:
        past.edition(on(past, 6), "")
    assert caught.value.retry_after > 0
    assert past.edition(on(past, 4), "").release


def test_a_state_of_more_statements_than_may_be_kept_is_refused(past: PastEditions) -> None:
    limits = past._publication.limits
    size = past.history().releases[0].statements
    past._publication.limits = replace(limits, past_statements=size + 1)
    past.edition(on(past, 3), "")
    past.edition(on(past, 4), "")
    assert len(past._editions) == 1
    past._publication.limits = replace(limits, past_statements=size - 1)
    with pytest.raises(ServiceBusy):
        past.edition(on(past, 5), "")


def test_a_release_that_is_withdrawn_meanwhile_is_gone(past: PastEditions) -> None:
    release = on(past, 3).release
    past.edition(on(past, 3), "2026-03-03")
    recording.withdraw(past.history().project, release.name, {"en": "Wrong."}, FIRST + timedelta(days=1))
    with pytest.raises(RemovedResource):
        on(past, 3)


def test_another_state_does_not_displace_what_is_known_of_the_current_one(past: PastEditions) -> None:
    from kg.resources import resource_graph

    current = past._publication.revision
    known = resource_graph.of(current)
    for day in range(3, 5):
        assert resource_graph.of(past.edition(on(past, day), "").revision) is not known
    assert resource_graph.of(current) is known
