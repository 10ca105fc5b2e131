from __future__ import annotations

import csv
import io
from dataclasses import replace

from kg.validation.formats import report_csv
from kg.validation.positions.located_report import LocatedReport

from .conftest import NASTY


def rows(located: LocatedReport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report_csv.write(located), newline="")))


def test_csv_has_a_row_for_each_result_with_its_place(broken_located: LocatedReport) -> None:
    results = [row for row in rows(broken_located) if row["focusNode"]]
    assert len(results) == len(broken_located.findings)
    for row, finding in zip(results, broken_located.findings, strict=True):
        assert row["message"] == finding.message
        assert row["shape"] == finding.rule.id
        if finding.place and finding.place.position:
            position = finding.place.position
            place = (finding.place.file, str(position.line), str(position.column))
            assert (row["file"], row["line"], row["column"]) == place


def test_csv_is_read_back_whatever_a_message_holds(nasty: LocatedReport) -> None:
    (row,) = rows(nasty)
    assert row["message"] == NASTY
    assert row["severity"] == "warning"


def test_no_cell_is_a_formula_for_a_spreadsheet(nasty: LocatedReport) -> None:
    for text, written in {"=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)", "-5": "-5", "+x": "'+x"}.items():
        finding = replace(nasty.findings[0], message=text)
        assert rows(replace(nasty, findings=(finding,)))[0]["message"] == written


def test_csv_says_that_it_does_not_list_all(cut: LocatedReport) -> None:
    assert rows(cut)[-1]["message"] == f"getoond: 2 van {len(cut.report.results)}"
