from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.spreadsheets import csv_text

TEXT = "city,country\nGdańsk,PL\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_tells_its_encoding_by_its_first_bytes(encoding: str) -> None:
    assert csv_text.decoded(TEXT.encode(encoding), "ties.csv") == TEXT


def test_another_encoding_is_named() -> None:
    assert csv_text.decoded("jumelée".encode("latin-1"), "ties.csv", "windows-1252") == "jumelée"
    with pytest.raises(UsageError, match="There is no encoding klingon"):
        csv_text.decoded(b"a", "ties.csv", "klingon")


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("jumelée".encode("latin-1"), "--encoding windows-1252"),
        (b"PK\x03\x04\x14\xff", "looks like a workbook"),
    ],
)
def test_a_file_in_another_encoding_is_refused_with_what_to_do(content: bytes, hint: str) -> None:
    with pytest.raises(UsageError, match=r"ties\.csv is not in UTF-8\.") as refused:
        csv_text.decoded(content, "ties.csv")
    assert hint in str(refused.value)


def test_a_cell_may_have_lines_quotes_and_any_length() -> None:
    long = "x" * 200_000
    text = f'a;"with\n""quotes"""\r\n;{long}\r\n'
    assert csv_text.lines(text, ";", "ties.csv") == [["a", 'with\n"quotes"'], ["", long]]


@pytest.mark.parametrize("text", ['a,b\nc,"d\ne,f\n', 'a,b\n"c"d,e\n'])
def test_quotes_that_do_not_close_lose_no_rows_in_silence(text: str) -> None:
    with pytest.raises(UsageError, match=r"ties\.csv, row 2: its quotes are not those of CSV"):
        csv_text.lines(text, ",", "ties.csv")
