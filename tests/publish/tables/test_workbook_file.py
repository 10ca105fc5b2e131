from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl import Workbook

from kg.publish.tables import workbook_file

TEXTS = [
    "=1+1",
    "+32 9",
    "-",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "two\nlines",
    "_x000D_",
    "a\x01b",
    "'quoted",
    " x ",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_never_a_formula_and_comes_back_unchanged(text: str) -> None:
    book = Workbook()
    workbook_file.put_text(book.worksheets[0].cell(1, 1), text)
    place = openpyxl.load_workbook(io.BytesIO(workbook_file.content(book))).worksheets[0].cell(1, 1)
    assert place.data_type == "s"
    assert workbook_file.text(str(place.value)) == text
    assert bool(place.quotePrefix) == (text[0] in "=+-@\t\r")


def test_a_text_that_no_cell_holds_is_cut_with_a_mark() -> None:
    book = Workbook()
    place = book.worksheets[0].cell(1, 1)
    workbook_file.put_text(place, "x" * 40_000)
    assert str(place.value).endswith("x…")
    assert len(str(place.value)) == workbook_file.LONGEST
