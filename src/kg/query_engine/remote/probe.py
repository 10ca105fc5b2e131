"""What an engine gets wrong: small queries with known answers, on a few statements that are put there and deleted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse_query_results

from kg.errors import ServiceBusy, UsageError
from kg.query_engine.evaluation import GraphSelection
from kg.query_engine.remote.endpoint import Endpoint
from kg.query_engine.remote.graph_store import GraphStore
from kg.query_engine.remote.known_answers import UNBOUND, KnownAnswer, KnownAnswers, known_answers
from kg.rdf.formats import JSON
from kg.rdf.namespaces import XSD

_SECONDS = 20.0
_COMPLAINT = 200


@dataclass(frozen=True, slots=True)
class Deviation:
    """A known answer that the engine does not give; ``got`` is what it gave, or its complaint."""

    known: KnownAnswer
    got: str

    def used_by(self, questions: Mapping[str, str]) -> list[str]:
        """The names of the questions whose text has what the case is about."""
        return [name for name, text in questions.items() if self.known.is_used_in(text)]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a probe has found; ``triple_terms`` is why RDF 1.2 cannot be pushed, empty where it can."""

    deviations: Sequence[Deviation]
    cases: int
    triple_terms: str


def probe(endpoint: Endpoint, store: GraphStore, base: str) -> Findings:
    """Ask every small query. Raises ServiceBusy or UsageError where the engine cannot be reached or written to."""
    graph, known = f"{base}graph/probe", known_answers()
    try:
        store.put(graph, _parsed(known.data))
        deviations = list(_deviations(endpoint, graph, known))
        triple_terms = _refusal(store, graph, set(_parsed(known.triple_term)))
    finally:
        store.delete(graph)
    return Findings(deviations, len(known.cases), triple_terms)


def _deviations(endpoint: Endpoint, graph: str, all_known: KnownAnswers) -> Iterator[Deviation]:
    selected = GraphSelection((graph,), (graph,))
    for known in all_known.cases:
        got = answer(endpoint, all_known.prefixes + known.query, selected)
        if got != list(known.values):
            yield Deviation(known, ", ".join(got) or "no row" if isinstance(got, list) else got)


def answer(endpoint: Endpoint, query: str, graphs: GraphSelection) -> list[str] | str:
    """The values of the first column, in the order of their spelling; or the engine's complaint."""
    try:
        with endpoint.ask(query, graphs, JSON.media_type, time.monotonic() + _SECONDS) as reply:
            body = b"".join(reply.chunks())
            if reply.status != 200:
                return f"{reply.status}: {body[:_COMPLAINT].decode(errors='replace').strip()}".splitlines()[0]
        solutions = parse_query_results(body, format=QueryResultsFormat.JSON)
        assert isinstance(solutions, QuerySolutions)
        return sorted(_spelt(row[0]) for row in solutions)
    except TimeoutError:
        return f"no answer in {_SECONDS:g} seconds"
    except SyntaxError as error:
        return f"an answer that cannot be read: {error}"


def _spelt(term: object) -> str:
    if term is None:
        return UNBOUND
    if isinstance(term, Literal) and not term.language and term.datatype.value == XSD + "string":
        return f'"{term.value}"'
    return str(term)


def _refusal(store: GraphStore, graph: str, wanted: set[Triple]) -> str:
    """Why a triple term cannot be put; nothing where it is there afterwards."""
    try:
        store.put(graph, wanted)
        return "" if set(store.get(graph)) == wanted else "it was taken and is not there"
    except (ServiceBusy, UsageError) as error:
        return error.message.splitlines()[0]
    except SyntaxError as error:
        return f"it came back as something that is no RDF: {error}"


def _parsed(lines: str) -> Iterator[Triple]:
    return (quad.triple for quad in pyoxigraph.parse(lines.encode(), format=RdfFormat.N_TRIPLES))
