"""The statements that a query can look at from a few focus nodes, gathered along its ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode

from kg.shacl.data_graph import Index, Numbered
from kg.shacl.shapes.traversal import endpoints
from kg.shacl.sparql_based.query_dependencies import query_reads
from kg.sparql.property_path import Sequence
from kg.sparql.query_structure import Query


def neighbourhood(index: Index, query: Query, focus: Collection[int], *, at_most: int) -> set[Numbered] | None:
    """The statements; nothing if there are more than ``at_most``."""
    found: set[Numbered] = set()
    for read in frozenset(query_reads(query, {"this": ()})):
        if read.way is None:
            if read.predicate is None:
                return None
            statements: Iterator[Numbered] = index.triples((read.predicate,))
        else:
            nodes = set(focus) if not read.way else endpoints(index, Sequence(read.way), focus)
            predicates = index.predicates if read.predicate is None else (read.predicate,)
            statements = _statements(index, nodes, predicates, backwards=read.backwards)
        for statement in statements:
            found.add(statement)
            if len(found) > at_most:
                return None
    return found


def _statements(
    index: Index, nodes: set[int], predicates: Collection[NamedNode], *, backwards: bool
) -> Iterator[Numbered]:
    for predicate in predicates:
        table = index.inverse(predicate) if backwards else index.forward(predicate)
        for node in nodes:
            for other in table.get(node, ()):
                yield (other, predicate, node) if backwards else (node, predicate, other)
