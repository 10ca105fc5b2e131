"""The statements of a difference that are only in another named graph now, as when a file was renamed or divided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.history.statement_difference import StatementDifference


@dataclass(frozen=True, slots=True)
class Moves:
    """``quads`` are those of both sides; ``counts`` has, by graph, how many of its statements came from which other."""

    quads: frozenset[Quad]
    counts: Mapping[str, Mapping[str, int]]


def between(difference: StatementDifference) -> Moves:
    """What moved: a statement that one graph lost and another gained."""
    lost: dict[Triple, list[Quad]] = defaultdict(list)
    for quad in difference.removed:
        lost[difference.compared[quad].triple].append(quad)
    moved: set[Quad] = set()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for quad in difference.added:
        origins = lost.get(difference.compared[quad].triple)
        if origins:
            origin = origins.pop(0)
            moved |= {origin, quad}
            counts[_name(quad)][_name(origin)] += 1
    return Moves(frozenset(moved), counts)


def _name(quad: Quad) -> str:
    graph = quad.graph_name
    return "" if isinstance(graph, DefaultGraph) else graph.value if isinstance(graph, NamedNode) else str(graph)
