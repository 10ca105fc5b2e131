"""The properties of resources for a table: which there are for a class, and the values that some resources have."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.compact import forked_build
from kg.publish.reconciliation.batch import ExtensionQuery
from kg.rdf.namespaces import XSD
from kg.resources import resource_graph
from kg.resources.language_view import READ, Reader
from kg.resources.resource_graph import TYPE
from kg.revision import Revision
from kg.revision_results import cached_until_renewal, kept_by_revision

PROPOSED = 100
"""The most properties that are proposed for a class."""
_DATES = (XSD + "date", XSD + "dateTime")
_WHOLE = {XSD + name for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")}
_REAL = {XSD + name for name in ("decimal", "double", "float")}


def proposed(reader: Reader, kind: str, most: int = PROPOSED) -> list[dict[str, str]]:
    """The properties that things of a class have, those of most things first; of any class where it is empty."""
    revision = reader.known.revision
    predicates = _of_class(revision, kind) if kind else frequent(revision)
    return [described(reader, NamedNode(iri)) for iri in predicates[: min(most, PROPOSED)]]


def described(reader: Reader, node: NamedNode) -> dict[str, str]:
    """The identifier and the name of a class, property or resource, and what it is where somebody says so."""
    about = reader.text(node, "skos:definition", "rdfs:comment", "dct:description", "schema:description")
    return {
        "id": node.value,
        "name": reader.name(node).value,
        **({"description": about.value} if about else {}),
    }


def extended(reader: Reader, query: ExtensionQuery) -> dict[str, Any]:
    """The values of the properties for each of the resources."""
    wanted = [(_node(iri), most) for iri, most in query.properties]
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for identifier in query.identifiers:
        node = _node(identifier)
        rows[identifier] = {}
        for (iri, _), (predicate, most) in zip(query.properties, wanted, strict=True):
            values = reader.known.values(node, predicate) if node and predicate else []
            cells = list({str(cell): cell for cell in (_cell(reader, value) for value in values)}.values())
            rows[identifier][iri] = cells[:most] if most else cells
    names = [
        {"id": iri, "name": reader.name(predicate).value if predicate else iri}
        for (iri, _), (predicate, _) in zip(query.properties, wanted, strict=True)
    ]
    return {"meta": names, "rows": rows}


@kept_by_revision
def frequent(revision: Revision) -> tuple[str, ...]:
    """Every property of the graph, the most frequent first."""
    return tuple(forked_build.build(revision, _frequent))


def _frequent(revision: Revision) -> list[str]:
    counts = Counter(quad.predicate.value for quad in revision.quads())
    return sorted(counts, key=lambda iri: (-counts[iri], iri))


@cached_until_renewal(maxsize=64)
def _of_class(revision: Revision, kind: str) -> tuple[str, ...]:
    node = _node(kind)
    if node is None:
        return ()
    known = resource_graph.of(revision)
    things = [thing for thing, _ in zip(known.referrers(node, TYPE), range(READ), strict=False)]
    counts = Counter(iri for thing in things for iri in {quad.predicate.value for quad in known.about(thing)})
    return tuple(sorted(counts, key=lambda iri: (-counts[iri], iri)))


def _cell(reader: Reader, value: NamedNode | BlankNode | Literal) -> dict[str, Any]:
    """A value as a cell of a table: a resource with its name, a number, a day, else its text."""
    if isinstance(value, NamedNode):
        return {"id": value.value, "name": reader.name(value).value}
    if isinstance(value, BlankNode):
        return {"str": reader.name(value).value}
    datatype = value.datatype.value
    try:
        if datatype in _WHOLE:
            return {"int": int(value.value)}
        if datatype in _REAL and float("-inf") < float(value.value) < float("inf"):
            return {"float": float(value.value)}
    except ValueError:
        return {"str": value.value}
    if datatype in _DATES and reader.date(value) != value.value:
        return {"date": value.value if "T" in value.value else f"{value.value[:10]}T00:00:00"}
    return {"str": value.value}


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None
