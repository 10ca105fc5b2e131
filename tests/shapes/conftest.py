"""The shapes and the ontology as rdflib reads them, and the judge that tells which shapes an example breaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyshacl.graph_abstraction import DataGraph
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, BNode, Graph, URIRef
from rdflib.term import Node


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
    """The shapes that report on an example's own nodes, one for each result; the ontology is part of the data.

    pySHACL has an option for focus nodes, but it also skips values that are not in focus, and then nested shapes find
    nothing; judging the ontology anew for each example takes minutes.
    """
    all_shapes = ShapesGraph(shapes)

    def reporting_shapes(example: Graph) -> list[Node]:
        nodes = {node for s, _, o in example for node in (s, o) if isinstance(node, URIRef | BNode)}
        data = DataGraph.from_rdflib(ontology + example)
        reporting: list[Node] = []
        for shape in all_shapes.shapes:
            if focus := set(shape.focus_nodes(data)) & nodes:
                _, results = shape.validate(SHACLExecutor(), data, focus=focus)
                reporting += [
                    o[1] for _, result, triples in results for s, p, o in triples if (s, p) == (result, SH.sourceShape)
                ]
        return reporting

    return reporting_shapes
