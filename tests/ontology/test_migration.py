"""A graph of version 0.1 of the ontology becomes one of version 0.2 by the update in ``versions/``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import Graph

from kg import dataset
from kg.project import Project
from kg.shacl import validator
from kg.shacl.report import Severity, ValidationReport

FROM, TO = "0.1.0", "0.2.0"


@pytest.fixture(scope="module")
def earlier(root: Path) -> bytes:
    """Ghent's data as it was under version 0.1."""
    return (root / "tests" / "ontology" / f"ghent-{FROM}.ttl").read_bytes()


@pytest.fixture(scope="module")
def update(root: Path) -> str:
    return (root / "versions" / f"{FROM}-to-{TO}.ru").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def migrated(earlier: bytes, update: str) -> Store:
    store = Store()
    store.load(earlier, format=RdfFormat.TURTLE)
    store.update(update)
    return store


def report(project: Project, quads: list[Quad]) -> ValidationReport:
    with_context = [*dataset.load(project, ["ontology"]).quads, *dataset.read(catalogue(project), project), *quads]
    shapes = dataset.load(project, dataset.SHAPES_FOLDERS)
    return validator.validate(with_context, shapes.quads, dataset_digest="", shapes_digest="")


def catalogue(project: Project) -> Path:
    return project.root / "data" / "catalog.ttl"


def violations(report: ValidationReport) -> list[str]:
    return [str(result.source_shape) for result in report.results if result.severity is Severity.VIOLATION]


def test_the_earlier_graph_breaks_the_shapes_of_today(project: Project, earlier: bytes) -> None:
    assert violations(report(project, list(parse(earlier, format=RdfFormat.TURTLE))))


def test_the_migrated_graph_conforms(project: Project, migrated: Store) -> None:
    assert violations(report(project, list(migrated))) == []


def test_another_engine_migrates_to_the_same_graph(earlier: bytes, update: str, migrated: Store) -> None:
    graph = Graph().parse(data=earlier, format="turtle")
    graph.update(update)
    quads = parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES)
    assert {str(quad.triple) for quad in quads} == {str(quad.triple) for quad in migrated}


def test_a_second_run_changes_nothing(update: str, migrated: Store) -> None:
    before = set(migrated)
    migrated.update(update)
    assert set(migrated) == before


def test_no_statement_is_lost_but_those_that_the_update_names(earlier: bytes, update: str, migrated: Store) -> None:
    kept = {quad.triple for quad in migrated}
    lost = {quad.predicate.value for quad in parse(earlier, format=RdfFormat.TURTLE) if quad.triple not in kept}
    assert len(lost) == 5
    named = set(re.findall(r"\b(?:dct|skos|prov):\w+", update))
    assert {re.split(r"[#/]", predicate)[-1] for predicate in lost} <= {name.partition(":")[2] for name in named} | {
        "type"
    }


def test_the_earlier_graph_is_described_by_the_earlier_ontology(root: Path, earlier: bytes) -> None:
    """The example of the test is of the version that it says."""
    ontology = {quad.subject for quad in parse(path=root / "versions" / f"{FROM}.ttl", format=RdfFormat.TURTLE)}
    used = {
        term
        for quad in parse(earlier, format=RdfFormat.TURTLE)
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and "/city-ties/ns#" in term.value
    }
    assert used
    assert used <= ontology
    assert {quad.graph_name for quad in parse(earlier, format=RdfFormat.TURTLE)} == {DefaultGraph()}
