"""A table as a workbook (XLSX): typed cells, links, a heading that stays in sight, and the same bytes every time.

What has no text of the table is written by a library, once for all workbooks with the same styles; of each cell, that
would make an object. The sheets are written as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.child import avoid_duplicate_name
from openpyxl.xml.functions import tostring

from kg.publish.tables import sheet_xml, workbook_file
from kg.publish.tables.tidy_table import Cell, Column, Kind, Table

_FIRST_YEAR = 1901
"""Spreadsheets disagree about days before 1 March 1900; such days are written as text."""
_MOST_LINKS = 65_000
"""Excel opens no sheet with more than 65,530."""
_WIDEST = 60
_DIGITS = 15
"""A spreadsheet keeps no more digits of a number."""
_BOLD = Font(bold=True)
_AT_THE_TOP = Alignment(vertical="top", wrap_text=True)
_ABOUT_WIDTHS = (24, 80)
_CORE, _BOOK = "docProps/core.xml", "xl/workbook.xml"
_FIRST, _SECOND = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
_TITLE = re.compile(r"[\[\]:*?/\\']")


class _Style(NamedTuple):
    """How a cell looks; ``is_text`` is set where it begins like a formula, ``name`` is that of a style of the book."""

    form: str = "General"
    is_text: bool = False
    name: str = ""
    is_bold: bool = False
    is_at_the_top: bool = False


_PLAIN, _LINK = _Style(), _Style(name="Hyperlink")


def write(table: Table, about: str = "About") -> bytes:
    """The workbook: a sheet with the table, and one named ``about`` that tells where it comes from."""
    styles = _Styles()
    cells = _Cells(styles, table)
    rows = [_heading(styles, table), cells.rows]
    end = get_column_letter(len(table.columns))
    filtered = f"A1:{end}{len(table.rows) + 1}"
    name = _TITLE.sub(" ", table.title)[:31].strip() or table.name[:31]
    names = [name, *([avoid_duplicate_name([name], _TITLE.sub(" ", about)[:31])] if table.about else [])]
    last = f"$A$1:${end}${len(table.rows) + 1}"
    properties = DocumentProperties(title=table.title, creator="", language=table.language)
    core: Any = tostring(properties.to_tree())
    texts: dict[str, bytes] = {
        _CORE: core,
        _BOOK: sheet_xml.book(names, f"{quote_sheetname(name)}!{last}"),
        _FIRST: sheet_xml.sheet(f"A1:{end}1", _widths(table), rows, cells.links, filtered),
    }
    relations = {_FIRST: cells.links}
    if table.about:
        lines, links = _about(styles, table)
        texts[_SECOND] = sheet_xml.sheet(f"A1:B{len(table.about)}", _ABOUT_WIDTHS, lines, links)
        relations[_SECOND] = links
    return workbook_file.packed(_members(_library_parts(tuple(styles.numbers), len(names)), texts, relations))


def _members(
    parts: Mapping[str, bytes], texts: Mapping[str, bytes], relations: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, bytes]]:
    """The members of the file in the order of the library's, each sheet after where its links lead."""
    for name, body in parts.items():
        if links := relations.get(name):
            folder, _, last = name.rpartition("/")
            yield f"{folder}/_rels/{last}.rels", sheet_xml.relations(links)
        yield name, texts.get(name, body)


class _Styles:
    """The styles of a workbook by their numbers, in the order in which its cells first have them."""

    def __init__(self) -> None:
        self.numbers: dict[_Style, int] = {}

    def number(self, style: _Style) -> int:
        return 0 if style == _PLAIN else self.numbers.setdefault(style, len(self.numbers) + 1)


@lru_cache(maxsize=128)
def _library_parts(styles: tuple[_Style, ...], sheets: int) -> dict[str, bytes]:
    """What the library writes into a workbook with these styles and empty sheets, by name."""
    book = Workbook()
    for _ in range(1, sheets):
        book.create_sheet()
    SheetCell(book.worksheets[0], row=1, column=1).font = _BOLD  # the first of the fonts, whichever style is first
    for number, style in enumerate(styles, 1):
        sample = SheetCell(book.worksheets[0], row=1, column=1)
        if style.name:
            sample.style = style.name
        if style.is_bold:
            sample.font = _BOLD
        if style.is_at_the_top:
            sample.alignment = _AT_THE_TOP
        sample.number_format, sample.quotePrefix = style.form, style.is_text
        assert sample.style_id == number
    return workbook_file.members(workbook_file.content(book))


def _heading(styles: _Styles, table: Table) -> str:
    cells = "".join(
        _text(styles, f"{get_column_letter(number)}1", title, _Style(is_bold=True, is_at_the_top=True))
        for number, title in enumerate(table.titles(), 1)
    )
    return f'<row r="1">{cells}</row>'


def _text(styles: _Styles, place: str, text: str, style: _Style) -> str:
    number = styles.number(style._replace(is_text=workbook_file.is_like_a_formula(text)))
    return sheet_xml.text_cell(place, number, workbook_file.written(text))


class _Cells:
    """The cells of a table as a sheet has them, below its heading (ECMA-376, part 1, §18.3.1.4)."""

    def __init__(self, styles: _Styles, table: Table) -> None:
        self._styles, self._table = styles, table
        self.links: dict[str, str] = {}
        self._letters = [get_column_letter(number) for number in range(1, len(table.columns) + 1)]
        repeats = enumerate(table.columns)
        self._marks = [table.separator(number) if column.repeats else "" for number, column in repeats]
        self.rows = "".join(self._rows())

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
            return f'<c r="{place}" s="{self._styles.number(_Style(form))}" t="b"><v>{int(typed)}</v></c>'
        if typed is not None:
            number = to_excel(typed) if isinstance(typed, date) else typed  # type: ignore[no-untyped-call]
            return f'<c r="{place}" s="{self._styles.number(_Style(form))}"><v>{number}</v></c>'
        is_link = len(cell) == 1 and column.kind is Kind.IRI and text.startswith(("http://", "https://"))
        if is_link and len(self.links) < _MOST_LINKS:
            self.links[place] = text
            style = self._styles.number(_LINK)
        else:
            style = self._styles.number(_Style(is_text=workbook_file.is_like_a_formula(text)))
        written = escape(workbook_file.written(text))
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


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


def _widths(table: Table) -> list[float]:
    widths = []
    for number, (column, title) in enumerate(zip(table.columns, table.titles(), strict=True)):
        longest = max((sum(map(len, row[number])) for row in table.rows[:200]), default=0)
        width = 14 if column.kind is Kind.IRI else max(len(title) / 2, longest) + 2
        widths.append(min(max(width, 8), _WIDEST))
    return widths


def _about(styles: _Styles, table: Table) -> tuple[list[str], dict[str, str]]:
    """The rows that tell where a table comes from, and where their links lead, by cell."""
    rows, links = [], {}
    for line, (label, text) in enumerate(table.about, 1):
        if is_link := text.startswith(("http://", "https://")):
            links[f"B{line}"] = text
        cells = (
            _text(styles, f"A{line}", label, _Style(is_bold=True)),
            _text(styles, f"B{line}", text, _LINK if is_link else _PLAIN),
        )
        rows.append(f'<row r="{line}">{"".join(cells)}</row>')
    return rows, links
