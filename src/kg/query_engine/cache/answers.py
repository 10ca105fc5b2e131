"""An engine whose answers are remembered, so that what was asked before is neither run nor waited for again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from functools import partial
from types import TracebackType
from typing import Protocol

from kg.query_engine.answer import Answer
from kg.query_engine.cache.lru import Memory
from kg.query_engine.cache.single_flight import Flight, Flights
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.guard import CheckedQuery
from kg.query_engine.pool.execution import Running


class Engine(Protocol):
    """What answers queries: the pool of this machine, or an engine elsewhere."""

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use; raises QueryError, ServiceBusy or NotAcceptable."""

    def running(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Running | None:
        """The query on its way; None where it can only be waited for. Raises NotAcceptable."""

    def close(self) -> None:
        """Take no more queries."""


class Coming:
    """An answer on its way, which others who ask the same wait for; to be taken to its end.

    The methods are those of ``Running``; what they raise ends it.
    """

    def __init__(self, running: Running, keep: Callable[[Answer], object], ending: _Ending) -> None:
        self._running = running
        self._keep = keep
        self._ending = ending

    def seek(self, then: Callable[[], None]) -> bool:
        with self._ending:
            return self._running.seek(then)

    def begin_at_once(self) -> bool:
        with self._ending:
            return self._running.begin_at_once()

    def fileno(self) -> int:
        return self._running.fileno()

    def takes_long(self) -> bool:
        return self._running.takes_long()

    def at_once(self) -> Answer | None:
        with self._ending:
            answer = self._running.at_once()
        return self._landed(answer) if answer else None

    def rest(self) -> Answer:
        with self._ending:
            answer = self._running.rest()
        return self._landed(answer)

    def _landed(self, answer: Answer) -> Answer:
        self._keep(answer)
        self._ending.arrive(answer)
        return answer


class _Ending:
    """A context whose error is the end of a question on its way."""

    __slots__ = ("_flight", "_flights", "_question")

    def __init__(self, flights: Flights, question: Hashable, flight: Flight) -> None:
        self._flights = flights
        self._question = question
        self._flight = flight

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error:
            self._flights.fail(self._question, self._flight, error)

    def arrive(self, answer: Answer) -> None:
        self._flights.arrive(self._question, self._flight, answer)


class Answers:
    """The answers of one engine in one ``state`` of its data, which is named by a digest.

    Several of these may share a ``memory``: what they remember is kept apart by their states, and pushed out by what
    is asked later. Where the state is not known, or answers differ from one run to the next, none is remembered.
    """

    def __init__(self, engine: Engine, state: str | None, memory: Memory[str, bytes]) -> None:
        self.engine = engine
        self.state = state
        self._memory = memory
        self._flights = Flights()

    def key(self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None) -> str:
        """What names an answer: the state, the canonical query, the graphs and the format."""
        asked = [query.spelling]
        if graphs:
            asked += ["", *sorted(set(graphs.default)), "", *sorted(set(graphs.named))]
        question = hashlib.sha256("\0".join(asked).encode()).hexdigest()
        return f"{(self.state or '')[:32]}-{question[:32]}-{answer_format.name}"

    def remembers(self, query: CheckedQuery) -> bool:
        """Whether the same query has the same answer as long as the state lasts."""
        return self.state is not None and not query.volatile

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use.

        Raises what the engine raises. Of identical queries at the same time one runs, and its answer, or its error, is
        that of all.
        """
        if not self.remembers(query):
            return self.engine.evaluate(query, answer_format, graphs)
        key = self.key(query, answer_format, graphs)
        known = self._known(key, answer_format)
        if known:
            return known
        # The text is part of the question, so that an error is told with the line and column of one's own spelling.
        question = key, query.text
        return self._flights.once(question, lambda: self._kept(key, self.engine.evaluate(query, answer_format, graphs)))

    def coming(
        self, key: str, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer | Coming | None:
        """The answer with this ``key`` if it is remembered, or else on its way; None where it can only be waited for.

        Raises NotAcceptable.
        """
        known = self._known(key, answer_format)
        if known:
            return known
        question = key, query.text
        flight = self._flights.open(question)
        if flight is None:
            return None
        ending = _Ending(self._flights, question, flight)
        with ending:
            running = self.engine.running(query, answer_format, graphs)
        if running is None:
            self._flights.give_up(question, flight)
            return None
        return Coming(running, partial(self._kept, key), ending)

    def _known(self, key: str, answer_format: AnswerFormat) -> Answer | None:
        known = self._memory.get(key)
        return None if known is None else Answer(answer_format, known, len(known))

    def _kept(self, key: str, answer: Answer) -> Answer:
        if isinstance(answer.content, bytes):
            self._memory.put(key, answer.content, answer.size)
        return answer

    def close(self) -> None:
        """Take no more queries."""
        self.engine.close()
