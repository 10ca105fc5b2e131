from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from kg.publish.tables import workbook
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
