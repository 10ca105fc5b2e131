"""How the data was judged, for readers: the report of the revision with its rules, and as data."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, NamedNode

from kg import dataset as datasets
from kg.dataset import SHAPES_FOLDERS, Dataset
from kg.resources.language_view import LENGTH, Reader
from kg.revision import Revision
from kg.revision_results import cached_until_renewal, kept_by_revision
from kg.shacl.report import Result
from kg.validation.formats import json_document, report_turtle
from kg.validation.positions.located_report import Finding, LocatedReport, located


@dataclass(frozen=True, slots=True)
class Judged:
    """A shape with its rules: on how many focus nodes it looked, and how many results it and its rules have."""

    node: NamedNode
    rules: tuple[NamedNode, ...]
    focus_nodes: int
    results: int


@cached_until_renewal(maxsize=16)
def findings(revision: Revision, languages: tuple[str, ...], page: int) -> tuple[Finding, ...]:
    """The findings of one page, each with its place and a message in the first of ``languages`` that has one."""
    report = revision.report
    shown = replace(report, results=report.results[(page - 1) * LENGTH : page * LENGTH])
    return _located(revision, languages, shown.results).findings if shown.results else ()


def pages(revision: Revision) -> int:
    """How many pages of findings there are, at least one."""
    return max(1, -(-len(revision.report.results) // LENGTH))


@kept_by_revision
def shapes(revision: Revision) -> Dataset:
    """The shapes that judged the revision."""
    return datasets.load(revision.project, SHAPES_FOLDERS)


def judged(reader: Reader) -> list[Judged]:
    """The shapes that have targets of their own, by name."""
    report = reader.known.revision.report
    looked = {shape.shape: shape.focus_nodes for shape in report.coverage}
    counts = Counter(result.source_shape for result in report.results)
    shapes_with_rules = []
    for node in reader.instances("sh:NodeShape"):
        rules = tuple(reader.nodes(node, "sh:property"))
        results = sum(counts[shape] for shape in (node, *rules))
        shapes_with_rules.append(Judged(node, rules, looked.get(node, 0), results))
    return shapes_with_rules


def by_shape(revision: Revision) -> list[tuple[NamedNode | BlankNode, int]]:
    """The shapes that have results, those with most of them first."""
    counts = Counter(result.source_shape for result in revision.report.results)
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))


def as_turtle(revision: Revision) -> bytes:
    """The report as a ``sh:ValidationReport``."""
    return report_turtle.write(_located(revision, revision.project.languages, revision.report.results)).encode()


def as_json(revision: Revision, languages: tuple[str, ...]) -> bytes:
    """The report as ``kg validate --format json`` tells it."""
    return json_document.write(_located(revision, languages, revision.report.results)).encode()


def as_csv(revision: Revision, languages: tuple[str, ...]) -> bytes:
    """A row for each finding."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("severity", "shape", "focusNode", "message", "file", "line"))
    for finding in _located(revision, languages, revision.report.results).findings:
        focus = finding.result.focus_node
        place = (
            (finding.place.file, finding.place.position.line) if finding.place and finding.place.position else ("", "")
        )
        shown = focus.value if isinstance(focus, NamedNode) else str(focus)
        writer.writerow(
            (finding.rule.severity.value, finding.rule.iri or finding.rule.id, shown, finding.message, *place)
        )
    return out.getvalue().encode()


@cached_until_renewal(maxsize=8)
def _located(revision: Revision, languages: tuple[str, ...], results: tuple[Result, ...]) -> LocatedReport:
    report = revision.report
    shown = report if len(results) == len(report.results) else replace(report, results=results)
    return located(shown, revision.project, revision.dataset, shapes(revision), languages=languages)
