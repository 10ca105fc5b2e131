"""An engine whose answers are remembered, so that what was asked before is neither run nor waited for again."""

from __future__ import annotations

import hashlib
from typing import Protocol

from kg.query.answer import Answer
from kg.query.canonical import canonical
from kg.query.flight import Flights
from kg.query.guard import CheckedQuery
from kg.query.memory import Memory
from kg.query.results import AnswerFormat, GraphSelection


class Engine(Protocol):
    """What answers queries: the pool of this machine, or an engine elsewhere."""

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use; raises QueryError, ServiceBusy or NotAcceptable."""

    def close(self) -> None:
        """Take no more queries."""


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
        asked = [canonical(query.text)]
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
        known = self._memory.get(key)
        if known is not None:
            return Answer(answer_format, known, len(known))

        def ask() -> Answer:
            answer = self.engine.evaluate(query, answer_format, graphs)
            if isinstance(answer.content, bytes):
                self._memory.put(key, answer.content, answer.size)
            return answer

        # The text is part of the question, so that an error is told with the line and column of one's own spelling.
        return self._flights.once((key, query.text), ask)

    def close(self) -> None:
        """Take no more queries."""
        self.engine.close()
