"""A book that comes back: judged by the shapes, its findings at their cells, and the file as it is to be."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import dataset as datasets
from kg.dataset import SHAPES_FOLDERS
from kg.errors import UsageError
from kg.rdf import canonical
from kg.shacl.report import Result, Severity
from kg.sparql import property_path
from kg.spreadsheets import book as books
from kg.spreadsheets.book import Book, Edited, RawSheet
from kg.spreadsheets.grid import Problem
from kg.validation import report_cache


@dataclass(frozen=True, slots=True)
class Returned:
    """``text`` is the file as the book says it, None where nothing changes or where something is wrong.

    ``problems`` are what cannot be read and violations of the shapes; ``warnings`` are other findings that are new.
    """

    added: Sequence[Triple]
    removed: Sequence[Triple]
    problems: Sequence[Problem]
    warnings: Sequence[Problem]
    notes: Sequence[str]
    text: str | None


def returned(book: Book, sheets: Sequence[RawSheet]) -> Returned:
    """What a book means. Raises UsageError for one of another state of the file, or a file that is not canonical."""
    edited = books.edited(book, sheets)
    before, after = set(book.triples), set(edited.triples)
    added = [triple for triple in dict.fromkeys(edited.triples) if triple not in before]
    removed = [triple for triple in dict.fromkeys(book.triples) if triple not in after]
    if edited.problems or not (added or removed):
        return Returned(added, removed, edited.problems, (), edited.notes, None)
    text = _text(book, edited.triples)
    problems, warnings = _findings(book, edited, text)
    return Returned(added, removed, problems, warnings, edited.notes, None if problems else text)


def _text(book: Book, triples: Sequence[Triple]) -> str:
    """The file with these statements: only lines of statements that change differ."""
    before, project = book.path.read_text("utf-8"), book.project
    base = None if project.is_in_memory else project.base
    if canonical.form(before, base=base, prefixes=project.prefixes) != before:
        raise UsageError(
            f"{book.name} is not in the canonical form, so more than what you changed would change.",
            hint=f"Run kg format {book.name}, then kg sheet in again.",
        )
    return canonical.rewritten(before, triples, base=base, prefixes=project.prefixes)


def _findings(book: Book, edited: Edited, text: str) -> tuple[list[Problem], list[Problem]]:
    """The violations, and the other findings that were not there before, each at its cell."""
    project, graph = book.project, book.project.graph_name(book.path)
    shapes, dataset = datasets.load(project, SHAPES_FOLDERS), datasets.load(project)
    if not shapes.quads:
        return [], []
    known = set(report_cache.judged(project, dataset, shapes).results)
    others = [quad for quad in dataset.quads if quad.graph_name != graph]
    own = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in edited.triples]
    digest = hashlib.sha256(f"{dataset.digest} {text}".encode()).hexdigest()
    changed = replace(dataset, quads=(*others, *own), digest=digest)
    report = report_cache.judged_anew(project, changed, shapes)
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for result in report.results:
        if result.severity is Severity.VIOLATION:
            problems.append(_problem(book, edited, result))
        elif result not in known:
            warnings.append(_problem(book, edited, result))
    return problems, warnings


def _problem(book: Book, edited: Edited, result: Result) -> Problem:
    """The finding at the cell of the value, else of the property, else of the thing."""
    message = result.message(book.languages)
    subject = result.focus_node.value if isinstance(result.focus_node, NamedNode) else ""
    names = [node.value for node in property_path.predicates(result.path)] if result.path else []
    places = edited.places.get(subject)
    if places is None:
        short = book.cells.names.short(subject) if subject else str(result.focus_node)
        return Problem("", "", f"{short}: {message}")
    for name in (*names, ""):
        if places.get(name):
            sheet, cell = places[name][0]
            value = f" ({result.value.value})" if name and isinstance(result.value, NamedNode | Literal) else ""
            return Problem(sheet, cell, f"{message}{value}")
    return Problem("", "", message)
