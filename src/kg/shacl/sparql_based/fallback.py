"""Evaluates one constraint with pySHACL, where the query store cannot be exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.errors import DatasetError, ShapesError
from kg.rdf.namespaces import OWL, RDFS
from kg.shacl.data_graph import RDF_TYPE, Index
from kg.shacl.literals.regular_expressions import TooSlow
from kg.shacl.pyshacl_adapter import validate_with_pyshacl
from kg.shacl.shapes.shape import ShapeName, ValueNodes, Violation
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.delegation import Delegated
from kg.shacl.sparql_based.store import predicates_read
from kg.shacl.vocabulary import PARAMETERS, TARGETS, component, sh

_SPARQL, _EXPRESSION = sh("sparql"), sh("expression")
# Rules are applied before, and the focus nodes are those that were selected.
_APPLIED = (sh("rule"), sh("target"))
_CLASSES = (NamedNode(RDFS + "Class"), NamedNode(OWL + "Class"))


def delegated(
    index: Index, graph: ShapesGraph, constraint: SparqlConstraint | Delegated, nodes: ValueNodes
) -> Iterable[Violation]:
    """The violations that pySHACL reports for these focus nodes."""
    shape = nodes.shape
    shapes = [*_only(graph, shape.name, constraint), *_targets(index, shape.name, nodes.focus)]
    advanced = isinstance(constraint, Delegated)
    predicates = (
        predicates_read(constraint.plan.query)
        if isinstance(constraint, SparqlConstraint) and shape.path is None
        else None
    )
    terms = index.terms
    data = (Quad(terms[s], p, terms[o]) for s, p, o in index.triples(predicates))  # type: ignore[arg-type]
    try:
        results = validate_with_pyshacl(data, shapes, advanced=advanced)
    except TooSlow as problem:
        raise problem.at(str(shape.name), _SPARQL, "a regular expression in a query") from problem
    except DatasetError as problem:
        message = f"the query of {shape.name} needs pySHACL, and {problem.message}"
        raise ShapesError(message, shape=str(shape.name), parameter=str(_SPARQL)) from problem
    except ShapesError as problem:
        parameter = _EXPRESSION if constraint.component_iri == component("Expression") else _SPARQL
        message = f"{problem.message} (the shape {shape.name})"
        raise ShapesError(message, shape=str(shape.name), parameter=str(parameter)) from problem
    for result in results:
        if result.component == constraint.component_iri and result.source_shape == shape.name:
            yield Violation(
                focus=index.number(result.focus_node),
                value=None if result.value is None else index.number(result.value),
                path=None if result.path == shape.path else result.path,
                messages=result.messages,
            )


def _only(graph: ShapesGraph, shape: ShapeName, constraint: SparqlConstraint | Delegated) -> Iterator[Quad]:
    """The shapes graph without targets, and without the other constraints of the shape."""
    for quad in graph.quads:
        predicate, value = quad.predicate, quad.object
        if predicate in TARGETS or predicate in _APPLIED or (predicate == RDF_TYPE and value in _CLASSES):
            continue
        is_constraint = predicate in (_SPARQL, _EXPRESSION) and value == constraint.node
        if quad.subject == shape and (predicate in PARAMETERS or predicate == _EXPRESSION) and not is_constraint:
            continue
        yield quad


def _targets(index: Index, shape: ShapeName, focus: Iterable[int]) -> Iterator[Quad]:
    return (Quad(shape, sh("targetNode"), index.terms[number]) for number in focus)
