"""Writes a property path as the triples of a SHACL graph."""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.rdf.namespaces import RDF, SH
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def write_path(path: Path, out: list[Triple]) -> NamedNode | BlankNode:
    """Appends the path's triples (`§2.3.1 <https://www.w3.org/TR/shacl/#property-paths>`_) to ``out``.

    Returns the node that stands for the path.
    """
    match path:
        case Predicate(iri):
            return iri
        case Sequence(paths):
            return _list([write_path(part, out) for part in paths], out)
        case Alternative(paths):
            return _wrapped("alternativePath", _list([write_path(part, out) for part in paths], out), out)
        case Inverse(inner):
            return _wrapped("inversePath", write_path(inner, out), out)
        case Repeated(inner, modifier):
            return _wrapped(_REPEATED[modifier], write_path(inner, out), out)


def _wrapped(name: str, inner: NamedNode | BlankNode, out: list[Triple]) -> BlankNode:
    node = BlankNode()
    out.append(Triple(node, NamedNode(SH + name), inner))
    return node


def _list(items: list[NamedNode | BlankNode], out: list[Triple]) -> NamedNode | BlankNode:
    rest: NamedNode | BlankNode = _NIL
    for item in reversed(items):
        node = BlankNode()
        out += (Triple(node, _FIRST, item), Triple(node, _REST, rest))
        rest = node
    return rest
