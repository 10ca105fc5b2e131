"""A book as a folder of CSV files, one a sheet, for those who would rather not have a workbook; and reading one back.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which is taken off on the way back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import UsageError
from kg.publish.tables.comma_separated import BOM
from kg.spreadsheets import csv_text
from kg.spreadsheets.book import DIGEST, FILE, Book, RawSheet
from kg.spreadsheets.column_key import INFORMATION, SUBJECT
from kg.spreadsheets.grid import ABOUT, FINDINGS, Grid, Problem

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r]")


def write(book: Book, folder: Path) -> None:
    """Write a file for each sheet, and one about them."""
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / f"{ABOUT}.csv", [(FILE, book.name), (DIGEST, book.digest)])
    for grid in book.grids:
        _put(folder / f"{grid.name}.csv", _lines(book, grid))


def _lines(book: Book, grid: Grid) -> Iterator[list[str]]:
    head = [SUBJECT]
    for column in grid.columns:
        key = column.key.text(book.cells.names)
        head += [key, *([f"{INFORMATION} {key}"] if column.key in grid.called else [])]
    yield head
    for subject, row in grid.rows.items():
        line = [book.cells.names.short(subject)]
        for column in grid.columns:
            line.append(row.get(column.key, ""))
            if column.key in grid.called:
                line.append(grid.called[column.key].get(subject, ""))
        yield line


def _put(path: Path, lines: Iterable[Iterable[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[shielded(text) for text in line] for line in lines])
    path.write_bytes(BOM + out.getvalue().encode())


def shielded(text: str) -> str:
    """The text with an apostrophe before it where it begins like a formula.

    >>> shielded("=1+1"), shielded("'-x"), shielded("'x")
    ("'=1+1", "''-x", "'x")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unshielded(text: str) -> str:
    """The text without that apostrophe."""
    return text[1:] if _SHIELDED.match(text) else text


def read(folder: Path) -> list[RawSheet]:
    """The sheets of a folder; columns stand apart by a comma, a semicolon or a tab. Raises UsageError."""
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise UsageError(f"{folder} has no CSV file.", hint="kg sheet out writes a folder of them.")
    return [_raw(path) for path in paths]


def _raw(path: Path) -> RawSheet:
    text = csv_text.decoded(path.read_bytes(), str(path))
    first = text.partition("\n")[0]
    rows = csv_text.lines(text, max(",;\t", key=first.count), str(path))
    cells = {
        (line, number): unshielded(cell)
        for line, row in enumerate(rows, 1)
        for number, cell in enumerate(row, 1)
        if cell
    }
    return RawSheet(path.stem, cells)


def stamp(folder: Path, book: Book, digest: str) -> None:
    """Note the digest of the new state of the file that the folder was made from."""
    _put(folder / f"{ABOUT}.csv", [(FILE, book.name), (DIGEST, digest)])


def put_findings(folder: Path, problems: Iterable[Problem]) -> Path:
    """Write what is wrong beside the sheets."""
    path = folder / f"{FINDINGS}.csv"
    rows = ((problem.sheet, problem.cell, problem.message) for problem in problems)
    _put(path, [("Sheet", "Cell", "What is wrong"), *rows])
    return path
