"""Ghent's data as a workbook and back, and a workbook of odd values that LibreOffice has saved."""

from __future__ import annotations

import io
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from kg import project as projects
from kg.errors import UsageError
from kg.project import Project
from kg.spreadsheets import book as books
from kg.spreadsheets import book_return, book_workbook
from kg.spreadsheets.book import Book
from kg.spreadsheets.grid import Problem

from ..sampling import WHOLE
from . import random_edits

OFFICE = Path(__file__).parent / "office"
ROUNDS = 10 if WHOLE else 1


@pytest.fixture(scope="module")
def ghent(project: Project) -> Book:
    return books.of_file(project, books.largest(project), ["en"])


@pytest.fixture(scope="module")
def workbook(ghent: Book) -> bytes:
    return book_workbook.write(ghent)


@pytest.fixture
def office(tmp_path: Path) -> Book:
    shutil.copytree(OFFICE, tmp_path / "office")
    project = projects.load(tmp_path / "office")
    return books.of_file(project, books.largest(project))


def test_out_and_in_nothing_changes(ghent: Book, workbook: bytes) -> None:
    edited = books.edited(ghent, book_workbook.read(workbook, "ties.xlsx"))
    assert (edited.problems, edited.notes) == ([], [])
    assert set(edited.triples) == set(ghent.triples)
    assert book_return.returned(ghent, book_workbook.read(workbook, "ties.xlsx")).text is None


def test_a_sheet_is_a_class_with_help_and_choices_from_its_code_lists(workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert {"City", "Partnership", "StatusPeriod", "Membership", "Passage", "Source"} < set(book.sheetnames)
    sheet = book["StatusPeriod"]
    keys = {place.value: place for place in sheet[2]}
    assert {"ct:certainty", "ct:latestEnd^^xsd:date", "ct:evidence", "# ct:evidence"} < set(keys)
    certainty = keys["ct:certainty"]
    assert "certain" in sheet.cell(1, certainty.column).comment.text
    rules = {str(rule.sqref).partition("3")[0]: rule for rule in sheet.data_validations.dataValidation}
    rule = rules[certainty.column_letter]
    assert rule.type == "list"
    first, last = rule.formula1.partition("!")[2].replace("$", "").split(":")
    assert {place[0].value for place in book["Lists"][first:last]} == {"stated", "inferred", "disputed", "ambiguous"}
    end = keys["ct:latestEnd^^xsd:date"].column_letter
    assert rules[end].type == "date"
    # What is typed into an empty cell is a text, or the day that a program for sheets makes of it.
    forms = {place: sheet.column_dimensions[place].number_format for place in (certainty.column_letter, end)}
    assert forms == {certainty.column_letter: "@", end: "General"}


def test_beside_passages_stand_their_quotes_and_their_sources(workbook: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["StatusPeriod"]
    keys = {place.value: place for place in sheet[2]}
    names = [place.value for place in sheet[keys["# ct:evidence"].column_letter][2:] if place.value]
    assert any("will be maintained" in name or "sister" in name for name in names)
    assert all(" – " in name for name in names)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_random_edits_come_through(ghent: Book, workbook: bytes, seed: int) -> None:
    content, expected = random_edits.edited(ghent, workbook, seed, 50)
    result = books.edited(ghent, book_workbook.read(content, "ties.xlsx"))
    assert result.problems == []
    assert set(result.triples) == expected


def test_what_libreoffice_saves_says_the_same(office: Book) -> None:
    sheets = book_workbook.read((OFFICE / "unedited-libreoffice.xlsx").read_bytes(), "odd.xlsx")
    result = books.edited(office, sheets)
    assert result.problems == []
    assert set(result.triples) == set(office.triples)


def test_an_edit_saved_by_libreoffice_changes_the_lines_of_its_statements(office: Book) -> None:
    sheets = book_workbook.read((OFFICE / "edited-libreoffice.xlsx").read_bytes(), "odd.xlsx")
    result = book_return.returned(office, sheets)
    assert not result.problems
    assert result.text is not None
    before, after = office.path.read_text("utf-8").splitlines(), result.text.splitlines()
    assert [line.strip() for line in after if line not in before] == [
        'skos:note "@SUM(A1)" ;', 'skos:note "second" ;', 'ex:day "2022-02-03"^^xsd:date ;',
        'ex:year "1960"^^xsd:gYear ;', "<id/new>", 'skos:prefLabel "新"@zh ;', 'ex:day "1799-01-02"^^xsd:date ;',
    ]  # fmt: skip


def test_what_is_wrong_is_red_in_a_copy_and_a_later_copy_loses_the_mark(office: Book) -> None:
    workbook = book_workbook.write(office)
    problems = [Problem("Odd", "B3", "=no"), Problem("", "", "somewhere")]
    copy = book_workbook.marked(workbook, problems)
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert book["Odd"]["B3"].comment.text == "=no"
    assert book["Odd"]["B3"].fill.fgColor.rgb == "00FFC7CE"
    assert [[place.value for place in row] for row in book["Findings"].iter_rows(min_row=2)] == [
        ["Odd", "B3", "=no"], [None, None, "somewhere"]
    ]  # fmt: skip
    again = openpyxl.load_workbook(io.BytesIO(book_workbook.marked(copy, problems[1:])))
    assert again["Odd"]["B3"].comment is None


@pytest.mark.parametrize(
    ("value", "shown_as", "message"),
    [
        ("=1+1", "General", "the formula =1+1 is no value"),
        ("#REF!", "General", "the cell has the error #REF!"),
        (0.5, "0%", "shows the number 0.5 as a percentage"),
    ],
)
def test_what_is_no_value_is_refused_at_its_cell(office: Book, value: str | float, shown_as: str, message: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_workbook.write(office)))
    place = next(cell for cell in book["Odd"][2] if cell.value == "skos:note^^xsd:string").offset(1)
    place.value, place.number_format = value, shown_as
    (problem,) = book_return.returned(office, book_workbook.read(saved(book), "x.xlsx")).problems
    assert (problem.sheet, problem.cell) == ("Odd", place.coordinate)
    assert message in problem.message


def test_merged_cells_are_refused_and_marked_at_the_one_that_has_the_value(office: Book) -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_workbook.write(office)))
    place = next(cell for cell in book["Odd"][2] if cell.value == "skos:note^^xsd:string").offset(1)
    below = place.offset(1)
    book["Odd"].merge_cells(f"{place.coordinate}:{below.coordinate}")
    content = saved(book)
    problems = book_return.returned(office, book_workbook.read(content, "x.xlsx")).problems
    assert [(one.cell, one.message) for one in problems] == [
        (below.coordinate, f"the cell is merged with {place.coordinate}; unmerge them, and write the value in each.")
    ]
    marked = openpyxl.load_workbook(io.BytesIO(book_workbook.marked(content, problems)))
    assert problems[0].message in marked["Odd"][place.coordinate].comment.text


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_a_day_is_the_same_in_either_calendar_of_a_workbook(office: Book, epoch: datetime) -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_workbook.write(office)))
    book.epoch = epoch
    place = next(cell for cell in book["Odd"][2] if cell.value == "ex:day^^xsd:date").offset(1)
    place.value, place.number_format = date(1990, 5, 6), "dd/mm/yyyy"
    for sheet in book.worksheets[1:]:
        sheet.sheet_state = "hidden"
    book["Odd"].insert_rows(4, 2)
    returned = book_return.returned(office, book_workbook.read(saved(book), "x.xlsx"))
    assert [triple.object.value for triple in returned.added] == ["1990-05-06"]
    assert len(returned.removed) == 1


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_what_is_no_workbook_is_said_to_be_none() -> None:
    with pytest.raises(UsageError, match=r"x\.xlsx is no workbook"):
        book_workbook.read(b"PK", "x.xlsx")


def test_a_workbook_goes_with_the_next_state_of_its_file_once_it_is_stamped(ghent: Book, workbook: bytes) -> None:
    after = "0" * 64
    stamped = book_workbook.read(book_workbook.stamped(workbook, ghent.digest, after), "ties.xlsx")
    with pytest.raises(UsageError, match="has changed since the book was made"):
        books.edited(ghent, stamped)


def test_what_no_cell_can_hold_is_not_cut_but_refused(office: Book) -> None:
    office.path.write_text(office.path.read_text("utf-8").replace("+32 9 266", "9" * 40_000), "utf-8")
    with pytest.raises(UsageError, match="longer than the 32,767 characters of a cell"):
        book_workbook.write(books.of_file(office.project, office.path))
