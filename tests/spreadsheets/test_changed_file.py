from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from kg import project as projects
from kg.spreadsheets import changed_file

PREFIXES = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = """ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ;
  sh:property [ sh:path ex:flag ; sh:minCount 1 ; sh:severity sh:Warning ] ."""


def test_a_violation_is_told_always_and_of_other_results_those_that_are_new(tmp_path: Path) -> None:
    for folder, text in {"data": "ex:a a ex:Boat .", "shapes": SHAPES}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.ttl").write_text(PREFIXES + text)
    (tmp_path / "kg.toml").write_text('base = "http://example.org/"\n')
    project, path = projects.load(tmp_path), tmp_path / "data" / "x.ttl"
    triples = [q.triple for q in parse(f"{PREFIXES}ex:a a ex:Boat . ex:b a ex:Boat .", RdfFormat.TURTLE)]
    violations, rest = changed_file.findings(project, path, triples)
    a, b = (NamedNode(f"http://example.org/{name}") for name in "ab")
    assert [result.focus_node for result in violations] == [a, b]
    assert [result.focus_node for result in rest] == [b]


def test_what_follows_from_a_value_of_the_wrong_kind_is_not_told_beside_it(tmp_path: Path) -> None:
    shapes = """ex:S sh:targetClass ex:Boat ; sh:property [ sh:path ex:built ; sh:lessThanOrEquals ex:sunk ] ,
      [ sh:path ex:sunk ; sh:datatype xsd:date ] ."""
    head = f"{PREFIXES}@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    boat = 'ex:a a ex:Boat ; ex:built "1990-01-01"^^xsd:date ; ex:sunk "1991-01-01"^^xsd:date .'
    for folder, text in {"data": boat, "shapes": shapes}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.ttl").write_text(head + text)
    (tmp_path / "kg.toml").write_text('base = "http://example.org/"\n')
    changed = [quad.triple for quad in parse(head + boat.replace("1991-01", "1991-13"), RdfFormat.TURTLE)]
    violations, _ = changed_file.findings(projects.load(tmp_path), tmp_path / "data" / "x.ttl", changed)
    assert [result.component.value.rpartition("#")[2] for result in violations] == ["DatatypeConstraintComponent"]
