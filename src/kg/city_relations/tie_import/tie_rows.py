"""The rows of a table of ties: its columns, what each row says, and what is wrong at which row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path

from kg.errors import UsageError
from kg.spreadsheets import csv_text

COLUMNS = {
    "city": "the other city, by a name that GeoNames has",
    "country": "its country: a name, or two letters such as JP",
    "kind": "the kind of tie: a concept of partnership-type; a sister city where empty",
    "from": "when it began: 1971-10-04, 1971-10, 1971, or the bounds 1958/1960",
    "to": "when it ended, written likewise",
    "source": "the address of a page, or the name of another source",
    "quote": "the words of the source",
    "language": "the language of the quote and the source, such as en; the project's first where empty",
    "locator": "where in the source, if there are no words to quote",
    "title": "the title of the source; else its address",
    "publisher": "who published the source",
    "certainty": "stated, inferred, disputed or ambiguous; stated where there are a quote and a time, else inferred",
    "note": "a remark on the tie",
    "geonames": "the number of the city in GeoNames, where its name is not enough",
    "proposal": "what kg import proposed; it is not read",
}
"""The columns with what they hold; city, country and source must be there."""
_NEEDED = ("city", "country", "source")
_TIME = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MARKS = ",;\t"
_TITLES = 10
"""The names of the columns are in one of the first lines."""
_WITH_POINTS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_COUNTED = re.compile(r"[1-9]\d{4}")
_FIRST_COUNTED = date(1899, 12, 30)
"""The day that a spreadsheet counts as 0, from March 1900."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong at a row, counted as a spreadsheet does (0 where it is at none), and a column; and what to do."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else "elsewhere in the data"
        return f"{where}, {self.column}: {self.message}" if self.column else f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that a time may mean."""

    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class TieRow:
    """A row with its cells by column, and its times."""

    number: int
    cells: Mapping[str, str]
    start: Span
    end: Span

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read(path: Path, encoding: str = csv_text.UTF_8) -> tuple[list[TieRow], list[RowProblem]]:
    """The rows of a CSV file, and what is wrong in them. Raises UsageError for a file that is no such table."""
    lines, head = table(path, encoding)
    names = [name.strip().casefold() for name in lines[head]] if lines else []
    blank = {
        number
        for number, name in enumerate(names)
        if not name and not any(line[number].strip() for line in lines[head + 1 :] if len(line) > number)
    }
    _check(path, [name for number, name in enumerate(names) if number not in blank])
    rows: list[TieRow] = []
    problems: list[RowProblem] = []
    for number, line in enumerate(lines[head + 1 :], head + 2):
        if any(cell.strip() for cell in line[len(names) :]):
            problems.append(
                RowProblem(number, "", f"it has more cells than the {len(names)} columns; quote the commas.")
            )
        cells = {name: cell.strip() for name, cell in zip(names, line, strict=False) if cell.strip()}
        if cells:
            rows.append(_row(number, cells, problems))
    return rows, problems


def table(path: Path, encoding: str = csv_text.UTF_8) -> tuple[list[list[str]], int]:
    """The lines of a CSV file, and the number of the one with the names of the columns: a title may stand above it.

    Raises UsageError for a file in another encoding, and for one whose quotes do not close.
    """
    text = csv_text.decoded(path.read_bytes(), str(path), encoding)
    marks = sorted(_MARKS, key=text.partition("\n")[0].count, reverse=True)
    readings: list[list[list[str]]] = []
    refusals: list[UsageError] = []
    for mark in marks:
        try:
            readings.append(csv_text.lines(text, mark, str(path)))
        except UsageError as error:
            refusals.append(error)
    for lines in readings:
        for number, line in enumerate(lines[:_TITLES]):
            if set(_NEEDED) <= {cell.strip().casefold() for cell in line}:
                return lines, number
    if refusals:
        raise refusals[0]
    return readings[0], 0


def _check(path: Path, names: list[str]) -> None:
    for name in names:
        if name not in COLUMNS or names.count(name) > 1:
            close = get_close_matches(name, COLUMNS, n=1)
            hint = f"Did you mean {close[0]}? " if close and name not in COLUMNS else ""
            message = f"{path}: the column {name or '(without a name)'} is not one that is read, or is there twice."
            raise UsageError(message, hint=f"{hint}The columns are: {', '.join(COLUMNS)}.")
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        message = f"{path}: there is no column {', no column '.join(missing)}."
        raise UsageError(message, hint=f"The first row has the names of the columns: {', '.join(COLUMNS)}.")


def _row(number: int, cells: Mapping[str, str], problems: list[RowProblem]) -> TieRow:
    problems += [
        RowProblem(number, name, f"it is empty; write {COLUMNS[name]}.") for name in _NEEDED if not cells.get(name)
    ]
    if not cells.get("quote") and not cells.get("locator"):
        problems.append(RowProblem(number, "quote", "write the words of the source, or in locator where it says so."))
    spans = []
    for name in ("from", "to"):
        try:
            spans.append(span(cells.get(name, "")))
        except ValueError:
            problems.append(RowProblem(number, name, f"{cells[name]} is no time; write {_advised(cells[name])}."))
            spans.append(Span())
    start, end = spans
    if start.earliest and end.latest and end.latest < start.earliest:
        problems.append(RowProblem(number, "to", f"the tie would have ended before it began ({cells['from']})."))
    return TieRow(number, cells, start, end)


def _advised(text: str) -> str:
    """How a time is to be written that is written in another way.

    >>> _advised("12/05/1987"), _advised("13.05.1987"), _advised("31908")
    ('1987-05-12 or 1987-12-05, whichever it is', '1987-05-13', '1987-05-11, if it is a day as Excel counts them')
    """
    if match := _WITH_POINTS.fullmatch(text):
        first, second, year = map(int, match.groups())
        days = [day for month, number in ((second, first), (first, second)) if (day := _day(year, month, number))]
        written = [day.isoformat() for day in dict.fromkeys(days)]
        if written:
            return " or ".join(written) + (", whichever it is" if len(written) > 1 else "")
    if _COUNTED.fullmatch(text):
        return f"{_FIRST_COUNTED + timedelta(days=int(text))}, if it is a day as Excel counts them"
    return "1971-10-04, 1971-10, 1971 or 1958/1960"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def span(text: str) -> Span:
    """The days that a time may mean. Raises ValueError.

    >>> span("1958/1960-06").latest.isoformat(), span("1971-10-04") == Span(date(1971, 10, 4), date(1971, 10, 4))
    ('1960-06-30', True)
    """
    if not text:
        return Span()
    first, slash, last = text.partition("/")
    earliest, latest = _bounds(first.strip())[0], _bounds((last if slash else first).strip())[1]
    if latest < earliest:
        raise ValueError(text)
    return Span(earliest, latest)


def _bounds(text: str) -> tuple[date, date]:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), after - timedelta(days=1)
    return date(year, month, day), date(year, month, day)
