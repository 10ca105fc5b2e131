"""Two snapshots compared: what changed in the things that they tell of, ready to be told in any form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg import revision as revisions
from kg.history import statement_difference
from kg.history.snapshot import Snapshot
from kg.history.statement_difference import StatementDifference
from kg.publish.changes import changed_things
from kg.publish.changes.changed_things import Thing
from kg.publish.changes.two_sides import Sides
from kg.publish.field_vocabulary import Vocabulary
from kg.resources import resource_graph
from kg.resources.language_view import Reader


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """``before`` and ``after`` are the names of the snapshots."""

    before: str
    after: str
    language: str
    difference: StatementDifference
    things: tuple[Thing, ...]

    @property
    def is_empty(self) -> bool:
        return not self.difference


def compare(before: Snapshot, after: Snapshot, vocabulary: Vocabulary, language: str, day: date) -> ChangeReport:
    """The report for a reader of a language, on a day."""
    difference = statement_difference.between(before, after)
    if not difference:
        return ChangeReport(before.name, after.name, language, difference, ())
    earlier, later = (revisions.unjudged(side.project, side.dataset, day) for side in (before, after))
    readers = (Reader(resource_graph.of(side), language, telling=vocabulary.telling) for side in (earlier, later))
    sides = Sides(*readers)
    things = changed_things.things(before, after, difference, sides, vocabulary.changes)
    return ChangeReport(before.name, after.name, language, difference, things)
