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
