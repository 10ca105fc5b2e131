"""Asks pySHACL for one constraint, where the store cannot be exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.rdf.namespaces import OWL, RDFS
from kg.shacl.data_graph import RDF_TYPE, Index
from kg.shacl.pyshacl_adapter import judge
from kg.shacl.shapes.shape import Found, ShapeName, ValueNodes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.store import looks_at
from kg.shacl.vocabulary import PARAMETERS, TARGETS, sh

_SPARQL = sh("sparql")
_CLASSES = (NamedNode(RDFS + "Class"), NamedNode(OWL + "Class"))


def delegated(index: Index, graph: ShapesGraph, constraint: SparqlConstraint, nodes: ValueNodes) -> Iterable[Found]:
    """What pySHACL finds for these focus nodes, in the statements that the query can look at."""
    shape = nodes.shape
    shapes = [*_alone(graph, shape.name, constraint), *_targets(index, shape.name, nodes.focus)]
    looked_at = looks_at(constraint.plan.query)
    if looked_at is not None and shape.path is not None:
        looked_at = None
    terms = index.terms
    data = (Quad(terms[s], p, terms[o]) for s, p, o in index.triples(looked_at))  # type: ignore[arg-type]
    for result in judge(data, shapes):
        if result.component == constraint.component_iri and result.source_shape == shape.name:
            yield Found(
                focus=index.number(result.focus_node),
                value=None if result.value is None else index.number(result.value),
                path=None if result.path == shape.path else result.path,
                messages=result.messages,
            )


def _alone(graph: ShapesGraph, shape: ShapeName, constraint: SparqlConstraint) -> Iterator[Quad]:
    """The shapes graph without any target, and without the other constraints of the shape."""
    for quad in graph.quads:
        predicate, value = quad.predicate, quad.object
        if predicate in TARGETS or (predicate == RDF_TYPE and value in _CLASSES):
            continue
        if (
            quad.subject == shape
            and predicate in PARAMETERS
            and not (predicate == _SPARQL and value == constraint.node)
        ):
            continue
        yield quad


def _targets(index: Index, shape: ShapeName, focus: Iterable[int]) -> Iterator[Quad]:
    for number in focus:
        yield Quad(shape, sh("targetNode"), index.terms[number])
