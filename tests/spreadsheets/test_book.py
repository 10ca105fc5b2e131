"""What a book that comes back says, and what is told of what it cannot say."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg import project as projects
from kg.errors import UsageError
from kg.spreadsheets import book as books
from kg.spreadsheets import book_folder, book_return
from kg.spreadsheets.book import Book, RawSheet

OFFICE = Path(__file__).parent / "office"


@pytest.fixture
def office(tmp_path: Path) -> Book:
    shutil.copytree(OFFICE, tmp_path / "office")
    project = projects.load(tmp_path / "office")
    return books.of_file(project, books.largest(project))


@pytest.fixture
def sheets(office: Book, tmp_path: Path) -> dict[str, RawSheet]:
    book_folder.write(office, tmp_path / "sheets")
    return {sheet.name: sheet for sheet in book_folder.read(tmp_path / "sheets")}


def changed(sheet: RawSheet, cells: dict[tuple[int, int], str]) -> RawSheet:
    return replace(sheet, cells={**sheet.cells, **cells})


def column(sheet: RawSheet, key: str) -> int:
    return next(number for (line, number), text in sheet.cells.items() if line == 1 and text == key)


def test_a_sheet_or_a_column_that_is_not_there_keeps_its_statements(office: Book, sheets: dict[str, RawSheet]) -> None:
    del sheets["Other"]
    notes = column(sheets["Odd"], "skos:note^^xsd:string")
    fewer = {place: text for place, text in sheets["Odd"].cells.items() if place[1] != notes}
    result = books.edited(office, [sheets["About"], RawSheet("Odd", fewer)])
    assert set(result.triples) == set(office.triples)
    assert result.notes == ["There is no sheet Other: its 1 rows stay as they are."]


def test_a_row_that_is_deleted_is_deleted(office: Book, sheets: dict[str, RawSheet]) -> None:
    rest = {place: text for place, text in sheets["Odd"].cells.items() if place[0] != 2}
    result = books.edited(office, [RawSheet("Odd", rest), sheets["Other"]])
    gone = set(office.triples) - set(result.triples)
    assert {triple.subject for triple in gone} == {NamedNode("https://office.example/id/a")}
    assert not set(result.triples) - set(office.triples)


@pytest.mark.parametrize(("cells", "where", "message"), [
    ({(9, 2): "2021-01-20"}, "A9", "the row has values and no IRI"),
    ({(3, 1): "a b"}, "A3", "a b is no IRI"),
    ({(3, 1): "id/a"}, "A3", "id/a has a row at Odd!A2 too"),
    ({(1, 3): "no key at all"}, "C1", "no key at all is no key of a column"),
])  # fmt: skip
def test_a_cell_that_cannot_be_read_is_told_with_its_place_and_what_to_do(
    office: Book, sheets: dict[str, RawSheet], cells: dict[tuple[int, int], str], where: str, message: str
) -> None:
    result = books.edited(office, [changed(sheets["Odd"], cells), sheets["Other"]])
    assert [problem.cell for problem in result.problems] == [where]
    assert message in str(result.problems[0])


def test_a_cell_whose_content_is_no_value_is_refused(office: Book, sheets: dict[str, RawSheet]) -> None:
    place = (2, column(sheets["Odd"], "skos:note^^xsd:string"))
    odd = replace(changed(sheets["Odd"], {place: "=SUM(A1:A3)"}), refused={place: "a formula is no value"})
    (problem,) = books.edited(office, [odd, sheets["Other"]]).problems
    assert problem.message == "a formula is no value"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("mayor", "mayor is no key of a column: it has no prefix that is known."),
        ("oaf:nick", "oaf:nick is no key of a column: it has no prefix that is known."),
        ("ex:day^^xsd:date", "ex:day^^xsd:date is the key of "),
    ],
)
def test_a_further_column_has_a_key_of_its_own(
    office: Book, sheets: dict[str, RawSheet], key: str, message: str
) -> None:
    number = max(number for _, number in sheets["Odd"].cells) + 1
    odd = changed(sheets["Odd"], {(1, number): key, (2, number): "2021-01-21"})
    (problem,) = books.edited(office, [odd, sheets["Other"]]).problems
    assert problem.cell == books._address(1, number)
    assert message in problem.message


def test_a_column_without_a_key_is_left_out_and_named(office: Book, sheets: dict[str, RawSheet]) -> None:
    number = max(number for _, number in sheets["Odd"].cells) + 1
    edited = books.edited(office, [changed(sheets["Odd"], {(2, number): "mine"}), sheets["Other"]])
    letters = books._address(1, number)[:-1]
    assert (edited.problems, edited.notes) == ([], [f"The column {letters} of Odd has no key; it is left out."])
    assert set(edited.triples) == set(office.triples)


def test_a_violation_is_at_its_cell_and_nothing_is_to_be_written(office: Book, sheets: dict[str, RawSheet]) -> None:
    days = column(sheets["Odd"], "ex:day^^xsd:date")
    odd = changed(sheets["Odd"], {(2, days): "2021-01-20\n2021-13-45"})
    result = book_return.returned(office, [odd, sheets["Other"]])
    assert result.text is None
    assert {(problem.sheet, problem.cell) for problem in result.problems} == {("Odd", books._address(2, days))}
    assert all("At most one day" in problem.message for problem in result.problems)


def test_a_file_that_is_not_in_its_canonical_form_is_not_rewritten(office: Book, sheets: dict[str, RawSheet]) -> None:
    text = office.path.read_text("utf-8")
    office.path.write_text(text.replace("    a ex:Odd ;", "  a ex:Odd ;"), "utf-8")
    again = books.of_file(office.project, office.path)
    odd = changed(sheets["Odd"], {(2, 2): "2022-01-01"})
    with pytest.raises(UsageError, match="is not in the canonical form"):
        book_return.returned(again, [odd, sheets["Other"]])


HOURS = """BASE <https://office.example/>

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ex: <https://office.example/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<id/a>
    a ex:Odd ;
    dct:temporal [
        ex:begins "2020" ;
        ex:within [
            ex:begins "2019" ;
        ] ;
    ] ;
    ex:day "2021-01-20"^^xsd:date ;
.

<id/b>
    a ex:Odd ;
    dct:temporal [
        ex:begins "1990" ;
    ] ;
.
"""


def with_hours(office: Book, folder: Path) -> tuple[Book, RawSheet, list[RawSheet]]:
    """The book of that file, its sheet of odd things, and the other sheets."""
    office.path.write_text(HOURS, "utf-8")
    book = books.of_file(office.project, office.path)
    book_folder.write(book, folder)
    sheets = book_folder.read(folder)
    odd = next(sheet for sheet in sheets if sheet.name == "Odd")
    return book, odd, [sheet for sheet in sheets if sheet is not odd]


def test_statements_with_blank_nodes_stay_as_they_are_while_the_rest_is_edited(office: Book, tmp_path: Path) -> None:
    book, odd, others = with_hours(office, tmp_path / "sheets")
    assert len(book.untouched) == 6
    assert book_return.returned(book, [odd, *others]).text is None
    line = next(line for (line, _), text in odd.cells.items() if text == "2021-01-20")
    later = changed(odd, {(line, column(odd, "ex:day^^xsd:date")): "2022-02-02"})
    assert book_return.returned(book, [later, *others]).text == HOURS.replace("2021-01-20", "2022-02-02")


def test_what_only_a_row_that_is_gone_led_to_goes_with_it(office: Book, tmp_path: Path) -> None:
    book, odd, others = with_hours(office, tmp_path / "sheets")
    first = next(line for (line, _), text in odd.cells.items() if text == "2021-01-20")
    gone = replace(odd, cells={place: text for place, text in odd.cells.items() if place[0] != first})
    edited = book_return.returned(book, [gone, *others])
    assert edited.text is not None
    assert edited.text[edited.text.index("<id/") :] == HOURS[HOURS.index("<id/b>") :]
