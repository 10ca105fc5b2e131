"""A book that comes back: judged by the shapes, its findings at their cells, and the file as it is to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.shacl.report import Result
from kg.sparql import property_path
from kg.spreadsheets import book as books
from kg.spreadsheets import changed_file
from kg.spreadsheets.book import Book, Edited, RawSheet
from kg.spreadsheets.grid import Problem


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
    text = changed_file.text(book.project, book.path, edited.triples)
    violations, others = changed_file.findings(book.project, book.path, edited.triples)
    problems, warnings = ([_problem(book, edited, result) for result in results] for results in (violations, others))
    return Returned(added, removed, problems, warnings, edited.notes, None if problems else text)


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
            value = ""
            if name and isinstance(result.value, NamedNode | Literal):
                value = f" ({result.value.value})"
                written = Triple(NamedNode(subject), NamedNode(name), result.value)
                sheet, cell = edited.written.get(written, (sheet, cell))
            return Problem(sheet, cell, f"{message}{value}")
    return Problem("", "", message)
