"""The rows of a table of ties: its columns, what each row says, and what is wrong at which row and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path

from kg.errors import UsageError

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


def read(path: Path) -> tuple[list[TieRow], list[RowProblem]]:
    """The rows of a CSV file, and what is wrong in them. Raises UsageError for a file that is no such table."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not in UTF-8.", hint="Save it as CSV UTF-8.") from error
    mark = max(_MARKS, key=text.partition("\n")[0].count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    names = [name.strip().casefold() for name in lines[0]] if lines else []
    _check(path, names)
    rows: list[TieRow] = []
    problems: list[RowProblem] = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line[len(names) :]):
            problems.append(
                RowProblem(number, "", f"it has more cells than the {len(names)} columns; quote the commas.")
            )
        cells = {name: cell.strip() for name, cell in zip(names, line, strict=False) if cell.strip()}
        if cells:
            rows.append(_row(number, cells, problems))
    return rows, problems


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
            problems.append(
                RowProblem(number, name, f"{cells[name]} is no time; write 1971-10-04, 1971-10, 1971 or 1958/1960.")
            )
            spans.append(Span())
    start, end = spans
    if start.earliest and end.latest and end.latest < start.earliest:
        problems.append(RowProblem(number, "to", f"the tie would have ended before it began ({cells['from']})."))
    return TieRow(number, cells, start, end)


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
