from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from kg.cli import kg


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(kg, ["--project", str(folder), "sheet", *arguments])


def cell(book: openpyxl.Workbook, sheet: str, subject: str, key: str) -> openpyxl.cell.Cell:
    page = book[sheet]
    column = next(place.column for place in page[2] if place.value == key)
    line = next(line for line in range(3, page.max_row + 1) if page.cell(line, 1).value == subject)
    return page.cell(line, column)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Path(__file__).parents[2] / "spreadsheets" / "office", tmp_path / "office"))


def test_an_editor_corrects_a_day_in_a_spreadsheet(office: Path, tmp_path: Path) -> None:
    data, target = office / "data" / "odd.ttl", tmp_path / "odd.xlsx"
    before = data.read_text("utf-8")
    made = run(office, "out", str(target), "--lang", "en")
    assert made.exit_code == 0
    assert "odd.xlsx: 2 sheets with 3 rows from data/odd.ttl." in made.stderr
    assert "is there already" in str(run(office, "out", str(target)).exception)
    assert "nothing changes" in run(office, "in", str(target)).stderr

    book = openpyxl.load_workbook(target)
    day = cell(book, "Odd", "id/a", "ex:day^^xsd:date")
    day.value = "20 January"
    book.save(target)
    refused = run(office, "in", str(target), "--lang", "en")
    assert refused.exit_code == 1
    assert refused.stdout == f"odd.xlsx:Odd!{day.coordinate}: At most one day, written like 2021-01-20. (20 January)\n"
    assert "1 thing to mend, marked in" in refused.stderr
    assert data.read_text("utf-8") == before
    assert openpyxl.load_workbook(tmp_path / "odd.findings.xlsx")["Odd"][day.coordinate].comment

    day.value = date(2022, 5, 1)
    book.save(target)
    assert "nothing is written" in run(office, "in", str(target), "--dry-run").stderr
    taken = run(office, "in", str(target))
    assert taken.exit_code == 0, taken.output
    assert "data/odd.ttl: 1 added, 1 removed." in taken.stderr
    lines = [line for line in data.read_text("utf-8").splitlines() if line not in before.splitlines()]
    assert lines == ['    ex:day "2022-05-01"^^xsd:date ;']
    assert "nothing changes" in run(office, "in", str(target)).stderr


def test_a_folder_of_csv_goes_the_same_way(office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    assert run(office, "out", str(folder)).exit_code == 0
    page = folder / "Odd.csv"
    page.write_text(page.read_text("utf-8-sig").replace("2021-01-20,", "yesterday,", 1), "utf-8")
    assert run(office, "in", str(folder)).exit_code == 1
    assert "At most one day" in (folder / "Findings.csv").read_text("utf-8-sig")
    page.write_text(page.read_text("utf-8").replace("yesterday,", "2021-01-21,", 1), "utf-8")
    assert run(office, "in", str(folder)).exit_code == 0
    assert "nothing changes" in run(office, "in", str(folder)).stderr
