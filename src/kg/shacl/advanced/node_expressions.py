"""Node expressions of `SHACL-AF §5 <https://www.w3.org/TR/shacl-af/#node-expressions>`_: whether one is well-formed.

pySHACL evaluates them, and takes some that are not well-formed for expressions without results.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import BlankNode, NamedNode

from kg.errors import ShapesError
from kg.shacl.report import Term
from kg.shacl.shapes.path_reader import read_list, read_path
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh

_PATH, _NODES, _FILTER = sh("path"), sh("nodes"), sh("filterShape")
_SETS = (sh("union"), sh("intersection"))
_SHAPES = (sh("NodeShape"), sh("PropertyShape"))
_KINDS = "it needs sh:path, sh:union, sh:intersection, sh:filterShape or a function"


def problem(expression: Term, graph: ShapesGraph) -> str | None:
    """Why an expression cannot be evaluated; None for one that can, such as a constant and ``sh:this``."""
    try:
        return next(_problems(expression, graph, frozenset()), None)
    except ShapesError as error:
        return error.message


def _problems(expression: Term, graph: ShapesGraph, above: frozenset[Term]) -> Iterator[str]:
    """Raises ShapesError, with the reason, for a path or a list that is not well-formed."""
    if expression in above:
        yield "an expression contains itself"
    if not isinstance(expression, BlankNode) or expression in above:
        return
    inside = above | {expression}
    is_known = False
    for path in graph.objects(expression, _PATH):
        is_known = True
        read_path(path, graph.objects)
        if isinstance(path, NamedNode) and path.value.endswith("#nil"):
            yield "sh:path () is an empty list"
    for predicate in _SETS:
        for value in graph.objects(expression, predicate):
            is_known = True
            members = read_list(value, graph.objects)
            if not members:
                yield "the list of an expression is empty"
            yield from chain.from_iterable(_problems(member, graph, inside) for member in members)
    for shape in graph.objects(expression, _FILTER):
        is_known = True
        nodes = graph.objects(expression, _NODES)
        if len(nodes) != 1:
            yield "sh:filterShape needs one sh:nodes"
        if not any(graph.is_instance(shape, kind) for kind in _SHAPES):
            yield "the value of sh:filterShape must be a sh:NodeShape or sh:PropertyShape, by its type"
        yield from chain.from_iterable(_problems(node, graph, inside) for node in nodes)
    if not is_known and all(predicate.value.endswith("#type") for predicate in graph.predicates_of(expression)):
        yield f"an expression has no kind: {_KINDS}"
