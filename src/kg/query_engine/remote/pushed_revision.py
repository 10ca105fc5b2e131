"""Which revision a remote endpoint has: a graph of a few statements, changed by one request.

``<base>graph/pushed`` names the digest of the revision in use, when it was switched to, and its graphs with the digests
that the engine made of them. Readers look at it once a second, and ask the graphs that it names
(``kg.query_engine.remote.graph_names``), so they see one revision or the other and never some of both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from kg.errors import ServiceBusy, phrase
from kg.query_engine.evaluation import GraphSelection
from kg.query_engine.remote import graph_digest, verdicts
from kg.query_engine.remote.graph_digest import GraphDigest
from kg.rdf.namespaces import DCT, WELL_KNOWN

_LOOK_SECONDS = 5.0
_DIGEST_SECONDS = 300.0
_DIGEST = NamedNode(DCT + "identifier")
_PART = NamedNode(DCT + "hasPart")
_SINCE = NamedNode(DCT + "modified")
_FORMER = NamedNode(DCT + "replaces")
_CHECKSUM = NamedNode(WELL_KNOWN["spdx"] + "checksumValue")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The revision with this ``digest`` and the names of its ``graphs``, as we know them.

    Without a digest, the graphs were loaded by other means, under these very names. ``since`` is when it was switched
    to, in UTC; ``former`` the digest before it; ``digests`` are those that the engine made of its graphs. In these, two
    engines with the same revision may differ.
    """

    digest: str | None
    graphs: frozenset[str]
    since: str = field(default="", compare=False)
    former: str = field(default="", compare=False)
    digests: Mapping[str, GraphDigest] = field(default_factory=dict, compare=False)


def name(base: str) -> NamedNode:
    """The graph that the pointer is, and its subject."""
    return NamedNode(f"{base}graph/pushed")


def triples(base: str, pointer: Pointer) -> Iterator[Triple]:
    """What stands in the graph."""
    assert pointer.digest
    yield Triple(name(base), _DIGEST, Literal(pointer.digest))
    # A plain literal, for engines spell a date as they like.
    yield Triple(name(base), _SINCE, Literal(pointer.since))
    if pointer.former:
        yield Triple(name(base), _FORMER, Literal(pointer.former))
    for graph in sorted(pointer.graphs):
        yield Triple(name(base), _PART, NamedNode(graph))
        if graph in pointer.digests:
            yield Triple(NamedNode(graph), _CHECKSUM, Literal(str(pointer.digests[graph])))


Ask = Callable[[str, GraphSelection, float], bytes]
"""Asks the engine a text on a dataset until a deadline; what comes back is SPARQL results JSON."""


def read(ask: Ask, base: str, own: frozenset[str]) -> Pointer | None:
    """The pointer; or graphs called as ``own`` that were loaded by other means; None where there is neither."""
    pointer = pushed(ask, base)
    if pointer:
        return pointer
    names = tuple(sorted(own))
    answer = ask("ASK { GRAPH ?graph { ?s ?p ?o } }", GraphSelection(names, names), _deadline())
    with _readable():
        verdict = verdicts.of_ask(_parsed(answer))
    return Pointer(None, own) if isinstance(verdict, QueryBoolean) and bool(verdict) else None


def pushed(ask: Ask, base: str) -> Pointer | None:
    """The pointer, where a push has written one."""
    graph = name(base)
    select = (
        f"SELECT ?digest ?since ?former ?graph ?checksum {{ GRAPH {graph} {{ {graph} {_DIGEST} ?digest ; "
        f"{_PART} ?graph OPTIONAL {{ {graph} {_SINCE} ?since }} OPTIONAL {{ {graph} {_FORMER} ?former }} "
        f"OPTIONAL {{ ?graph {_CHECKSUM} ?checksum }} }} }}"
    )
    answer = ask(select, GraphSelection((graph.value,), (graph.value,)), _deadline())
    with _readable():
        solutions = _parsed(answer)
        assert isinstance(solutions, QuerySolutions)
        columns = [variable.value for variable in solutions.variables]
        rows = [dict(zip(columns, map(_value, row), strict=True)) for row in solutions]
        if not rows:
            return None
        digests = {row["graph"]: GraphDigest.of(row["checksum"]) for row in rows if row.get("checksum")}
        first = rows[0]
        graphs = frozenset(row["graph"] for row in rows)
        return Pointer(first["digest"], graphs, first.get("since", ""), first.get("former", ""), digests)


def digest(ask: Ask, graph: str) -> GraphDigest | None:
    """The digest that the engine makes of a graph; None where it cannot, or takes too long."""
    deadline = time.monotonic() + _DIGEST_SECONDS
    try:
        answer = ask(graph_digest.query(graph), GraphSelection((graph,), (graph,)), deadline)
        with _readable():
            solutions = _parsed(answer)
            assert isinstance(solutions, QuerySolutions)
            (row,) = solutions
            return GraphDigest.of(" ".join(map(_value, row)))
    except (ServiceBusy, TimeoutError):
        return None


def _deadline() -> float:
    return time.monotonic() + _LOOK_SECONDS


@contextmanager
def _readable() -> Iterator[None]:
    """Takes an answer that is no SPARQL results, or those of another query, for an engine that is out of order."""
    try:
        yield
    except (SyntaxError, AssertionError, KeyError, ValueError) as error:
        raise ServiceBusy(
            phrase("The engine behind this service sent something that answers no query."),
            retry_after=5,
            hint=phrase("Try again in a while; the dumps are there all the time."),
        ) from error


def _parsed(answer: bytes) -> QueryBoolean | QuerySolutions:
    return parse_query_results(answer, format=QueryResultsFormat.JSON)


def _value(term: object) -> str:
    assert term is None or isinstance(term, NamedNode | Literal)
    return term.value if term else ""


def graph_names(graphs: Iterable[object]) -> frozenset[str]:
    """The names among the terms that statements have as their graph."""
    return frozenset(graph.value for graph in graphs if isinstance(graph, NamedNode))
