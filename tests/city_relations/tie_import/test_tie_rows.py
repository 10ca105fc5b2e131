from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.city_relations.tie_import import tie_rows
from kg.city_relations.tie_import.tie_rows import Span
from kg.errors import UsageError

HEAD = "City;Country;From;To;Source;Quote\n"


@pytest.mark.parametrize(("text", "span"), [
    ("1958", Span(date(1958, 1, 1), date(1958, 12, 31))),
    ("1971-02", Span(date(1971, 2, 1), date(1971, 2, 28))),
    ("1971-12", Span(date(1971, 12, 1), date(1971, 12, 31))),
    ("1958/1960-06", Span(date(1958, 1, 1), date(1960, 6, 30))),
    ("", Span()),
])  # fmt: skip
def test_a_time_is_as_exact_as_it_is_written(text: str, span: Span) -> None:
    assert tie_rows.span(text) == span


@pytest.mark.parametrize("text", ["58", "1971-13", "1971-02-30", "1960/1958", "4 October 1971", "1958/"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        tie_rows.span(text)


def test_rows_are_counted_as_a_spreadsheet_does_and_empty_ones_are_none(tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(f"\ufeff{HEAD}Tallinn;EE;1969;;https://a.example/;=so\n;;;;;\nGdańsk;PL;;;;\n", "utf-8")
    rows, problems = tie_rows.read(path)
    assert [(row.number, row["city"], row["quote"]) for row in rows] == [(2, "Tallinn", "=so"), (4, "Gdańsk", "")]
    assert [str(problem) for problem in problems] == [
        "row 4, source: it is empty; write the address of a page, or the name of another source.",
        "row 4, quote: write the words of the source, or in locator where it says so.",
    ]


def test_times_that_cannot_be_and_cells_without_a_column_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(f"{HEAD}A;EE;1970;1969;s;q\nB;EE;soon;;s;q;more\n", "utf-8")
    _, problems = tie_rows.read(path)
    assert [(problem.row, problem.column) for problem in problems] == [(2, "to"), (3, ""), (3, "from")]


@pytest.mark.parametrize(("head", "message"), [
    ("city,country,sorce,quote", "the column sorce is not one that is read"),
    ("city,country,quote", "there is no column source"),
    ("city,city,country,source", "the column city is not one that is read, or is there twice"),
])  # fmt: skip
def test_a_column_that_would_be_lost_is_refused(tmp_path: Path, head: str, message: str) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(head + "\n", "utf-8")
    with pytest.raises(UsageError, match=message):
        tie_rows.read(path)


MESSY = (
    "Onze zustersteden;;;;;;\r\n;;;;;;\r\nCity;Country;;From;To;Source;Quote\r\nKöln;DE;;12/05/1987;;Amtsblatt;so\r\n"
)


def test_a_title_above_the_columns_and_merged_cells_in_them_are_not_read_and_rows_keep_their_numbers(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ties.csv"
    path.write_bytes(MESSY.encode("windows-1252"))
    with pytest.raises(UsageError, match="is not in UTF-8") as refused:
        tie_rows.read(path)
    assert "--encoding windows-1252" in str(refused.value)
    rows, problems = tie_rows.read(path, "windows-1252")
    assert [(row.number, row["city"], row["source"]) for row in rows] == [(4, "Köln", "Amtsblatt")]
    assert [str(problem) for problem in problems] == [
        "row 4, from: 12/05/1987 is no time; write 1987-05-12 or 1987-12-05, whichever it is."
    ]
    with pytest.raises(UsageError, match="no encoding latin-nine"):
        tie_rows.read(path, "latin-nine")


def test_a_column_without_a_name_is_refused_where_it_has_values(tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(MESSY.replace("DE;;", "DE;x;"), "utf-8")
    with pytest.raises(UsageError, match=r"the column \(without a name\)"):
        tie_rows.read(path)


@pytest.mark.parametrize(("written", "advice"), [
    ("25.12.1999", "write 1999-12-25."), ("31908", "write 1987-05-11, if it is a day as Excel counts them."),
    ("31/31/1999", "write 1971-10-04, 1971-10, 1971 or 1958/1960."),
])  # fmt: skip
def test_a_time_as_spreadsheets_write_it_is_told_how_to_write_it(tmp_path: Path, written: str, advice: str) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(f"{HEAD}Tallinn;EE;{written};;s;q\n", "utf-8")
    (problem,) = tie_rows.read(path)[1]
    assert problem.message.endswith(advice)
