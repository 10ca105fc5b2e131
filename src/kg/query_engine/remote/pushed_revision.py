"""Which revision a remote endpoint has: a graph of a few statements, changed by one request.

``<base>graph/pushed`` names the digest of the revision in use and its graphs. Readers look at it once a second, and ask
the graphs that it names (``kg.query_engine.remote.graph_names``), so they see one revision or the other and never some
of both.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from kg.errors import ServiceBusy
from kg.query_engine.evaluation import GraphSelection
from kg.rdf.namespaces import DCT

FRESH_SECONDS = 1.0
"""How long a look at the pointer holds."""
_LOOK_SECONDS = 5.0
_DIGEST = NamedNode(DCT + "identifier")
_PART = NamedNode(DCT + "hasPart")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The revision with this ``digest`` and the names of its ``graphs``, as we know them.

    Without a digest, the graphs were loaded by other means, under these very names.
    """

    digest: str | None
    graphs: frozenset[str]


def name(base: str) -> NamedNode:
    """The graph that the pointer is, and its subject."""
    return NamedNode(f"{base}graph/pushed")


def triples(base: str, pointer: Pointer) -> Iterator[Triple]:
    """What stands in the graph."""
    assert pointer.digest
    yield Triple(name(base), _DIGEST, Literal(pointer.digest))
    for graph in sorted(pointer.graphs):
        yield Triple(name(base), _PART, NamedNode(graph))


Ask = Callable[[str, GraphSelection, float], bytes]
"""Asks the engine a text on a dataset until a deadline; what comes back is SPARQL results JSON."""


def read(ask: Ask, base: str, own: frozenset[str]) -> Pointer | None:
    """The pointer; or graphs called as ``own`` that were loaded by other means; None where there is neither."""
    graph = name(base)
    select = f"SELECT ?digest ?graph {{ GRAPH {graph} {{ {graph} {_DIGEST} ?digest ; {_PART} ?graph }} }}"
    deadline = time.monotonic() + _LOOK_SECONDS
    solutions = _parsed(ask(select, GraphSelection((graph.value,), (graph.value,)), deadline))
    assert isinstance(solutions, QuerySolutions)
    rows = [(_value(row["digest"]), _value(row["graph"])) for row in solutions]
    if rows:
        return Pointer(rows[0][0], frozenset(graph for _, graph in rows))
    names = tuple(sorted(own))
    verdict = _parsed(ask("ASK { GRAPH ?graph { ?s ?p ?o } }", GraphSelection(names, names), deadline))
    return Pointer(None, own) if isinstance(verdict, QueryBoolean) and bool(verdict) else None


def _parsed(answer: bytes) -> object:
    return parse_query_results(answer, format=QueryResultsFormat.JSON)


def _value(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


class Watch:
    """The pointer as of a moment ago. Where the engine cannot be reached, what was seen last stays."""

    def __init__(self, look: Callable[[], Pointer | None]) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._next = 0.0
        self.seen: Pointer | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether ``current`` would not look."""
        return time.monotonic() < self._next

    def current(self) -> Pointer | None:
        """The pointer; None where nothing was seen yet. One thread looks, the others go on with what is known."""
        if time.monotonic() >= self._next and self._lock.acquire(blocking=not self._next):
            try:
                if time.monotonic() >= self._next:
                    self.seen = self._look() or self.seen
            except (ServiceBusy, TimeoutError):
                pass  # those who ask will hear it
            finally:
                self._next = time.monotonic() + FRESH_SECONDS
                self._lock.release()
        return self.seen


def graph_names(graphs: Iterable[object]) -> frozenset[str]:
    """The names among the terms that statements have as their graph."""
    return frozenset(graph.value for graph in graphs if isinstance(graph, NamedNode))
