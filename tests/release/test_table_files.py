"""The tables of a build say of each class what the graph says."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from csvw import CSVW
from pyoxigraph import NamedNode
from rfc3986 import URIReference

from kg.rdf.namespaces import RDF
from kg.release import output_folder, table_files
from kg.resources import class_counts
from kg.revision import Revision

from ..presence import present


@pytest.fixture(scope="module")
def tables(revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tables") / "out"
    with output_folder.replacing(out) as folder:
        assert table_files.write(revision, folder, print) == []
    return out / "tables"


def test_each_class_has_a_table_with_a_row_for_each_thing(revision: Revision, tables: Path) -> None:
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
    described = json.loads((tables.parent / "croissant.json").read_text("utf-8"))
    digests = {file["contentUrl"]: file["sha256"] for file in described["distribution"]}
    assert digests == {f"tables/{path.name}": sha256(path.read_bytes()).hexdigest() for path in tables.glob("*.csv")}
    (record_set,) = (one for one in described["recordSet"] if one["@id"] == "ct-Partnership")
    assert [field["source"]["extract"]["column"] for field in record_set["field"]] == list(rows[0])
    assert len(json.loads((tables / "ct-City.geojson").read_text("utf-8"))["features"]) > 10


def test_a_reader_of_csv_on_the_web_gets_what_the_graph_has(revision: Revision, tables: Path) -> None:
    read = {}
    for path in present(sorted(tables.glob("*.csv"))):
        # What it complains of, it warns of, and warnings are errors here.
        document = CSVW(str(path), validate=True)
        assert document.is_valid, path.name
        (table,) = document.tables
        read[path.stem] = {_text(row["iri"]): row for row in table}
    own, kind = revision.project.own_namespace, NamedNode(RDF + "type")
    for name, predicate in (("City", "evidence"), ("Partnership", "party"), ("StatusPeriod", "earliestStart")):
        things = {
            node.value for node in revision.referrers(NamedNode(f"{own}{name}"), kind) if isinstance(node, NamedNode)
        }
        assert set(read[f"ct-{name}"]) == things
        values = {
            node: sorted(
                {
                    quad.object.value
                    for quad in revision.about(NamedNode(node))
                    if quad.predicate.value == f"{own}{predicate}"
                }
            )
            for node in things
        }
        assert any(values.values()), predicate
        cells = {node: _values(row[f"ct_{predicate}"]) for node, row in read[f"ct-{name}"].items()}
        assert [(node, cells[node], values[node]) for node in things if cells[node] != values[node]] == []


def _values(cell: object) -> list[str]:
    """The values of a cell, as they are written."""
    several = cell if isinstance(cell, list) else [] if cell is None else [cell]
    return sorted(map(_text, several))


def _text(value: object) -> str:
    match value:
        case date():
            return f"{value:%Y-%m-%d}"
        case URIReference():
            return str(value.unsplit())
        case _:
            return str(value)
