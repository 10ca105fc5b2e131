"""Answer cache: an engine in front of another one, whose answers it keeps, and where equal queries run once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Hashable, Sequence
from types import TracebackType

from kg.query_engine import Engine, Execution, Load
from kg.query_engine.answer import Answer
from kg.query_engine.cache.lru import Memory
from kg.query_engine.cache.single_flight import Flight, Flights
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.guard import CheckedQuery


class SharedExecution:
    """The execution of a query whose answer is kept, and which others who send the same query wait for.

    It is a context whose error ends the execution for all of them.
    """

    def __init__(
        self,
        execution: Execution,
        flights: Flights,
        question: Hashable,
        flight: Flight,
        keep: Callable[[Answer], object],
    ) -> None:
        self._execution = execution
        self._flights = flights
        self._question = question
        self._flight = flight
        self._keep = keep

    def queue(self, on_place: Callable[[], None] | None = None) -> bool:
        with self:
            return self._execution.queue(on_place)

    def start(self) -> bool:
        with self:
            return self._execution.start()

    def notify(self, loop: asyncio.AbstractEventLoop, then: Callable[[], object]) -> None:
        self._execution.notify(loop, then)

    def is_long(self) -> bool:
        return self._execution.is_long()

    def poll(self) -> Answer | None:
        with self:
            answer = self._execution.poll()
            return self._share(answer) if answer else None

    def wait(self) -> Answer:
        with self:
            return self._share(self._execution.wait())

    def _share(self, answer: Answer) -> Answer:
        self._keep(answer)
        self._flights.arrive(self._question, self._flight, answer)
        return answer

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error:
            self._flights.fail(self._question, self._flight, error)


class AnswerCache:
    """Answers from memory what ``engine`` has answered in the same state of its data.

    Caches of several states may share a ``memory``: their keys differ, and what is used least goes first. Where the
    engine's state is not known, or an answer differs from one run to the next, it is not kept.
    """

    def __init__(self, engine: Engine, memory: Memory[str, bytes]) -> None:
        self.engine = engine
        self.state = engine.state
        self._memory = memory
        self._flights = Flights()

    @property
    def is_fresh(self) -> bool:
        return self.engine.is_fresh

    @property
    def functions(self) -> Sequence[str]:
        return self.engine.functions

    @property
    def load(self) -> Load | None:
        return self.engine.load

    def current(self) -> AnswerCache:
        engine = self.engine.current()
        return self if engine is self.engine else AnswerCache(engine, self._memory)

    def check_ready(self) -> None:
        self.engine.check_ready()

    def key(self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None) -> str:
        """The key of an answer: the state, the canonical query, the graphs and the format."""
        parts = [query.spelling]
        if graphs:
            parts += ["", *sorted(set(graphs.default)), "", *sorted(set(graphs.named))]
        question = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        return f"{(self.state or '')[:32]}-{question[:32]}-{answer_format.name}"

    def keeps(self, query: CheckedQuery) -> bool:
        """Whether the query has the same answer as long as the state lasts."""
        return self.state is not None and not query.volatile

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use; blocks, and raises what the engine raises.

        Of equal queries at the same time one runs, and its answer, or its error, is that of all.
        """
        if not self.keeps(query):
            return self.engine.evaluate(query, answer_format, graphs)
        key = self.key(query, answer_format, graphs)
        known = self._known(key, answer_format)
        if known:
            return known
        # The text is part of the question, so that an error has the line and column of one's own spelling.
        question = key, query.text
        return self._flights.once(question, lambda: self._keep(key, self.engine.evaluate(query, answer_format, graphs)))

    def begin(
        self,
        query: CheckedQuery,
        answer_format: AnswerFormat,
        graphs: GraphSelection | None = None,
        key: str | None = None,
    ) -> Answer | Execution | None:
        """The answer if it is kept, or its execution; None where it can only be waited for, by ``evaluate``.

        ``key`` is what ``key`` returns, where the caller has it already. Raises NotAcceptable.
        """
        if not self.keeps(query):
            return self.engine.begin(query, answer_format, graphs)
        key = key or self.key(query, answer_format, graphs)
        known = self._known(key, answer_format)
        if known:
            return known
        question = key, query.text
        flight = self._flights.open(question)
        if flight is None:
            return None
        try:
            execution = self.engine.begin(query, answer_format, graphs)
        except BaseException as error:
            self._flights.fail(question, flight, error)
            raise
        if execution is None or isinstance(execution, Answer):
            self._flights.give_up(question, flight)
            return execution
        return SharedExecution(execution, self._flights, question, flight, lambda answer: self._keep(key, answer))

    def _known(self, key: str, answer_format: AnswerFormat) -> Answer | None:
        known = self._memory.get(key)
        return None if known is None else Answer(answer_format, known, len(known))

    def _keep(self, key: str, answer: Answer) -> Answer:
        if isinstance(answer.content, bytes):
            self._memory.put(key, answer.content, answer.size)
        return answer

    def close(self) -> None:
        self.engine.close()

    def end(self) -> None:
        self.engine.end()
