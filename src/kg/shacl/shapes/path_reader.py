"""Reads a property path from the nodes of a shapes graph or a report graph."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import ShapesError
from kg.rdf.namespaces import RDF, SH
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

Node = NamedNode | BlankNode | Literal | Triple
Objects = Callable[[NamedNode | BlankNode, NamedNode], list[Node]]

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_INVERSE, _ALTERNATIVE = NamedNode(SH + "inversePath"), NamedNode(SH + "alternativePath")
_REPEATED = {
    NamedNode(SH + "zeroOrMorePath"): "*",
    NamedNode(SH + "oneOrMorePath"): "+",
    NamedNode(SH + "zeroOrOnePath"): "?",
}


def read_path(node: Node, objects: Objects) -> Path:
    """The path that ``node`` represents; ``objects`` looks up the objects of a subject and predicate.

    Raises ShapesError for a node that is none of the seven kinds of `SHACL §2.3.1
    <https://www.w3.org/TR/shacl/#property-paths>`_, and for a path that contains itself or is nested too deeply.
    """
    try:
        return _path(node, objects, frozenset())
    except RecursionError:
        raise ShapesError("the property path is nested too deeply", shape=str(node)) from None


def read_list(node: Node, objects: Objects) -> list[Node]:
    """The members of a SHACL list (`§1.4 <https://www.w3.org/TR/shacl/#terminology>`_): finite, no node twice."""
    members: list[Node] = []
    seen: set[Node] = set()
    while node != _NIL:
        if not isinstance(node, NamedNode | BlankNode):
            raise ShapesError(f"the list is broken at {node}, which is not a list node", shape=str(node))
        firsts, rests = objects(node, _FIRST), objects(node, _REST)
        if node in seen or len(firsts) != 1 or len(rests) != 1:
            raise ShapesError(
                f"{node} is not a well-formed list: it needs one rdf:first, one rdf:rest, and an end", shape=str(node)
            )
        seen.add(node)
        members.append(firsts[0])
        node = rests[0]
    return members


def _path(node: Node, objects: Objects, above: frozenset[Node]) -> Path:
    if node in above:
        raise ShapesError(f"the property path {node} contains itself", shape=str(node))
    if isinstance(node, Literal | Triple):
        raise ShapesError(f"a property path must be an IRI or a blank node, not {node}", shape=str(node))
    inside = above | {node}
    if objects(node, _FIRST) or objects(node, _REST):
        return Sequence(_members(node, objects, inside))
    if isinstance(node, NamedNode):
        return Predicate(node)
    paths: list[Path] = [Inverse(_path(value, objects, inside)) for value in objects(node, _INVERSE)]
    paths += [Alternative(_members(value, objects, inside)) for value in objects(node, _ALTERNATIVE)]
    for predicate, modifier in _REPEATED.items():
        paths += [Repeated(_path(value, objects, inside), modifier) for value in objects(node, predicate)]
    if len(paths) != 1:
        message = f"{node} is not a well-formed property path: it has {len(paths)} path properties"
        raise ShapesError(message, shape=str(node))
    return paths[0]


def _members(node: Node, objects: Objects, inside: frozenset[Node]) -> tuple[Path, ...]:
    members = read_list(node, objects)
    if len(members) < 2:
        raise ShapesError(f"the list {node} of a property path needs two or more members", shape=str(node))
    return tuple(_path(member, objects, inside) for member in members)
