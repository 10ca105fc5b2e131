"""``kg validate`` notes the literals that SPARQL does not give back as they are written, with their places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg.compact.quads import Quads
from kg.validation import rewritten_literals
from kg.validation.positions.data_positions import Files

from ..commands import call
from ..presence import present

DATA = """\
@prefix : <http://lab.example/id/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :size "5120"^^xsd:nonNegativeInteger, 1.50, 1.5, 7 ;
  :day "2020-01-01T00:00:00+00:00"^^xsd:dateTime, "2020-01-01"^^xsd:date ;
  :on "1"^^xsd:boolean , true ; :name "Café"@fr-BE , "x"@fr-be, "@EN" . # "@DE
"""
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://lab.example/id/> .
:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :size ; sh:minCount 1 ] .
"""
PLACES = [
    'a.ttl:2:10: "5120"^^xsd:nonNegativeInteger is "5120"^^xsd:integer in SPARQL',
    'a.ttl:2:42: "1.50"^^xsd:decimal is "1.5"^^xsd:decimal in SPARQL',
    'a.ttl:3:8: "2020-01-01T00:00:00+00:00"^^xsd:dateTime is "2020-01-01T00:00:00Z"^^xsd:dateTime in SPARQL',
    'a.ttl:4:7: "1"^^xsd:boolean is "true"^^xsd:boolean in SPARQL',
    'a.ttl:4:39: "Café"@fr-BE is "Café"@fr-be in SPARQL',
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.ttl").write_text(DATA, "utf-8")
    (tmp_path / "s.ttl").write_text(SHAPES, "utf-8")
    return tmp_path


def test_they_are_counted_in_one_line(folder: Path) -> None:
    done = call("validate", "a.ttl", "--shapes", "s.ttl", "--lang", "en", folder=folder)
    assert done.code == 0
    assert done.out.count("SPARQL") == 1
    assert "note: SPARQL gives 5 literals otherwise than they are written; --warnings names their places" in done.out


def test_each_has_its_place_on_demand(folder: Path) -> None:
    done = call("validate", "a.ttl", "--shapes", "s.ttl", "--lang", "en", "--warnings", folder=folder)
    for line in present(PLACES):
        assert f"note: {line}" in done.out
    assert done.out.count(" in SPARQL") == len(PLACES)
    report = call("validate", "a.ttl", "--shapes", "s.ttl", "--warnings", "--format", "json", folder=folder)
    remarks = [remark for remark in json.loads(report.out)["remarks"] if remark["kind"] == "rewritten-literal"]
    assert len(remarks) == 1 + len(PLACES)


def test_data_that_sparql_gives_as_it_is_has_no_such_line(folder: Path) -> None:
    (folder / "a.ttl").write_text('<http://lab.example/id/a> <http://lab.example/id/size> 7, "x"@fr .', "utf-8")
    assert "SPARQL" not in call("validate", "a.ttl", "--shapes", "s.ttl", "--lang", "en", folder=folder).out


def test_one_is_told_in_the_singular_and_a_tag_alone_is_noted(folder: Path) -> None:
    (folder / "a.ttl").write_text('<http://lab.example/id/a> <http://lab.example/id/size> "x"@en-US .', "utf-8")
    done = call("validate", "a.ttl", "--shapes", "s.ttl", "--lang", "nl", folder=folder)
    assert "SPARQL geeft een literal anders dan hij geschreven is; --warnings noemt de plaats" in done.out
    (folder / "a.ttl").write_text('<urn:a> <http://lab.example/id/size> "x"@en-US, "y"@en-GB .', "utf-8")
    assert "gives 2 literals" in call("validate", "a.ttl", "--shapes", "s.ttl", "--lang", "en", folder=folder).out


def test_of_large_data_no_other_statement_becomes_an_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text(DATA, "utf-8")
    (tmp_path / "kg.toml").write_text('base = "http://lab.example/"', "utf-8")
    project = projects.nearest(tmp_path)
    compact, plain = datasets.load_compact(project), datasets.load(project)
    files = Files(project, plain, tmp_path)
    expected = list(rewritten_literals.remarks(project, plain, files, ["en"], places=True))
    assert len(expected) == 1 + len(PLACES)
    monkeypatch.delattr(Quads, "__iter__")
    monkeypatch.delattr(Quads, "__getitem__")
    assert list(rewritten_literals.remarks(project, compact, files, ["en"], places=True)) == expected
