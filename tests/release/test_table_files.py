"""The tables of a build say of each class what the graph says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl

from kg.release import output_folder, table_files
from kg.resources import class_counts
from kg.revision import Revision


def test_each_class_has_a_table_with_a_row_for_each_thing(revision: Revision, tmp_path: Path) -> None:
    with output_folder.replacing(tmp_path / "out") as folder:
        assert table_files.write(revision, folder, print) == []
    tables = tmp_path / "out" / "tables"
    counts = {kind.value: count for kind, count in class_counts.counts(revision)}
    assert len(list(tables.glob("*.csv"))) == len(counts)
    partnerships = (tables / "ct-Partnership.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(partnerships)))
    assert len(rows) == counts[f"{revision.project.own_namespace}Partnership"] > 10
    sheet = openpyxl.load_workbook(tables / "ct-Partnership.xlsx").worksheets[0]
    names = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {row["IRI"] for row in rows} <= names
    metadata = json.loads((tables / "ct-Partnership.csv-metadata.json").read_text("utf-8"))
    assert metadata["url"] == "ct-Partnership.csv"
    assert len(json.loads((tables / "ct-City.geojson").read_text("utf-8"))["features"]) > 10
