"""A data file as a book of grids, and what a book that comes back says: the statements, and what is wrong in it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Triple

from kg import dataset as datasets
from kg.dataset import SHAPES_FOLDERS
from kg.errors import UsageError
from kg.project import DATA, ONTOLOGY, Project
from kg.spreadsheets import grid as grids
from kg.spreadsheets.column_key import INFORMATION, SUBJECT, TYPE, ColumnKey, Names
from kg.spreadsheets.grid import ABOUT, NO_GRIDS, Cells, Grid, Problem
from kg.spreadsheets.shape_columns import ShapeColumn, ShapeReader

FILE, DIGEST = "File", "SHA-256"
"""What the sheet About says of the file that the book was made from."""
_CATALOGUE = re.compile(r"^\s*a dcat:Catalog\b", re.MULTILINE)
_CHANGED = "kg sheet out writes a new book; take over there what you have changed."


@dataclass(frozen=True, slots=True)
class Book:
    """The grids of a file; ``digest`` is that of its bytes, by which one knows that it is still the same.

    ``untouched`` are the statements that have no place in a grid, as they have a blank node or a triple term.
    """

    project: Project
    path: Path
    digest: str
    triples: Sequence[Triple]
    cells: Cells
    grids: Sequence[Grid]
    languages: tuple[str, ...]
    untouched: Sequence[Triple] = ()

    @property
    def name(self) -> str:
        return self.project.relative(self.path)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it came back: the texts of its cells, by line and column from 1.

    ``refused`` has what is wrong with cells whose content is no value, such as a formula.
    """

    name: str
    cells: Mapping[tuple[int, int], str]
    refused: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def lines(self) -> list[int]:
        return sorted({line for line, _ in self.cells})


@dataclass(slots=True)
class Edited:
    """What a book says now. ``places`` are the cells of each subject with the column's predicate, "" for its IRI.

    ``written`` are the cells in which statements stand.
    """

    triples: list[Triple] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: dict[str, dict[str, list[tuple[str, str]]]] = field(default_factory=lambda: defaultdict(dict))
    written: dict[Triple, tuple[str, str]] = field(default_factory=dict)


def largest(project: Project) -> Path:
    """The largest Turtle file of data, one that describes a catalogue only where there is no other.

    Raises UsageError where there is none.
    """
    files = [path for path in project.files(DATA) if path.suffix == ".ttl"]
    if not files:
        raise UsageError("There is no Turtle file of data here.", hint="Name one behind the workbook.")
    return max(files, key=lambda path: (not _CATALOGUE.search(path.read_text("utf-8", "replace")), path.stat().st_size))


def named(project: Project, sheets: Sequence[RawSheet]) -> Path:
    """The file that a book was made from. Raises UsageError where the project has no such data."""
    about = _facts(sheets)
    if FILE not in about:
        return largest(project)
    path = next((path for path in project.files(DATA) if project.relative(path) == about[FILE]), None)
    if path is None:
        message = f"The book was made from {about[FILE]}, which is no data of this project."
        raise UsageError(
            message, hint="Run it in the folder of that project, or name it: kg --project FOLDER sheet in."
        )
    return path


def _facts(sheets: Sequence[RawSheet]) -> dict[str, str]:
    about = next((sheet for sheet in sheets if sheet.name == ABOUT), None)
    if about is None:
        return {}
    return {name: about.cells.get((line, 2), "") for line in about.lines if (name := about.cells.get((line, 1)))}


def of_file(project: Project, path: Path, languages: Sequence[str] = ()) -> Book:
    """The book of a file, with names in the first of ``languages`` that has them.

    Raises DatasetError for one that is not valid.
    """
    content, languages = path.read_bytes(), languages or project.languages
    triples = [quad.triple for quad in datasets.read(path, project)]
    shapes = datasets.load(project, SHAPES_FOLDERS).quads
    others = datasets.load(project, (ONTOLOGY, DATA)).quads
    reader = ShapeReader(shapes, [quad for quad in others if quad.graph_name != project.graph_name(path)], languages)
    cells = Cells(Names(project.base, project.prefixes), reader)
    labels = [NamedNode(_expanded(project, name)).value for name in project.settings.labels]
    called = grids.called((quad.triple for quad in others), labels, languages)
    graph = project.graph_name(path)
    elsewhere = {
        quad.object.value
        for quad in others
        if quad.predicate == TYPE and quad.graph_name != graph and isinstance(quad.object, NamedNode)
    }
    untouched = [triple for triple in triples if not grids.has_place(triple)]
    made = grids.grids(filter(grids.has_place, triples), reader, cells, called, elsewhere)
    digest = hashlib.sha256(content).hexdigest()
    return Book(project, path, digest, triples, cells, made, tuple(languages), untouched)


def _expanded(project: Project, name: str) -> str:
    prefix, _, local = name.partition(":")
    return project.prefixes[prefix] + local if prefix in project.prefixes else name


def edited(book: Book, sheets: Sequence[RawSheet]) -> Edited:
    """What the sheets say. Raises UsageError where the file is another one than the book was made from."""
    if _facts(sheets).get(DIGEST) not in (None, book.digest):
        raise UsageError(f"{book.name} has changed since the book was made from it.", hint=_CHANGED)
    result, by_name = Edited(), {sheet.name: sheet for sheet in sheets}
    seen: dict[str, str] = {}
    for grid in book.grids:
        sheet = by_name.pop(grid.name, None)
        if sheet is None:
            result.notes.append(f"There is no sheet {grid.name}: its {len(grid.rows)} rows stay as they are.")
            for subject in grid.rows:
                result.triples += _kept(book, grid, subject, set())
        else:
            _SheetReader(book, grid, sheet, result, seen).read()
    for name in sorted(by_name.keys() - set(NO_GRIDS)):
        result.notes.append(f"The sheet {name} is none of this book; it is left out.")
    rows = {subject for grid in book.grids for subject in grid.rows}
    result.triples += _untouched(
        book.untouched, rows - {getattr(triple.subject, "value", "") for triple in result.triples}
    )
    return result


def _untouched(statements: Sequence[Triple], gone: Collection[str]) -> Iterator[Triple]:
    """The statements without a place in a grid, but those of things that are ``gone`` and what only these lead to."""
    by_node: dict[object, list[Triple]] = defaultdict(list)
    for triple in statements:
        by_node[triple.subject].append(triple)
    led_to = {triple.object for triple in statements}
    waiting = [
        node
        for node in by_node
        if (node not in led_to if isinstance(node, BlankNode) else getattr(node, "value", "") not in gone)
    ]
    kept = dict.fromkeys(waiting)
    while waiting:
        for triple in by_node[waiting.pop()]:
            yield triple
            if triple.object in by_node and isinstance(triple.object, BlankNode) and triple.object not in kept:
                kept[triple.object] = None
                waiting.append(triple.object)


def _kept(book: Book, grid: Grid, subject: str, read: set[ColumnKey]) -> Iterator[Triple]:
    """The statements of a row in columns that did not come back."""
    if not read and grid.kind:
        yield Triple(NamedNode(subject), TYPE, NamedNode(grid.kind))
    for column in grid.columns:
        if column.key not in read and (text := grid.rows.get(subject, {}).get(column.key)):
            yield from grids.statements(subject, column, text, book.cells)


class _SheetReader:
    """Reads one sheet into ``result``; ``seen`` has the place of each IRI that has a row."""

    def __init__(self, book: Book, grid: Grid, sheet: RawSheet, result: Edited, seen: dict[str, str]) -> None:
        self._book, self._grid, self._sheet, self._result, self._seen = book, grid, sheet, result, seen
        self._columns: dict[int, ShapeColumn] = {}
        self._subject = 0

    def read(self) -> None:
        head = next((line for line in self._sheet.lines[:5] if SUBJECT in self._line(line).values()), None)
        if head is None:
            self._problem("", f"no line has {SUBJECT} and the keys of the columns; take it over from a new book.")
            return
        self._head(head)
        for line in self._sheet.lines:
            if line > head:
                self._row(line)

    def _line(self, line: int) -> dict[int, str]:
        return {column: text for (row, column), text in self._sheet.cells.items() if row == line}

    def _head(self, head: int) -> None:
        known = {column.key: column for column in self._grid.columns}
        keys = self._line(head)
        for number, text in sorted(keys.items()):
            where = _address(head, number)
            if text == SUBJECT:
                self._subject = number
            elif text and not text.startswith(INFORMATION):
                try:
                    key = ColumnKey.read(text, self._book.cells.names)
                except ValueError:
                    self._problem(where, f"{text} is no key of a column; write it like skos:note@en.")
                    continue
                double = next((other for other, column in self._columns.items() if column.key == key), 0)
                if double:
                    self._problem(where, f"{text} is the key of {_address(head, double)} too; keep one column.")
                elif key not in known and not self._book.cells.names.is_whole(text):
                    self._problem(where, f"{text} is no key of a column: it has no prefix that is known.")
                self._columns[number] = known.get(key) or ShapeColumn(key, text)
        nameless = {number for line, number in self._sheet.cells if line > head} - keys.keys()
        for number in sorted(nameless):
            letters = _address(head, number).removesuffix(str(head))
            self._result.notes.append(f"The column {letters} of {self._grid.name} has no key; it is left out.")

    def _row(self, line: int) -> None:
        cells = self._line(line)
        texts = {number: cells[number] for number in self._columns if cells.get(number)}
        where = _address(line, self._subject)
        name = cells.get(self._subject, "").strip()
        if not name:
            if texts:
                self._problem(
                    where, f"the row has values and no IRI; give it one, such as id/{self._grid.name.lower()}/x."
                )
            return
        try:
            subject = self._book.cells.names.expanded(name)
        except ValueError:
            self._problem(where, f"{name} is no IRI; write it like those of the other rows.")
            return
        if subject in self._seen:
            self._problem(where, f"{name} has a row at {self._seen[subject]} too; keep one.")
            return
        self._seen[subject] = f"{self._grid.name}!{where}"
        self._result.places[subject].setdefault("", []).append((self._grid.name, where))
        if self._grid.kind:
            self._result.triples.append(Triple(NamedNode(subject), TYPE, NamedNode(self._grid.kind)))
        for number, column in self._columns.items():
            self._cell(line, number, column, subject, texts.get(number, ""))
        read = {column.key for column in self._columns.values()}
        self._result.triples += _kept(self._book, self._grid, subject, read | {ColumnKey(SUBJECT)})

    def _cell(self, line: int, number: int, column: ShapeColumn, subject: str, text: str) -> None:
        where = _address(line, number)
        places = self._result.places[subject].setdefault(column.key.predicate, [])
        if text:
            places.insert(0, (self._grid.name, where))
        else:
            places.append((self._grid.name, where))
        if message := self._sheet.refused.get((line, number)):
            self._problem(where, message)
            return
        try:
            for triple in grids.statements(subject, column, text, self._book.cells):
                self._result.triples.append(triple)
                self._result.written[triple] = (self._grid.name, where)
        except ValueError as error:
            self._problem(where, str(error) or "this is no value of the column.")

    def _problem(self, cell: str, message: str) -> None:
        self._result.problems.append(Problem(self._grid.name, cell, message))


def _address(line: int, column: int) -> str:
    """The address of a cell.

    >>> _address(5, 3), _address(1, 28)
    ('C5', 'AB1')
    """
    letters, rest = "", max(column, 1)
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{line}"
