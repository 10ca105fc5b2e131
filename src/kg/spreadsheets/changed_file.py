"""A data file with other statements: its text, of which only the lines of what changes differ, and what shapes find."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Quad, Triple

from kg import dataset as datasets
from kg.dataset import SHAPES_FOLDERS, Dataset
from kg.errors import UsageError
from kg.project import Project
from kg.rdf import canonical
from kg.shacl.report import Result, Severity
from kg.translations.language_tags import SOURCE_LANGUAGE
from kg.validation import report_cache
from kg.validation.display_names import Names
from kg.validation.positions.malformed_values import consequences
from kg.validation.positions.result_statements import Statements
from kg.validation.shape_descriptions import Rules


def text(project: Project, path: Path, triples: Sequence[Triple]) -> str:
    """The file with these statements. Raises UsageError for a file that is not in its canonical form."""
    before = path.read_text("utf-8")
    base = None if project.is_in_memory else project.base
    if canonical.form(before, base=base, prefixes=project.prefixes) != before:
        name = project.relative(path)
        raise UsageError(
            f"{name} is not in the canonical form, so more than what you changed would change.",
            hint=f"Run kg format {name}, then this again.",
        )
    return canonical.rewritten(before, triples, base=base, prefixes=project.prefixes)


def findings(project: Project, path: Path, triples: Sequence[Triple]) -> tuple[list[Result], list[Result]]:
    """The violations that there would be, and the other results that there are not yet.

    Those that follow from another on the same value are left out.
    """
    graph = project.graph_name(path)
    shapes, dataset = datasets.load(project, SHAPES_FOLDERS), datasets.load(project)
    if not shapes.quads:
        return [], []
    known = set(report_cache.judged(project, dataset, shapes).results)
    others = [quad for quad in dataset.quads if quad.graph_name != graph]
    own = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]
    digest = hashlib.sha256("\n".join([dataset.digest, *sorted(map(str, triples))]).encode()).hexdigest()
    changed = replace(dataset, quads=(*others, *own), digest=digest)
    results = _leading(report_cache.judged_anew(project, changed, shapes).results, project, changed, shapes)
    violations = [result for result in results if result.severity is Severity.VIOLATION]
    rest = [result for result in results if result.severity is not Severity.VIOLATION and result not in known]
    return violations, rest


def _leading(results: Sequence[Result], project: Project, dataset: Dataset, shapes: Dataset) -> list[Result]:
    """The results without those that follow from another."""
    rules = Rules(shapes.quads, Names.of(project, shapes.prefixes), (SOURCE_LANGUAGE,))
    data = Statements(dataset.quads, {result.focus_node for result in results})
    following = {number for numbers in consequences(results, rules, data).values() for number in numbers}
    return [result for number, result in enumerate(results) if number not in following]
