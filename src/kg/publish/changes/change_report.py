"""Two snapshots compared: what changed in the things that they tell of, and which answers change with that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Quad

from kg import revision as revisions
from kg.answer_changes import changed_answers, touched_days
from kg.compact import forked_tasks
from kg.history import changed_findings, statement_difference
from kg.history.changed_findings import Findings
from kg.history.snapshot import Snapshot
from kg.history.statement_difference import StatementDifference
from kg.publish.changes import changed_documents, changed_pictures, changed_questions, changed_things
from kg.publish.changes.changed_pictures import ChangedPicture, Pictures
from kg.publish.changes.changed_questions import ChangedQuestion
from kg.publish.changes.changed_things import Thing
from kg.publish.changes.two_sides import Sides
from kg.publish.field_vocabulary import Vocabulary
from kg.resources import resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an edit changes beyond the statements themselves.

    ``asked_count`` of ``known`` questions were asked again, those that take a day for ``days``, ``today`` and their
    default; ``touched`` is the number of days of which ``days`` were chosen. ``findings`` is None without shapes.
    """

    questions: tuple[ChangedQuestion, ...]
    asked_count: int
    known: int
    today: date
    days: tuple[date, ...]
    touched: int
    findings: Findings | None
    documents: tuple[tuple[NamedNode, str], ...]
    pictures: tuple[ChangedPicture, ...]

    @property
    def is_empty(self) -> bool:
        findings = self.findings
        return not (self.questions or (findings and (findings.new.findings or findings.gone.findings)))


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """``before`` and ``after`` are the names of the snapshots; files without a project have no ``consequences``."""

    before: str
    after: str
    language: str
    difference: StatementDifference
    things: tuple[Thing, ...]
    consequences: Consequences | None

    @property
    def is_empty(self) -> bool:
        return not self.difference and (self.consequences is None or self.consequences.is_empty)


def compare(
    before: Snapshot,
    after: Snapshot,
    vocabulary: Vocabulary,
    language: str,
    day: date,
    pictures: Pictures = lambda *_: {},
) -> ChangeReport:
    """The report for a reader of a language, on a day; ``pictures`` are those that the field draws."""
    difference = statement_difference.between(before, after)
    if not difference and before.rules() == after.rules():
        return ChangeReport(before.name, after.name, language, difference, (), None)
    earlier, later = (revisions.unjudged(side.project, side.dataset, day) for side in (before, after))
    readers = (Reader(resource_graph.of(side), language, telling=vocabulary.telling) for side in (earlier, later))
    sides = Sides(*readers)
    things = changed_things.things(before, after, difference, sides, vocabulary.changes)
    is_of_projects = not (before.project.is_in_memory or after.project.is_in_memory)
    consequences = _consequences(before, after, difference, sides, pictures) if is_of_projects else None
    return ChangeReport(before.name, after.name, language, difference, things, consequences)


def _consequences(
    before: Snapshot, after: Snapshot, difference: StatementDifference, sides: Sides, pictures: Pictures
) -> Consequences:
    earlier, later = sides.before.known.revision, sides.after.known.revision
    quads = (*difference.quads(), *_computed(earlier, later))
    touched = touched_days.days(difference.removed, difference.added, earlier, later)
    days = touched_days.chosen(touched)

    def others() -> tuple[Findings | None, tuple[ChangedPicture, ...]]:
        findings = changed_findings.between(before, after, difference, sides.after.languages)
        return findings, changed_pictures.pictures(sides, pictures, later.day, days)

    with forked_tasks.beside(others) as result:
        answers = changed_answers.between(earlier, later, quads, days, sides.language)
        statements = (*difference.removed, *difference.added, *_computed(earlier, later))
        documents = changed_documents.documents(statements, sides)
        findings, changed = result()
    return Consequences(
        questions=changed_questions.questions(answers, sides),
        asked_count=answers.asked_count,
        known=answers.known,
        today=later.day,
        days=days,
        touched=len(touched),
        findings=findings,
        documents=tuple((node, sides.name(node)) for node in documents),
        pictures=changed,
    )


def _computed(before: Revision, after: Revision) -> tuple[Quad, ...]:
    """The statements in which the computed graphs differ."""
    return tuple(set(before.computed).symmetric_difference(after.computed))
