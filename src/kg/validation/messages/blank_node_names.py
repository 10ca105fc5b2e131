"""Blank nodes by what leads to them, as Turtle would write it: ``ex:a ex:has [ ]``; no file has their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode

from kg.rdf.namespaces import RDF
from kg.shacl.report import Result
from kg.validation.display_names import Names
from kg.validation.positions.result_statements import Statements

_TYPE, _FIRST, _REST = (NamedNode(RDF + name) for name in ("type", "first", "rest"))
_DEEPEST = 8


def named_blank_nodes(results: Iterable[Result], data: Statements, names: Names) -> dict[BlankNode, str]:
    """The names of the blank nodes that are focus nodes or values of the results."""
    known: dict[BlankNode, str] = {}
    for node in _blank_nodes(results):
        if node not in known:
            known[node] = _name(node, data, names)
    return known


def _blank_nodes(results: Iterable[Result]) -> Iterator[BlankNode]:
    for result in results:
        for term in (result.focus_node, result.value):
            if isinstance(term, BlankNode):
                yield term


def _name(node: BlankNode, data: Statements, names: Names) -> str:
    """The way to the node from one with an IRI; else its class."""
    steps: list[str] = []
    seen = {node}
    at: BlankNode | NamedNode = node
    while isinstance(at, BlankNode) and len(steps) <= _DEEPEST:
        quad = next((quad for quad in data.referring(at) if quad.subject not in seen), None)
        if quad is None or not isinstance(quad.subject, BlankNode | NamedNode):
            break
        at = quad.subject
        if quad.predicate not in (_FIRST, _REST):
            steps.append(names.term(quad.predicate))
        if isinstance(at, BlankNode):
            seen.add(at)
    if isinstance(at, NamedNode):
        return " [ ".join([f"{names.term(at)} {steps[-1]}", *reversed(steps[:-1])]) + " [ ]" + " ]" * (len(steps) - 1)
    types = [names.term(quad.object) for quad in data.about(node) if quad.predicate == _TYPE]
    return f"[ a {', '.join(types)} ]" if types else "[ ]"
