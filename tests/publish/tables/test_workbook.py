from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from kg.publish.tables import workbook, workbook_file
from kg.publish.tables.tidy_table import Column, Kind, Table


@pytest.mark.parametrize(("kind", "text", "value"), [
    (Kind.DATE, "1971-10-04", datetime(1971, 10, 4)),
    (Kind.DATE, "1971-13-04", "1971-13-04"),
    (Kind.DATE, "1830-10-04", "1830-10-04"),
    (Kind.MOMENT, "2020-01-02T03:04:05", datetime(2020, 1, 2, 3, 4, 5)),
    (Kind.MOMENT, "2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"),
    (Kind.TIME, "1958", 1958), (Kind.TIME, "1958-02", "1958-02"), (Kind.YEAR, "1958", 1958),
    (Kind.INTEGER, "007", "007"), (Kind.INTEGER, "12345678901234567890", "12345678901234567890"),
    (Kind.DECIMAL, "-1.5", -1.5), (Kind.BOOLEAN, "true", True), (Kind.BOOLEAN, "1", "1"),
    (Kind.TEXT, "=1+1", "=1+1"), (Kind.TEXT, "12", "12"),
])  # fmt: skip
def test_a_cell_has_the_type_that_holds_its_value_exactly_else_it_is_text(kind: Kind, text: str, value: Any) -> None:
    made = Table("t", "T: *?", "en", (Column("a", "A", kind),), [((text,),)])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write(made))).worksheets[0]
    assert (sheet["A2"].value, type(sheet["A2"].value)) == (value, type(value))
    assert sheet["A2"].data_type != "f"
    assert sheet.title == "T"


def test_rows_below_the_heading_have_their_links_and_texts_as_they_are() -> None:
    columns = (Column("a", "A", Kind.TEXT, repeats=True), Column("b", "B", Kind.IRI), Column("c", "C", Kind.DATE))
    texts = ['<a> & "b"', " two\nlines ", "_x0041_\x00\r", "-1"]
    address = 'https://example.org/?a=1&b="2"'
    rows = [((text,), (address,), ("2020-02-29",)) for text in texts] + [((), ("urn:x",), ()), (("p", "q"), (), ())]
    content = workbook.write(Table("t", "T", "en", columns, rows, about=(("Source", address),)))
    assert content == workbook.write(Table("t", "T", "en", columns, rows, about=(("Source", address),)))
    sheet, about = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert [workbook_file.text(sheet.cell(line, 1).value) for line in range(2, 6)] == texts
    assert [sheet.cell(line, 2).hyperlink.target for line in range(2, 6)] == [address] * 4
    assert sheet["B2"].style == "Hyperlink"
    assert (sheet["B6"].value, sheet["B6"].hyperlink, sheet["A6"].value, sheet["A7"].value) == (
        "urn:x",
        None,
        None,
        "p; q",
    )
    assert (sheet["C2"].value, sheet["C2"].number_format) == (datetime(2020, 2, 29), "yyyy-mm-dd")
    assert (sheet["A5"].quotePrefix, sheet["A2"].quotePrefix) == (True, False)
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].value) == ("B2", "A1:C7", "A")
    assert about["B1"].hyperlink.target == address


def test_texts_that_xml_or_a_spreadsheet_could_take_for_something_else_stay_texts() -> None:
    columns = (Column("a", "=A", Kind.TEXT), Column("b", " <B> & 'c'", Kind.TEXT))
    about = (("-1", "=2"), ("Source", "https://example.org/?a&b"), ("Licence", 'https://example.org/"'), ("Empty", ""))
    content = workbook.write(
        Table("t", 'About "A" & <B>', "en", columns, [(("x",), ())], about=about), 'about "a" & <b>'
    )
    sheet, beside = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert [sheet.title, beside.title] == ['About "A" & <B>', 'about "a" & <b>1']
    assert [(sheet[place].value, sheet[place].quotePrefix) for place in ("A1", "B1")] == [
        ("=A", True),
        (" <B> & 'c'", False),
    ]
    rows = [(beside.cell(line, 1), beside.cell(line, 2)) for line in range(1, 5)]
    assert [(label.value, text.value or "") for label, text in rows] == list(about)
    assert [(label.font.b, label.quotePrefix, text.quotePrefix) for label, text in rows[:2]] == [
        (True, True, True),
        (True, False, False),
    ]
    assert [text.hyperlink and text.hyperlink.target for _, text in rows] == [None, about[1][1], about[2][1], None]
    assert rows[1][1].style == "Hyperlink"


def test_a_workbook_has_the_styles_of_its_own_cells_whichever_was_written_before() -> None:
    def written(*kinds: Kind) -> bytes:
        columns = tuple(Column(f"c{number}", "C", kind) for number, kind in enumerate(kinds))
        return workbook.write(Table("t", "T", "en", columns, [(("2020-02-29",), ("7",))]))

    forms = {}
    for kinds in ((Kind.DATE, Kind.INTEGER), (Kind.TEXT, Kind.INTEGER), (Kind.DATE, Kind.INTEGER)):
        sheet = openpyxl.load_workbook(io.BytesIO(written(*kinds))).worksheets[0]
        forms[kinds] = (sheet["A2"].number_format, sheet["B2"].number_format, sheet["A1"].font.b)
    assert forms == {
        (Kind.DATE, Kind.INTEGER): ("yyyy-mm-dd", "0", True),
        (Kind.TEXT, Kind.INTEGER): ("General", "0", True),
    }
