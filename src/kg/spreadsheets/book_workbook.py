"""A book as a workbook: help at each column, drop-downs from code lists, dates as dates; and reading one back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kg.errors import UsageError
from kg.publish.tables import workbook_file
from kg.rdf.namespaces import XSD
from kg.spreadsheets.book import DIGEST, FILE, Book, RawSheet
from kg.spreadsheets.column_key import INFORMATION, SUBJECT
from kg.spreadsheets.grid import ABOUT, FINDINGS, LISTS, Grid, Problem
from kg.spreadsheets.shape_columns import ShapeColumn

_ROOM = 200
"""Empty rows below the last one that have drop-downs too."""
_DAY = re.compile(r"(?:19(?!00)[0-9]{2}|[2-9][0-9]{3})-[0-9]{2}-[0-9]{2}")
_GREY, _RED = PatternFill("solid", fgColor="EEEEEE"), PatternFill("solid", fgColor="FFC7CE")
_AUTHOR = "kg sheet"
_MOST_ROWS = 1_000_000
_FOLDER = "Write a folder of CSV files: a target without .xlsx."
_HELP = (
    "Each sheet is a class, each row a thing, each column a property; the second row has the keys, which must stay.",
    "Several values in a cell stand on lines of their own (Alt+Enter). Grey columns are for reading only.",
    "A new row needs an IRI in its first column; a row that you delete is deleted.",
    "When you are done: kg sheet in, with this file. It says what changes, and what is wrong.",
)


def write(book: Book) -> bytes:
    """The workbook: the same bytes for the same file. Raises UsageError for what no workbook can hold."""
    _check(book)
    made = Workbook()
    about: Worksheet = made.active  # type: ignore[assignment]  # a new workbook has one
    about.title = ABOUT
    rows = [(FILE, book.name), (DIGEST, book.digest), *(("", line) for line in _HELP)]
    for line, texts in enumerate(rows, 1):
        for number, text in enumerate(texts, 1):
            if text:
                workbook_file.put_text(about.cell(line, number), text)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 12, 110
    lists = made.create_sheet(LISTS)
    by_kind = {grid.kind: grid for grid in book.grids if grid.kind is not None}
    for grid in book.grids:
        _Sheet(made.create_sheet(grid.name), grid, book).write(lists, by_kind)
    made.move_sheet(LISTS, len(book.grids))
    lists.sheet_state = "hidden"
    return workbook_file.content(made)


def _check(book: Book) -> None:
    """Nothing may be cut: what comes back would be less than the file."""
    for grid in book.grids:
        if len(grid.rows) > _MOST_ROWS:
            raise UsageError(f"{grid.name} has {len(grid.rows):,} things, more than a sheet has rows.", hint=_FOLDER)
        for subject, row in grid.rows.items():
            if any(len(text) > workbook_file.LONGEST for text in row.values()):
                message = (
                    f"{subject} has a value that is longer than the {workbook_file.LONGEST:,} characters of a cell."
                )
                raise UsageError(message, hint=_FOLDER)


class _Sheet:
    def __init__(self, sheet: Worksheet, grid: Grid, book: Book) -> None:
        self._sheet, self._grid, self._book = sheet, grid, book
        self._last = len(grid.rows) + 2 + _ROOM

    def write(self, lists: Worksheet, by_kind: dict[str, Grid]) -> None:
        self._head(1, SUBJECT, "IRI", "The address of the thing; new ones are yours to choose.", 34)
        number = 1
        for column in self._grid.columns:
            number += 1
            key, names = column.key.text(self._book.cells.names), self._grid.called.get(column.key)
            title = f"{column.title} ({column.key.language})" if column.key.language else column.title
            self._head(number, key, title + (" *" if column.is_required else ""), column.help, 24)
            self._values(number, column)
            self._rule(number, column, lists, by_kind)
            if names:
                number += 1
                self._head(number, f"{INFORMATION} {key}", f"{title}: names", "For reading only.", 40)
                for line, subject in enumerate(self._grid.rows, 3):
                    if subject in names:
                        place = self._sheet.cell(line, number)
                        workbook_file.put_text(place, names[subject])
                        place.fill = _GREY
        for line, subject in enumerate(self._grid.rows, 3):
            workbook_file.put_text(self._sheet.cell(line, 1), self._book.cells.names.short(subject))
        self._sheet.freeze_panes = "B3"
        self._sheet.auto_filter.ref = f"A2:{get_column_letter(number)}{len(self._grid.rows) + 2}"

    def _head(self, number: int, key: str, title: str, about: str, width: float) -> None:
        top, below = self._sheet.cell(1, number), self._sheet.cell(2, number)
        workbook_file.put_text(top, title)
        workbook_file.put_text(below, key)
        top.font, below.font, below.fill = Font(bold=True), Font(color="666666"), _GREY
        top.alignment = Alignment(wrap_text=True, vertical="top")
        if about:
            top.comment = Comment(about[:2000], _AUTHOR, width=400, height=200)
        self._sheet.column_dimensions[get_column_letter(number)].width = width

    def _values(self, number: int, column: ShapeColumn) -> None:
        is_day, is_number = column.key.datatype == XSD + "date", column.key.datatype == XSD + "integer"
        if not is_day and not is_number:
            self._sheet.column_dimensions[get_column_letter(number)].number_format = "@"
        for line, row in enumerate(self._grid.rows.values(), 3):
            text = row.get(column.key)
            if not text:
                continue
            place = self._sheet.cell(line, number)
            if is_day and (day := _day(text)):
                place.value, place.number_format = day, "yyyy-mm-dd"
            elif is_number and re.fullmatch(r"-?(?:0|[1-9][0-9]{0,14})", text) and text != "-0":
                place.value = int(text)
            else:
                workbook_file.put_text(place, text)
                place.number_format = "@"
                place.alignment = Alignment(wrap_text="\n" in text, vertical="top")

    def _rule(self, number: int, column: ShapeColumn, lists: Worksheet, by_kind: dict[str, Grid]) -> None:
        letter = get_column_letter(number)
        rule: DataValidation | None = None
        if column.choices:
            end = _put_list(lists, sorted(column.choices.values(), key=str.casefold))
            rule = DataValidation("list", formula1=f"{LISTS}!{end}", allow_blank=True)
            rule.error = "This is not in the list."
        elif others := [by_kind[kind] for kind in column.classes if kind in by_kind]:
            rule = DataValidation("list", formula1=f"'{others[0].name}'!$A$3:$A${len(others[0].rows) + 2 + _ROOM}")
            rule.allow_blank, rule.showErrorMessage = True, False
        elif column.key.datatype == XSD + "date":
            rule = DataValidation("date", operator="greaterThan", formula1="366", allow_blank=True)
            rule.error = "Write a day, such as 2021-01-20. Days before 1901, and several, stand as text."
        if rule:
            rule.errorStyle = "warning"
            self._sheet.add_data_validation(rule)
            rule.add(f"{letter}3:{letter}{self._last}")


def _put_list(lists: Worksheet, names: list[str]) -> str:
    """Put a code list into the next column; returns its range."""
    number = (lists.max_column if lists.cell(1, 1).value else 0) + 1
    for line, name in enumerate(names, 1):
        workbook_file.put_text(lists.cell(line, number), name)
    letter = get_column_letter(number)
    return f"${letter}$1:${letter}${len(names)}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def read(content: bytes, name: str) -> list[RawSheet]:
    """The sheets of a workbook. Raises UsageError for a file that is none."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UsageError(f"{name} is no workbook that can be read: {error}", hint="Save it as .xlsx.") from error
    return [_raw(sheet) for sheet in book.worksheets]


def _raw(sheet: Worksheet) -> RawSheet:
    cells: dict[tuple[int, int], str] = {}
    refused: dict[tuple[int, int], str] = {}
    for line, row in enumerate(sheet.iter_rows(), 1):
        for number, place in enumerate(row, 1):
            if isinstance(place, MergedCell):
                first = _first(sheet, place).coordinate
                refused[line, number] = f"the cell is merged with {first}; unmerge them, and write the value in each."
            elif place.value is not None:
                text = cells[line, number] = _text(place.value)
                if message := _refusal(place, text):
                    refused[line, number] = message
    return RawSheet(sheet.title, cells, refused)


def _first(sheet: Worksheet, place: MergedCell) -> Cell:
    """The cell that has the value of merged ones."""
    merged = next(one for one in sheet.merged_cells.ranges if place.coordinate in one)
    first = sheet.cell(merged.min_row, merged.min_col)
    assert isinstance(first, Cell)
    return first


def _refusal(place: Cell, text: str) -> str:
    """What is wrong with the content of a cell that is no value; empty for a value."""
    if place.data_type == "f":
        return f"the formula {text[:60]} is no value; write what it gives, or an apostrophe before it."
    if place.data_type == "e":
        return f"the cell has the error {text}; write the value."
    if place.data_type == "n" and "%" in place.number_format:
        return f"the cell shows the number {text} as a percentage; write what is meant, in a cell of text."
    return ""


def _text(value: Any) -> str:
    """A value of a cell as the data would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return workbook_file.text(value) if isinstance(value, str) else str(value)


def stamped(content: bytes, before: str, after: str) -> bytes:
    """The workbook with the digest of the new state of its file in place of the former one; all else as it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            copy.writestr(entry, archive.read(entry).replace(before.encode(), after.encode()))
    return made.getvalue()


def marked(content: bytes, problems: Iterable[Problem]) -> bytes:
    """A copy of a workbook in which the cells of problems are red and say what is wrong; the first sheet lists them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    _without_marks(book)
    listed = book.create_sheet(FINDINGS, 0)
    for number, title in enumerate(("Sheet", "Cell", "What is wrong"), 1):
        listed.cell(1, number, title).font = Font(bold=True)
    messages: dict[tuple[str, str], list[str]] = {}
    for line, problem in enumerate(problems, 2):
        for number, text in enumerate((problem.sheet, problem.cell, problem.message), 1):
            workbook_file.put_text(listed.cell(line, number), text)
        if problem.cell and problem.sheet in book.sheetnames:
            listed.cell(line, 2).hyperlink = f"#'{problem.sheet}'!{problem.cell}"
            messages.setdefault((problem.sheet, problem.cell), []).append(problem.message)
    for (sheet, cell), texts in messages.items():
        place = book[sheet][cell]
        if isinstance(place, MergedCell):
            place = _first(book[sheet], place)
        place.fill, place.comment = _RED, Comment("\n".join(texts)[:2000], FINDINGS, width=400, height=160)
    listed.column_dimensions["A"].width, listed.column_dimensions["C"].width = 24, 110
    book.active = 0
    return workbook_file.content(book)


def _without_marks(book: Workbook) -> None:
    """Remove the marks of an earlier copy."""
    if FINDINGS in book.sheetnames:
        book.remove(book[FINDINGS])
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for place in row:
                if place.comment and place.comment.author == FINDINGS:
                    place.comment, place.fill = None, PatternFill()
