"""Coverage tells which shapes and constraints were put to the test, by the data and by the project's examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg import dataset as datasets
from kg import project as projects
from kg.shacl import validator
from kg.validation import coverage, coverage_table
from kg.validation.coverage import Constrained, Coverage, Covered
from kg.validation.positions.located_report import located
from kg.validation.report_cache import judged_anew

PREFIXES = """\
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX ex: <http://example.org/>
"""
SHAPES = """
ex:Used a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Used-name , ex:Used-part .
ex:Used-name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ; sh:maxLength 5 .
ex:Used-part a sh:PropertyShape ; sh:path ex:part ; sh:node [ sh:property [ sh:path ex:size ; sh:minInclusive 1 ] ] .
ex:Idle a sh:NodeShape ; sh:targetClass ex:Nothing ; sh:nodeKind sh:IRI .
ex:Off a sh:NodeShape ; sh:targetClass ex:Thing ; sh:deactivated true ; sh:nodeKind sh:Literal .
"""


def covered(folder: Path) -> Coverage:
    project = projects.load(folder)
    dataset, shapes = datasets.load(project), datasets.load(project, ("shapes",))
    report = judged_anew(project, dataset, shapes)
    told = located(report, project, dataset, shapes)
    return coverage.measure(project, report, shapes, told.rules, told.names)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "kg.toml": 'base = "http://example.org/"\n[prefixes]\nex = "http://example.org/"\n',
        "shapes/s.ttl": PREFIXES + SHAPES,
        "data/d.ttl": PREFIXES + 'ex:a a ex:Thing ; ex:name "a" . ex:b a ex:Thing ; ex:name "b" , "c" .',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def with_examples(folder: Path) -> Path:
    examples = folder / "tests" / "nonconforming"
    examples.mkdir(parents=True)
    (examples / "long.ttl").write_text(PREFIXES + 'ex:a a ex:Thing ; ex:name "much too long" .')
    (examples / "small.ttl").write_text(PREFIXES + 'ex:a a ex:Thing ; ex:name "a" ; ex:part [ ex:size 0 ] .')
    return folder


def shape(found: Coverage, identifier: str) -> Covered:
    return next(each for each in found.shapes if each.id == identifier)


def test_a_constraint_on_values_is_exercised_by_a_value_any_other_by_a_focus_node(folder: Path) -> None:
    found = covered(folder)
    assert shape(found, "ex:Used-name") == Covered(
        "ex:Used-name", 2, 3, (Constrained("MaxLength", True, 0), Constrained("MinCount", True, 0))
    )
    assert shape(found, "ex:Used-part") == Covered("ex:Used-part", 2, 0, (Constrained("Node", False, 0),))


def test_what_never_looked_at_anything_is_named(folder: Path) -> None:
    found = covered(folder)
    assert found.unexercised() == ("ex:Idle NodeKind", "ex:Used-part Node", "ex:Used-part/ex:size MinInclusive")
    assert shape(found, "ex:Idle").focus_nodes == 0


def test_a_deactivated_shape_is_not_missed(folder: Path) -> None:
    assert "ex:Off" not in {each.id for each in covered(folder).shapes}


def test_an_example_breaks_the_constraint_that_finds_fault_in_it_in_a_nested_shape_as_well(with_examples: Path) -> None:
    found = covered(with_examples)
    assert found.examples == 2
    assert found.unbroken() == ("ex:Idle NodeKind", "ex:Used-name MinCount")


def test_where_there_are_no_examples_nothing_is_said_of_them(folder: Path) -> None:
    found = covered(folder)
    assert found.examples == 0
    assert "!" not in coverage_table.table(found, ("en",))
    assert [remark.kind for remark in coverage_table.remarks(found, ("en",))] == ["coverage", "unexercised"]


def test_the_table_has_a_sign_at_what_was_never_put_to_the_test(with_examples: Path) -> None:
    lines = coverage_table.table(covered(with_examples), ("en",)).splitlines()
    assert "           2            3  ex:Used-name  MaxLength !MinCount" in lines
    assert "           0            0  ex:Idle  -!NodeKind" in lines
    told = [remark.told(("nl",)) for remark in coverage_table.remarks(covered(with_examples), ("nl",))]
    assert told[-1].startswith("eisen die geen van de 2 voorbeelden")


def looked_in_another_city(root: Path) -> set[str]:
    """The shapes that have focus nodes in the conforming example of what Ghent does not need."""
    project = projects.load(root)
    quads = datasets.load(project, ["ontology"]).quads
    example = datasets.read(root / "tests" / "conforming" / "another-city.ttl", project)
    shapes = datasets.load(project, datasets.SHAPES_FOLDERS).quads
    report = validator.validate([*quads, *example], shapes, dataset_digest="", shapes_digest="")
    assert report.coverage
    looked = [each.shape for each in report.coverage if each.focus_nodes]
    return {shape.value.removeprefix(project.base) for shape in looked if isinstance(shape, NamedNode)}


def test_every_named_shape_of_this_project_has_focus_nodes_and_is_broken_by_its_example(root: Path) -> None:
    found = covered(root)
    looked = {each.id for each in found.shapes if each.focus_nodes} | looked_in_another_city(root)
    assert {each.id for each in found.shapes if each.id.count("/") == 1} == {
        each for each in looked if each.count("/") == 1
    }
    broken = {each.id for each in found.shapes for constraint in each.constraints if constraint.examples}
    assert broken >= {f"shape/{path.stem}" for path in (root / "tests" / "nonconforming").iterdir()}
