"""The statements that a query can read from a few focus nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode

from kg.shacl.data_graph import Index, Numbered
from kg.shacl.shapes.traversal import endpoints
from kg.shacl.sparql_based.query_dependencies import query_lookups
from kg.sparql.property_path import Sequence
from kg.sparql.query_structure import Query


def neighbourhood(index: Index, query: Query, focus: Collection[int], *, at_most: int) -> set[Numbered] | None:
    """The statements; None if there are more than ``at_most``."""
    nearby: set[Numbered] = set()
    for lookup in frozenset(query_lookups(query, {"this": ()})):
        if lookup.way is None:
            if lookup.predicate is None:
                return None
            statements: Iterator[Numbered] = index.triples((lookup.predicate,))
        else:
            nodes = set(focus) if not lookup.way else endpoints(index, Sequence(lookup.way), focus)
            predicates = index.predicates if lookup.predicate is None else (lookup.predicate,)
            statements = _statements(index, nodes, predicates, backwards=lookup.backwards)
        for statement in statements:
            nearby.add(statement)
            if len(nearby) > at_most:
                return None
    return nearby


def _statements(
    index: Index, nodes: set[int], predicates: Collection[NamedNode], *, backwards: bool
) -> Iterator[Numbered]:
    for predicate in predicates:
        table = index.inverse(predicate) if backwards else index.forward(predicate)
        for node in nodes:
            for other in table.get(node, ()):
                yield (other, predicate, node) if backwards else (node, predicate, other)
