"""A table as a workbook (XLSX): typed cells, links, a heading that stays in sight, and the same bytes every time."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kg.publish.tables import workbook_file
from kg.publish.tables.tidy_table import Cell, Column, Kind, Table

_FIRST_YEAR = 1901
"""Spreadsheets disagree about days before 1 March 1900; such days are written as text."""
_MOST_LINKS = 65_000
"""Excel opens no sheet with more than 65,530."""
_WIDEST = 60
_DIGITS = 15
"""A spreadsheet keeps no more digits of a number."""
_TITLE = re.compile(r"[\[\]:*?/\\']")


def write(table: Table, about: str = "About") -> bytes:
    """The workbook: a sheet with the table, and one named ``about`` that tells where it comes from."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]  # a new workbook has one
    sheet.title = _TITLE.sub(" ", table.title)[:31].strip() or table.name[:31]
    _heading(sheet, table)
    links = 0
    marks = [table.separator(number) if column.repeats else "" for number, column in enumerate(table.columns)]
    for line, row in enumerate(table.rows, 2):
        for number, (column, cell) in enumerate(zip(table.columns, row, strict=True), 1):
            if cell:
                place = sheet.cell(line, number)
                links += _fill(place, column, cell, marks[number - 1], with_link=links < _MOST_LINKS)
    _widths(sheet, table)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    if table.about:
        _about(book.create_sheet(_TITLE.sub(" ", about)[:31]), table)
    book.properties.title, book.properties.creator, book.properties.language = table.title, "", table.language
    return workbook_file.content(book)


def _heading(sheet: Worksheet, table: Table) -> None:
    for number, title in enumerate(table.titles(), 1):
        place = sheet.cell(1, number)
        workbook_file.put_text(place, title)
        place.font = Font(bold=True)
        place.alignment = Alignment(vertical="top", wrap_text=True)


def _fill(place: SheetCell | MergedCell, column: Column, cell: Cell, mark: str, *, with_link: bool) -> bool:
    """Put the values in their place; returns whether the cell became a link."""
    if len(cell) > 1:
        workbook_file.put_text(place, mark.join(cell))
        return False
    (text,) = cell
    typed, style = _typed(column.kind, text)
    if typed is None:
        workbook_file.put_text(place, text)
    else:
        place.value, place.number_format = typed, style
    if not with_link or column.kind is not Kind.IRI or not text.startswith(("http://", "https://")):
        return False
    place.hyperlink, place.style = text, "Hyperlink"
    return True


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
        place.font = Font(bold=True)
        if text.startswith(("http://", "https://")):
            beside.hyperlink, beside.style = text, "Hyperlink"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
