"""The questions that are named are those whose answers differ, and no other."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import Quad

from kg import dataset as datasets
from kg import project as projects
from kg import revision as revisions
from kg.answer_changes import changed_answers, touched_days
from kg.answer_changes.changed_answers import Answers
from kg.compact import forked_tasks
from kg.dataset import Dataset
from kg.project import Project
from kg.revision import Revision

from ..commands import edit
from ..mutations import KINDS, Mutation, mutated
from ..sampling import sample

DAY = date(2026, 11, 24)
EDITS = 300
DAYS = 1
"""Days beside the defaults, so that an edit takes seconds."""


@pytest.fixture(scope="module")
def dataset(project: Project) -> Dataset:
    return datasets.load(project)


@pytest.fixture(scope="module")
def before(project: Project, dataset: Dataset) -> Revision:
    return revisions.unjudged(project, dataset, DAY)


def edited(dataset: Dataset, seed: int) -> tuple[Quad, ...]:
    """One to four faults in the data, half of them among what the questions ask about."""
    random = Random(seed)
    faults = [Mutation(random.choice(KINDS), *(random.randrange(10**6) for _ in range(3))) for _ in range(1 + seed % 4)]
    ghent = [quad for quad in dataset.quads if "/partnership/" in str(quad.subject)]
    if seed % 2:
        return mutated(dataset.quads, faults)
    kept = set(ghent)
    return (*(quad for quad in dataset.quads if quad not in kept), *mutated(ghent, faults))


@pytest.mark.parametrize("seed", sample(range(EDITS), 6))
def test_the_questions_named_are_those_that_every_question_asked_before_and_after_tells(
    project: Project, dataset: Dataset, before: Revision, seed: int
) -> None:
    quads = edited(dataset, seed)
    after = revisions.unjudged(project, replace(dataset, quads=quads, digest=str(seed)), DAY)
    old, new = {*dataset.quads, *before.computed}, {*quads, *after.computed}
    removed, added = old - new, new - old
    days = touched_days.chosen(touched_days.days(removed, added, before, after))[:DAYS]
    few = changed_answers.between(before, after, [*removed, *added], days, "en")
    every = changed_answers.between(before, after, [], days, "en", all_of_them=True)
    assert few.changed == every.changed
    assert every.asked_count == every.known


def test_processes_tell_what_one_process_tells(
    project: Project, dataset: Dataset, before: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = revisions.unjudged(project, replace(dataset, quads=edited(dataset, 2), digest="2"), DAY)
    quads = set(before.quads()) ^ set(after.quads())
    alone, together = (
        answers_where(monkeypatch, before, after, quads, can_fork=can_fork) for can_fork in (False, True)
    )
    assert alone.changed == together.changed
    assert len(alone.changed) > 1


def answers_where(
    monkeypatch: pytest.MonkeyPatch, before: Revision, after: Revision, quads: set[Quad], *, can_fork: bool
) -> Answers:
    monkeypatch.setattr(forked_tasks, "can_fork", lambda: can_fork)
    return changed_answers.between(before, after, list(quads), (), "en")


def asked(folder: Path, *edits: tuple[str, str]) -> Answers:
    """What changes with edits of Ghent's file."""
    project = projects.load(folder)
    old = revisions.unjudged(project, datasets.load(project), DAY)
    for one, other in edits:
        edit(folder / "data" / "ghent.ttl", one, other)
    later = datasets.load(project)
    new = revisions.unjudged(project, later, DAY)
    removed, added = set(old.quads()) - set(new.quads()), set(new.quads()) - set(old.quads())
    days = touched_days.chosen(touched_days.days(removed, added, old, new))
    return changed_answers.between(old, new, [*removed, *added], days, "en")


TALLINN_SEEN = '    ct:latestStart "1982-08-31"^^xsd:date ;\n    ct:openAsOf "2021-01-20"^^xsd:date ;\n'
TALLINN_ENDED = '    ct:latestEnd "2019-12-31"^^xsd:date ;\n    ct:latestStart "1982-08-31"^^xsd:date ;\n'


def test_an_end_changes_the_answers_on_the_days_after_it(copy: Path) -> None:
    answers = asked(copy, (TALLINN_SEEN, TALLINN_ENDED))
    changed = {change.name: change for change in answers.changed}
    assert "partners-on-a-day" in changed
    assert "distance" not in changed
    assert answers.asked_count < answers.known
    gone = next(answer for answer in changed["partners-on-a-day"].answers if date(2020, 1, 1) in answer.days)
    names = [{"Tallinn"} & {getattr(cell, "value", "") for cell in row} for row in gone.lost]
    assert {"Tallinn"} in names
    assert not any("Tallinn" in str(cell) for row in gone.gained for cell in row[:1])


def test_an_edit_that_no_question_reads_changes_no_answer(copy: Path) -> None:
    answers = asked(copy, ("    owl:sameAs <", "    skos:relatedMatch <"))
    asking = asked(copy, ("    skos:relatedMatch <", "    skos:exactMatch <"))
    assert answers.asked_count > asking.asked_count
    assert {change.name for change in asking.changed} <= {"graphs-and-licences"}  # which counts all statements


def test_a_question_that_came_went_or_was_broken_is_named(copy: Path) -> None:
    project = projects.load(copy)
    dataset = datasets.load(project)
    old = revisions.unjudged(project, dataset, DAY)
    other = copy.parent / "other"
    shutil.copytree(copy, other)
    (other / "queries" / "distance.rq").unlink()
    shutil.copy(other / "queries" / "who-decided.rq", other / "queries" / "who-else.rq")
    edit(other / "queries" / "sister-cities.rq", "WHERE {", "WHERE { ?a ?b")
    edit(other / "queries" / "mean-distance.rq", "#+ summary:", "#+ summary: # of them all")
    new = revisions.unjudged(projects.load(other), dataset, DAY)
    changes = {change.name: change for change in changed_answers.between(old, new, [], (), "en").changed}
    assert changes.keys() == {"distance", "who-else", "sister-cities"}
    assert changes["distance"].after is None
    assert changes["who-else"].before is None
    assert changes["sister-cities"].error
