"""Running queries: what an engine is, which queries it accepts, and the formats of its answers.

``guard`` checks a text before anything runs; ``evaluation`` evaluates a query and writes the answer. Three engines keep
the protocol below: ``pool`` runs queries in processes that can be killed, ``remote`` sends them to another SPARQL
endpoint, and ``cache`` keeps the answers of either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import asyncio

    from kg.query_engine.answer import Answer
    from kg.query_engine.evaluation import AnswerFormat, GraphSelection
    from kg.query_engine.guard import CheckedQuery


class Load(NamedTuple):
    """How many queries an engine has: ``inside`` run or wait, ``waiting`` of these wait for a place."""

    inside: int
    waiting: int


class Execution(Protocol):
    """One query on its way from the queue to its answer, for callers that may not block; ``wait`` is for the others.

    Every method but ``notify`` and ``is_long`` raises what ``Engine.evaluate`` raises, which ends the execution. It
    holds a place in the queue and perhaps a worker, so a caller that has begun takes it to its end.
    """

    def queue(self, on_place: Callable[[], None] | None = None) -> bool:
        """Ask for a place; says whether it is free, and else ``on_place`` is called, by any thread, once it is."""

    def start(self) -> bool:
        """Take the place and start, if a worker is idle; says whether the query has started."""

    def notify(self, loop: asyncio.AbstractEventLoop, then: Callable[[], object]) -> None:
        """Have ``loop``, which runs in this thread, call ``then`` once when a part of the answer has come."""

    def is_long(self) -> bool:
        """Whether the query has used so much processor time that others go first, which ``wait`` sees to."""

    def poll(self) -> Answer | None:
        """The answer if all of it has come."""

    def wait(self) -> Answer:
        """The answer; blocks until it has come."""


class Engine(Protocol):
    """Answers checked queries from one state of the data, from any thread."""

    @property
    def state(self) -> str | None:
        """The digest of the data that answers come from; None where it may change unnoticed."""

    @property
    def is_fresh(self) -> bool:
        """Whether ``current`` returns without blocking."""

    @property
    def functions(self) -> Sequence[str]:
        """The IRIs of extension functions that are known to work in queries."""

    @property
    def load(self) -> Load | None:
        """The number of queries at the moment; None where it is not known here."""

    def current(self) -> Engine:
        """The engine for the data as it is now: another one than this where that has changed."""

    def check_ready(self) -> None:
        """Raise ServiceBusy where queries would not be answered."""

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use; blocks. Raises QueryError, ServiceBusy or NotAcceptable."""

    def begin(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer | Execution | None:
        """The answer where it is known, or its execution; None where only ``evaluate`` can get it.

        Raises NotAcceptable.
        """

    def close(self) -> None:
        """Take no more queries, wait for those that run, and end what this process has started."""

    def end(self) -> None:
        """Close, and also end what other processes share with this one."""
