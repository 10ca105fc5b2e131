"""Every shape that can report has the smallest data that breaks it and nothing else, and every such file has its shape.

An example is judged as a project's data would be: together with the ontology and by all shapes.
"""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from pyshacl.graph_abstraction import DataGraph
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg import project as projects

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "tests" / "nonconforming"
SHAPE = projects.load(ROOT).base + "shape/"
# What groups and targets, but constrains nothing by itself: a shape with none but these can report nothing.
SAYS_NOTHING = {
    RDF.type,
    URIRef("http://www.w3.org/2000/01/rdf-schema#comment"),
    SH.property,
    SH.targetClass,
    SH.targetNode,
    SH.targetObjectsOf,
    SH.targetSubjectsOf,
}


def read(*folders: str) -> Graph:
    graph = Graph()
    for folder in folders:
        for path in sorted((ROOT / folder).glob("*.ttl")):
            graph.parse(path, format="turtle")
    return graph


def reporting_shapes(shapes: Graph) -> set[str]:
    """The local names of the named shapes that can stand as sh:sourceShape in a report."""
    named = {node for kind in (SH.NodeShape, SH.PropertyShape) for node in shapes.subjects(RDF.type, kind)}
    return {str(node).removeprefix(SHAPE) for node in named if set(shapes.predicates(node)) - SAYS_NOTHING}


SHAPES = read("shapes")
ONTOLOGY = read("ontology")
JUDGE = ShapesGraph(SHAPES)


def judge(example: Graph) -> list[Node]:
    """The shapes that report on the example's own nodes, one for each result.

    pySHACL has an option for focus nodes, but it also skips values that are not in focus, and then nested shapes find
    nothing; judging the ontology anew for each example takes minutes.
    """
    nodes = {node for s, _, o in example for node in (s, o) if isinstance(node, URIRef | BNode)}
    data = DataGraph.from_rdflib(ONTOLOGY + example)
    reporting: list[Node] = []
    for shape in JUDGE.shapes:
        if focus := set(shape.focus_nodes(data)) & nodes:
            _, results = shape.validate(SHACLExecutor(), data, focus=focus)
            reporting += [
                o[1] for _, result, triples in results for s, p, o in triples if (s, p) == (result, SH.sourceShape)
            ]
    return reporting


@pytest.mark.parametrize("name", sorted(reporting_shapes(SHAPES)))
def test_the_example_of_a_shape_breaks_that_shape_and_no_other(name: str) -> None:
    path = EXAMPLES / f"{name}.ttl"
    assert path.is_file(), f"write {path.relative_to(ROOT)}: the smallest data that breaks <shape/{name}> only"
    assert judge(Graph().parse(path, format="turtle")) == [URIRef(SHAPE + name)]


def test_every_example_belongs_to_a_shape() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} <= reporting_shapes(SHAPES)


def test_the_ontology_itself_conforms() -> None:
    assert pyshacl.validate(ONTOLOGY, shacl_graph=SHAPES, inference="none")[0]


def test_every_shape_has_a_name_or_is_part_of_one() -> None:
    unnamed = {shape for shape in SHAPES.objects(None, SH.property) if isinstance(shape, BNode)}
    named = {node for node in SHAPES.subjects(SH.property) if isinstance(node, URIRef)}
    assert not [shape for node in named for shape in SHAPES.objects(node, SH.property) if shape in unnamed]


@pytest.mark.parametrize("name", sorted(reporting_shapes(SHAPES)))
def test_a_shape_says_what_to_do_in_dutch_and_english_and_which_rule_it_holds(name: str) -> None:
    shape = URIRef(SHAPE + name)
    messages = [message for message in SHAPES.objects(shape, SH.message) if isinstance(message, Literal)]
    assert sorted(str(message.language) for message in messages) == ["en", "nl"]
    assert SHAPES.value(shape, SH.severity) in {SH.Violation, SH.Warning}
    comment = SHAPES.value(shape, URIRef("http://www.w3.org/2000/01/rdf-schema#comment"))
    assert comment is not None
