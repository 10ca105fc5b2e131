"""An engine whose answers are remembered, so that what was asked before is neither run nor waited for again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Protocol

from kg.query.answer import Answer
from kg.query.flight import Flights
from kg.query.guard import CheckedQuery
from kg.query.memory import Memory
from kg.query.results import AnswerFormat, GraphSelection
from kg.query.running import Running


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

    def __init__(self, running: Running, landed: Callable[[Callable[[], Answer]], Answer]) -> None:
        self._running = running
        self._landed = landed

    def seek(self, then: Callable[[], None]) -> bool:
        with self._ending():
            return self._running.seek(then)

    def begin_at_once(self) -> bool:
        with self._ending():
            return self._running.begin_at_once()

    def fileno(self) -> int:
        return self._running.fileno()

    def at_once(self) -> Answer | None:
        with self._ending():
            answer = self._running.at_once()
        return self._landed(lambda: answer) if answer else None

    def rest(self) -> Answer:
        return self._landed(self._running.rest)

    @contextmanager
    def _ending(self) -> Iterator[None]:
        """An error of the query is everybody's who waits; after another, they ask for themselves."""
        try:
            yield
        except BaseException as error:
            self._landed(_raising(error))
            raise


def _raising(error: BaseException) -> Callable[[], Answer]:
    def ask() -> Answer:
        raise error

    return ask


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
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer | Coming | None:
        """The answer if it is remembered, or else on its way; None where it can only be waited for.

        Raises NotAcceptable.
        """
        if not self.remembers(query):
            return None
        key = self.key(query, answer_format, graphs)
        known = self._known(key, answer_format)
        if known:
            return known
        question = key, query.text
        flight = self._flights.open(question)
        if flight is None:
            return None
        with ExitStack() as otherwise:
            otherwise.callback(self._flights.give_up, question, flight)
            running = self.engine.running(query, answer_format, graphs)
            if running is None:
                return None
            otherwise.pop_all()
        return Coming(running, lambda ask: self._kept(key, self._flights.land(question, flight, ask)))

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
