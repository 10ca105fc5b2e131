"""Seeded edits of a workbook as somebody makes them, and the statements that they mean, by the file alone."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import Literal, NamedNode, Triple

from kg.publish.tables import workbook_file
from kg.rdf.namespaces import RDF, XSD
from kg.spreadsheets.book import Book
from kg.spreadsheets.column_key import ColumnKey

TEXTS = ("=1+1", "+32 9", "-", "@home", "plain", "né à Gand", "'x", " led by a space", "根特", "1e5", "2021-01-20")
TYPE = NamedNode(RDF + "type")


@dataclass(slots=True)
class Editing:
    """A workbook with the statements that it says; ``edits`` counts what was done."""

    book: Book
    workbook: Workbook
    expected: set[Triple]
    random: random.Random
    edits: list[str] = field(default_factory=list)


def edited(book: Book, content: bytes, seed: int, count: int) -> tuple[bytes, set[Triple]]:
    """The workbook after so many edits, and the statements that it says then."""
    editing = Editing(book, openpyxl.load_workbook(io.BytesIO(content)), set(book.triples), random.Random(seed))
    while len(editing.edits) < count:
        edit = editing.random.choice((change_text, change_text, change_day, clear, delete_row, add_row))
        edit(editing)
    out = io.BytesIO()
    editing.workbook.save(out)
    return out.getvalue(), editing.expected


def _cell(
    editing: Editing, wanted: Callable[[ColumnKey], bool]
) -> tuple[Worksheet, int, int, NamedNode, ColumnKey] | None:
    """A cell of a row that is still there, in a column that is wanted."""
    grid = editing.random.choice([grid for grid in editing.book.grids if grid.rows])
    sheet = editing.workbook[grid.name]
    lines = [line for line in range(3, sheet.max_row + 1) if sheet.cell(line, 1).value]
    columns = {}
    for place in sheet[2]:
        text = str(place.value or "#")
        if not text.startswith(("#", "@id")):
            columns[place.column] = ColumnKey.read(text, editing.book.cells.names)
    chosen = [number for number, key in columns.items() if wanted(key)]
    if not lines or not chosen:
        return None
    line, number = editing.random.choice(lines), editing.random.choice(chosen)
    subject = NamedNode(editing.book.cells.names.expanded(str(sheet.cell(line, 1).value)))
    return sheet, line, number, subject, columns[number]


def _forget(editing: Editing, subject: NamedNode, key: ColumnKey) -> None:
    editing.expected -= {
        triple
        for triple in editing.expected
        if triple.subject == subject
        and isinstance(triple.object, NamedNode | Literal)
        and ColumnKey.of(triple.predicate, triple.object) == key
    }


def change_text(editing: Editing) -> None:
    """Other words, now and then two values, and words that look like formulas."""
    at = _cell(editing, lambda key: bool(key.language) or key.datatype == XSD + "string")
    if at is None:
        return
    sheet, line, number, subject, key = at
    words = editing.random.sample(TEXTS, editing.random.choice((1, 1, 2)))
    workbook_file.put_text(sheet.cell(line, number), "\n".join(words))
    _forget(editing, subject, key)
    editing.expected |= {Triple(subject, NamedNode(key.predicate), key.literal(text)) for text in words}
    editing.edits.append("text")


def change_day(editing: Editing) -> None:
    at = _cell(editing, lambda key: key.datatype == XSD + "date")
    if at is None:
        return
    sheet, line, number, subject, key = at
    day = date.fromordinal(editing.random.randrange(date(1905, 1, 1).toordinal(), date(2030, 1, 1).toordinal()))
    place = sheet.cell(line, number)
    place.value, place.number_format = day, "dd/mm/yyyy"
    _forget(editing, subject, key)
    editing.expected.add(Triple(subject, NamedNode(key.predicate), key.literal(day.isoformat())))
    editing.edits.append("day")


def clear(editing: Editing) -> None:
    at = _cell(editing, lambda _: True)
    if at is None:
        return
    sheet, line, number, subject, key = at
    sheet.cell(line, number).value = None
    _forget(editing, subject, key)
    editing.edits.append("clear")


def delete_row(editing: Editing) -> None:
    at = _cell(editing, lambda _: True)
    if at is None:
        return
    sheet, line, _, subject, _ = at
    sheet.delete_rows(line)
    editing.expected -= {triple for triple in editing.expected if triple.subject == subject}
    editing.edits.append("row deleted")


def add_row(editing: Editing) -> None:
    grid = editing.random.choice([grid for grid in editing.book.grids if grid.rows and grid.kind])
    sheet = editing.workbook[grid.name]
    subject = NamedNode(f"{editing.book.project.base}id/new/{len(editing.edits)}")
    workbook_file.put_text(sheet.cell(sheet.max_row + 1, 1), editing.book.cells.names.short(subject.value))
    editing.expected.add(Triple(subject, TYPE, NamedNode(grid.kind or "")))
    editing.edits.append("row added")
