"""A table as a workbook (XLSX): typed cells, links, a heading that stays in sight, and the same bytes every time.

The library writes the workbook but for the cells of the table, of which it makes an object each: they are written as
text into the sheet that it made, in a quarter of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from kg.publish.tables import workbook_file
from kg.publish.tables.tidy_table import Cell, Column, Kind, Table
from kg.publish.tables.workbook_file import Written

_FIRST_YEAR = 1901
"""Spreadsheets disagree about days before 1 March 1900; such days are written as text."""
_MOST_LINKS = 65_000
"""Excel opens no sheet with more than 65,530."""
_WIDEST = 60
_DIGITS = 15
"""A spreadsheet keeps no more digits of a number."""
_BOLD = Font(bold=True)
_AT_THE_TOP = Alignment(vertical="top", wrap_text=True)
_TITLE = re.compile(r"[\[\]:*?/\\']")


def write(table: Table, about: str = "About") -> bytes:
    """The workbook: a sheet with the table, and one named ``about`` that tells where it comes from."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]  # a new workbook has one
    sheet.title = _TITLE.sub(" ", table.title)[:31].strip() or table.name[:31]
    _heading(sheet, table)
    cells = _SheetCells(sheet, table)
    _widths(sheet, table)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    if table.about:
        _about(book.create_sheet(_TITLE.sub(" ", about)[:31]), table)
    book.properties.title, book.properties.creator, book.properties.language = table.title, "", table.language
    return workbook_file.content(book, cells.written())


def _heading(sheet: Worksheet, table: Table) -> None:
    for number, title in enumerate(table.titles(), 1):
        place = sheet.cell(1, number)
        workbook_file.put_text(place, title)
        place.font, place.alignment = _BOLD, _AT_THE_TOP


class _SheetCells:
    """The cells of a table as a sheet has them, below its heading (ECMA-376, part 1, §18.3.1.4)."""

    def __init__(self, sheet: Worksheet, table: Table) -> None:
        self._sheet, self._table = sheet, table
        self._styles: dict[tuple[str, bool, str], int] = {}
        self._links: dict[str, str] = {}
        self._letters = [get_column_letter(number) for number in range(1, len(table.columns) + 1)]
        repeats = enumerate(table.columns)
        self._marks = [table.separator(number) if column.repeats else "" for number, column in repeats]
        self._lines = "".join(self._rows())

    def written(self) -> Written:
        return Written(self._lines, self._links)

    def _rows(self) -> Iterator[str]:
        parts = list(zip(self._letters, self._table.columns, self._marks, strict=True))
        for line, row in enumerate(self._table.rows, 2):
            cells = [
                self._cell(f"{letter}{line}", column, cell, mark)
                for (letter, column, mark), cell in zip(parts, row, strict=True)
                if cell
            ]
            yield f'<row r="{line}">{"".join(cells)}</row>'

    def _cell(self, place: str, column: Column, cell: Cell, mark: str) -> str:
        text = mark.join(cell)
        typed, form = _typed(column.kind, text) if len(cell) == 1 else (None, "")
        if isinstance(typed, bool):
            return f'<c r="{place}" s="{self._style(form)}" t="b"><v>{int(typed)}</v></c>'
        if typed is not None:
            number = to_excel(typed) if isinstance(typed, date) else typed  # type: ignore[no-untyped-call]
            return f'<c r="{place}" s="{self._style(form)}"><v>{number}</v></c>'
        is_link = len(cell) == 1 and column.kind is Kind.IRI and text.startswith(("http://", "https://"))
        if is_link and len(self._links) < _MOST_LINKS:
            self._links[place] = text
            style = self._style("General", name="Hyperlink")
        else:
            style = self._style("General", is_text=workbook_file.is_like_a_formula(text))
        written = escape(workbook_file.written(text))
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'

    def _style(self, form: str, *, is_text: bool = False, name: str = "") -> int:
        """The number of a style in the workbook."""
        key = (form, is_text, name)
        if key not in self._styles:
            sample = SheetCell(self._sheet, row=1, column=1)
            if name:
                sample.style = name
            sample.number_format = form
            sample.quotePrefix = is_text
            self._styles[key] = sample.style_id
        return self._styles[key]


def _typed(kind: Kind, text: str) -> tuple[Any, str]:
    """The value of a cell with its number format; None for what stays text, which is what a cell cannot hold exactly.

    >>> _typed(Kind.TIME, "1958"), _typed(Kind.DATE, "1899-12-31"), _typed(Kind.INTEGER, "007")
    ((1958, '0'), (None, ''), (None, ''))
    """
    if kind is Kind.BOOLEAN and text in ("true", "false"):
        return text == "true", "General"
    if kind in (Kind.DATE, Kind.TIME) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None, ""
        return (day, "yyyy-mm-dd") if day.year >= _FIRST_YEAR else (None, "")
    if kind is Kind.MOMENT and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}", text):
        moment = datetime.fromisoformat(text)
        return (moment, "yyyy-mm-dd hh:mm:ss") if moment.year >= _FIRST_YEAR else (None, "")
    if kind in (Kind.INTEGER, Kind.YEAR, Kind.TIME) and re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        return (int(text), "0") if len(text) <= _DIGITS else (None, "")
    if kind in (Kind.DECIMAL, Kind.NUMBER) and len(text) <= _DIGITS and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return float(text), "General"
    return None, ""


def _widths(sheet: Worksheet, table: Table) -> None:
    for number, (column, title) in enumerate(zip(table.columns, table.titles(), strict=True)):
        longest = max((sum(map(len, row[number])) for row in table.rows[:200]), default=0)
        width = 14 if column.kind is Kind.IRI else max(len(title) / 2, longest) + 2
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(max(width, 8), _WIDEST)


def _about(sheet: Worksheet, table: Table) -> None:
    for line, (label, text) in enumerate(table.about, 1):
        place, beside = sheet.cell(line, 1), sheet.cell(line, 2)
        workbook_file.put_text(place, label)
        workbook_file.put_text(beside, text)
        place.font = _BOLD
        if text.startswith(("http://", "https://")):
            beside.hyperlink, beside.style = text, "Hyperlink"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
