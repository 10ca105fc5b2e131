"""What changed with a release, in the words of ``kg diff``."""

from __future__ import annotations

from kg import revision as revisions
from kg.dataset import Dataset
from kg.history.releases.release import Release
from kg.history.releases.release_history import ReleaseHistory
from kg.history.snapshot import Snapshot
from kg.history.statement_difference import StatementDifference
from kg.publish.changes import changed_things
from kg.publish.changes.change_report import ChangeReport
from kg.publish.changes.two_sides import Sides
from kg.publish.field_vocabulary import Vocabulary
from kg.resources import resource_graph
from kg.resources.language_view import Reader

_NO_SHAPES = Dataset((), (), "", {})


def report(history: ReleaseHistory, release: Release, vocabulary: Vocabulary, language: str) -> ChangeReport:
    """The changes against the release before, for a reader of a language; of the first release, nothing is told.

    Raises DatasetError for a file of a release that was damaged.
    """
    before = history.before(release)
    if before is None:
        return ChangeReport("", release.name, language, StatementDifference((), (), {}, {}), (), None)
    earlier, later = _snapshot(history, before), _snapshot(history, release)
    changes = history.changes(release)
    compared = {quad: quad for quad in (*changes.removed, *changes.added)}
    difference = StatementDifference(changes.removed, changes.added, {}, compared)
    sides = Sides(*(_reader(side, release, language, vocabulary) for side in (earlier, later)))
    things = changed_things.things(earlier, later, difference, sides, vocabulary.changes)
    return ChangeReport(before.name, release.name, language, difference, things, None)


def _snapshot(history: ReleaseHistory, release: Release) -> Snapshot:
    return Snapshot(release.name, history.project, history.dataset(release), _NO_SHAPES)


def _reader(side: Snapshot, release: Release, language: str, vocabulary: Vocabulary) -> Reader:
    revision = revisions.unjudged(side.project, side.dataset, release.day)
    return Reader(resource_graph.of(revision), language, telling=vocabulary.telling)
