"""Where queries run: in processes that may be killed, forked from one that holds the index of a revision.

The front (this process, any of its threads) checks out a worker, sends the query and takes the answer, whole. At the
deadline it has the worker killed; a worker that dies by itself ran out of memory or stack. Either way the front answers
with an error that says so, and the next query finds another worker, which was forked ahead.
"""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from pyoxigraph import Quad

from kg.query_engine import evaluation, request_context
from kg.query_engine.answer import Answer
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.guard import CheckedQuery
from kg.query_engine.pool.execution import Running
from kg.query_engine.pool.frames import Request
from kg.query_engine.pool.scheduler import Places
from kg.query_engine.pool.workers import Crew
from kg.settings.query import Limits


class Pool:
    """Evaluates queries on one revision's quads, within limits, from any thread.

    ``quads`` is called once, and again should the index process ever be lost. A pool survives a fork of its process:
    each side then has its own workers and places, and one index. Only the process that made the pool ends the index.
    """

    def __init__(self, quads: Callable[[], Iterable[Quad]], limits: Limits, base: str | None = None) -> None:
        self._limits = limits
        self._base = base
        self._crew = Crew(quads, limits)
        self._places = Places(limits)
        _POOLS.add(self)

    def after_fork(self) -> None:
        """Leave the idle workers and the queries that run to the process that this one was forked from."""
        self._places = Places(self._limits)
        self._crew.after_fork()

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use.

        Raises NotAcceptable, ServiceBusy, TooManyQueries, QueryTimeout, QueryTooLarge, QuerySyntaxError,
        QueryNotAllowed, QueryInterrupted or QueryError.
        """
        return self.running(query, answer_format, graphs).rest()

    def running(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Running:
        """A query that is to be taken to its end, whose time runs; raises NotAcceptable."""
        evaluation.require(query.form, answer_format)
        dataset = (graphs.default, graphs.named) if graphs else None
        prefixes = dict(query.prefixes)
        asked = Request(query.text, answer_format.name, query.datasets, dataset, prefixes, self._base)
        who = request_context.current()
        place = self._places.one(time.monotonic() + self._limits.seconds, who.client)
        return Running(self._crew, self._limits, place, asked.packed(), answer_format, who.began(query.text))

    @property
    def ready(self) -> bool:
        """Whether there is an index to ask."""
        return self._crew.alive

    @property
    def waiting(self) -> int:
        """How many queries wait."""
        return self._places.waiting

    @property
    def inside(self) -> int:
        """How many queries run or wait."""
        return self._places.inside

    def close(self) -> None:
        """Take no more queries, wait for those that run, and end the workers."""
        self._places.close(self._limits.seconds + 1)
        self._crew.close()

    def end(self) -> None:
        """Close, and end the index also for the other processes that share this pool."""
        self.close()
        self._crew.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _leave_workers() -> None:
    for pool in _POOLS:
        pool.after_fork()


_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()
os.register_at_fork(after_in_child=_leave_workers)
