"""Shapes that others publish: accepted as they are, or refused for a fault of theirs at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..commands import Done, call

DATA = "@prefix dcat: <http://www.w3.org/ns/dcat#> . <http://example.org/c> a dcat:Catalog .\n"


def validated(tmp_path: Path, folder: Path, name: str, *options: str) -> Done:
    (tmp_path / "d.ttl").write_text(DATA)
    return call("validate", "d.ttl", "--shapes", str(folder / name), *options, folder=tmp_path)


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "suites" / "public-shapes"


@pytest.mark.parametrize("name", ["dcat-ap-2.1.1", "hvd-3.0.0/hvd-SHACL.ttl", "hvd-3.0.0/hvd-SHACL.jsonld"])
def test_shapes_without_faults_judge(tmp_path: Path, folder: Path, name: str) -> None:
    done = validated(tmp_path, folder, name, "--allow-empty")
    assert (done.code in (0, 1), done.err) == (True, "")


def test_imports_of_a_profile_that_are_not_at_hand_are_counted(tmp_path: Path, folder: Path) -> None:
    assert (
        "23 graphs that the shapes import are not among the files" in validated(tmp_path, folder, "dcat-ap-2.1.1").out
    )


@pytest.mark.parametrize(
    ("name", "place", "says", "ignore"),
    [
        ("dcat-ap-3.0.1", "shapes.ttl:66:18", "sh:shape belongs to SHACL 1.2", "missing,shacl12"),
        ("dcat-ap-3.0.1", "ranges.ttl:546:5", "sh:property of the shape", "missing,shacl12"),
        (
            "cim-nc-2.3",
            "Schedule-AP-Con-Complex-SHACL.ttl:137:3",
            "is not valid SPARQL",
            "unknown,invalid",
        ),
        ("uco/*.ttl", "owl.ttl:157:13", "the prefix rdfs: is not declared by sh:prefixes", "invalid"),
        ("qudt/SCHEMA_QUDT-DATATYPES_NoOWL.ttl", "SCHEMA_QUDT-DATATYPES_NoOWL.ttl:", "", "advanced,invalid,missing"),
    ],
)
def test_faults_of_published_shapes_are_told_at_their_place_and_may_be_ignored(
    tmp_path: Path, folder: Path, name: str, place: str, says: str, ignore: str
) -> None:
    done = validated(tmp_path, folder, name)
    assert done.code == 2
    assert any(place in line and says in line for line in done.err.splitlines()), done.err[:2000]
    assert validated(tmp_path, folder, name, "--ignore", ignore, "--allow-empty").code in (0, 1)


def test_recursive_shapes_of_schema_org_judge_once_their_invalid_iris_are_mended(tmp_path: Path, folder: Path) -> None:
    done = validated(tmp_path, folder, "schemaorg-30.0/schemaorg-shapes.ttl")
    assert (done.code, "schemaorg-shapes.ttl:3785:1: Invalid IRI" in done.err) == (2, True)
    text = (folder / "schemaorg-30.0" / "schemaorg-shapes.ttl").read_text("utf-8")
    (tmp_path / "schema.ttl").write_text(re.sub(r"(#ValidSchemahttp[^>#]*)#", r"\1/", text), "utf-8")
    assert validated(tmp_path, tmp_path, "schema.ttl").code == 0
