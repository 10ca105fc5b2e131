"""Targets that are selected by a query: `SHACL-AF §3 <https://www.w3.org/TR/shacl-af/#targets>`_."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store, Triple, Variable

from kg.errors import ShapesError
from kg.shacl.data_graph import RDF_TYPE
from kg.shacl.report import Term
from kg.shacl.shapes.shape import Shape, ShapeName, Shapes
from kg.shacl.shapes.shape_node import ShapeNode
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.components import parameters_of
from kg.shacl.sparql_based.constraint_reader import check_syntax, prefixes_of
from kg.shacl.sparql_based.prebinding import substitute
from kg.shacl.vocabulary import sh

_TARGET, _SELECT = sh("target"), sh("select")


def with_query_targets(shapes: Shapes, graph: ShapesGraph, data: Iterable[Quad | Triple]) -> Shapes:
    """The shapes, where the nodes that the queries of ``sh:target`` select in the data are target nodes."""
    names = [name for name in graph.subjects(_TARGET) if name in shapes.by_name]
    if not names:
        return shapes
    store = Store()
    store.bulk_extend(Quad(s.subject, s.predicate, s.object, DefaultGraph()) for s in data)
    by_name = {
        name: _extended(shape, graph, store) if name in names else shape for name, shape in shapes.by_name.items()
    }
    return replace(shapes, by_name=by_name, roots=tuple(shape for shape in by_name.values() if shape.targets))


def _extended(shape: Shape, graph: ShapesGraph, store: Store) -> Shape:
    nodes: dict[Term, None] = dict.fromkeys(shape.targets.nodes)
    for target in graph.objects(shape.name, _TARGET):
        nodes.update(dict.fromkeys(_selected(shape.name, target, graph, store)))
    return replace(shape, targets=replace(shape.targets, nodes=tuple(nodes)))


def _selected(shape: ShapeName, target: Term, graph: ShapesGraph, store: Store) -> Iterator[Term]:
    node, constants = _executable(shape, target, graph)
    query = node.string(_SELECT, node.values(_SELECT)[0])
    declared = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes_of(node).items())
    text = f"{declared}\n{substitute(query, constants)}"
    check_syntax(node, text, f"{declared}\n{query}")
    try:
        solutions = store.query(text)
    except RuntimeError as problem:
        raise _unusable(shape, str(problem)) from problem
    if not isinstance(solutions, QuerySolutions) or Variable("this") not in solutions.variables:
        raise _unusable(shape, "it is no SELECT query for $this")
    yield from (term for solution in solutions if (term := solution["this"]) is not None)


def _unusable(shape: ShapeName, reason: str) -> ShapesError:
    message = f"the query of the target of {shape} cannot be used: {reason}"
    return ShapesError(message, shape=str(shape), parameter=str(_TARGET))


def _executable(shape: ShapeName, target: Term, graph: ShapesGraph) -> tuple[ShapeNode, dict[str, str]]:
    """The node that has the query: the target itself, or its type, whose parameters it gives."""
    if not isinstance(target, NamedNode | BlankNode):
        raise ShapesError(f"sh:target of the shape {shape} must be a node, not {target}", shape=str(shape))
    for node in (target, *graph.objects(target, RDF_TYPE)):
        if isinstance(node, NamedNode | BlankNode) and graph.objects(node, _SELECT):
            given = (
                (parameter, graph.objects(target, parameter.predicate)) for parameter in parameters_of(graph, node)
            )
            constants = {parameter.name: str(values[0]) for parameter, values in given if values}
            return ShapeNode(graph, node, is_property=False), constants
    message = f"sh:target {target} of the shape {shape} has no sh:select"
    raise ShapesError(message, shape=str(shape), parameter=str(_TARGET))
