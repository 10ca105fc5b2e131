"""Several tables of quads as one: its quads as objects, or as numbers, for which no object is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg.compact.quads import Quads
from kg.compact.term_numbers import Term

Row = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class JoinedQuads:
    """The quads of these tables, or those in one ``graph`` of theirs; what is in two tables comes twice."""

    tables: Sequence[Quads]
    graph: NamedNode | None = None

    def __iter__(self) -> Iterator[Quad]:
        graph = self.graph
        return chain.from_iterable(table if graph is None else table.in_graph(graph) for table in self.tables)

    def graphs(self) -> set[Term]:
        """The names of the graphs that they are in."""
        return {graph for table in self.tables for graph in table.sizes() if self.graph in (None, graph)}

    def coded(self) -> tuple[Sequence[Term], Iterable[Row]]:
        """The terms, each once, and each quad as the numbers of its subject, predicate, object and graph."""
        graph = self.graph
        tables = [table for table in self.tables if graph is None or table.in_graph(graph)]
        if len(tables) == 1:
            terms, rows = tables[0].coded()
            return terms, rows if graph is None else _in_graph(rows, terms.index(graph))
        numbers: dict[Term, int] = {}
        joined: list[Iterator[Row]] = []
        for table in tables:
            terms, rows = table.coded()
            joined.append(_renumbered(rows, [numbers.setdefault(term, len(numbers)) for term in terms]))
        everything = chain.from_iterable(joined)
        return list(numbers), everything if graph is None or not tables else _in_graph(everything, numbers[graph])


def _renumbered(rows: Iterable[Row], number: Sequence[int]) -> Iterator[Row]:
    return ((number[s], number[p], number[o], number[g]) for s, p, o, g in rows)


def _in_graph(rows: Iterable[Row], graph: int) -> Iterator[Row]:
    return (row for row in rows if row[3] == graph)
