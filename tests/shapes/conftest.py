"""The shapes and the ontology as rdflib reads them, and the judge that tells which shapes an example breaks.

The judge is our own engine; that pySHACL finds the same in the examples is tested beside its adapter.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse
from rdflib import Graph, URIRef
from rdflib.term import Node

from kg.shacl import validator
from kg.shacl.data_graph import Index
from kg.shacl.details import detailed
from kg.shacl.evaluation import Evaluation


def read(folder: Path) -> Graph:
    graph = Graph()
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def shapes(root: Path) -> Graph:
    return read(root / "shapes")


@pytest.fixture(scope="session")
def ontology(root: Path) -> Graph:
    return read(root / "ontology")


@pytest.fixture(scope="session")
def judge(shapes: Graph, ontology: Graph) -> Callable[[Graph], list[Node]]:
    """The shapes that report on an example's own nodes, one for each result; the ontology is background."""
    background = quads(ontology)
    prepared = validator.start((), quads(shapes))  # reading the shapes takes much longer than judging an example

    def reporting_shapes(example: Graph) -> list[Node]:
        evaluation = Evaluation(Index(quads(example), background), prepared.shapes, prepared.graph)
        findings = [evaluation.root(shape) for shape in prepared.shapes.roots]
        return [URIRef(result.source_shape.value) for result in detailed(evaluation, findings)]

    return reporting_shapes


def quads(graph: Graph) -> list[Quad]:
    return list(parse(graph.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES))
