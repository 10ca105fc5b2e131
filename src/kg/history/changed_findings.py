"""The findings that an edit brings and those that it takes away.

Where nothing but statements changed, only the focus nodes are judged whose results these can affect; else everything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from pyoxigraph import BlankNode, Triple

from kg.history.snapshot import Snapshot
from kg.history.statement_difference import StatementDifference
from kg.shacl.report import ValidationReport
from kg.validation import report_cache
from kg.validation.display_names import Names
from kg.validation.positions.located_report import LocatedReport, located
from kg.validation.selection import baseline, since
from kg.validation.selection.baseline import Identity
from kg.validation.selection.since import Change, Comparison
from kg.validation.shape_descriptions import Rules


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings that only the later side has, at their places there, and those that only the earlier has."""

    new: LocatedReport
    gone: LocatedReport


def between(
    before: Snapshot, after: Snapshot, difference: StatementDifference, languages: tuple[str, ...]
) -> Findings | None:
    """The findings that differ; None where a side has no shapes to judge it by."""
    if not (before.shapes.quads and after.shapes.quads):
        return None
    old, new = _reports(before, after, difference)
    old_rules, new_rules = (_rules(side, languages) for side in (before, after))
    old_known, new_known = (
        [Identity.of(result, rules) for result in report.results]
        for report, rules in ((old, old_rules), (new, new_rules))
    )
    gained = replace(new, results=baseline.compare(new.results, old_known, new_rules).new)
    lost = replace(old, results=baseline.compare(old.results, new_known, old_rules).new)
    return Findings(_located(gained, after, languages), _located(lost, before, languages))


def _reports(
    before: Snapshot, after: Snapshot, difference: StatementDifference
) -> tuple[ValidationReport, ValidationReport]:
    old_union, new_union = ({quad.triple for quad in side.dataset.quads} for side in (before, after))
    lost = frozenset(quad.triple for quad in difference.removed).difference(new_union)
    gained = frozenset(quad.triple for quad in difference.added).difference(old_union)
    # A label is that of another blank node in another version of a file.
    if before.shapes.digest != after.shapes.digest or any(map(_is_open, chain(lost, gained))):
        old, new = (report_cache.judged(side.project, side.dataset, side.shapes) for side in (before, after))
        return old, new
    return _judged(before, Change("", (), lost, gained)), _judged(after, Change("", (), gained, lost))


def _judged(side: Snapshot, change: Change) -> ValidationReport:
    """The report on what the change can affect on this side."""
    return since.judge(Comparison(change, side.dataset), side.project, side.shapes).report


def _is_open(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _rules(side: Snapshot, languages: tuple[str, ...]) -> Rules:
    names = Names.of(side.project, {**side.dataset.prefixes, **side.shapes.prefixes})
    return Rules(side.shapes.quads, names, languages)


def _located(report: ValidationReport, side: Snapshot, languages: tuple[str, ...]) -> LocatedReport:
    seen_from = Path(side.project.root)
    return located(report, side.project, side.dataset, side.shapes, languages=languages, seen_from=seen_from)
