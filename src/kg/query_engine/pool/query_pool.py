"""The query pool: an engine that runs queries in worker processes, forked from one that holds a revision's index.

This process, in any of its threads, checks out a worker, sends the query and receives the whole answer. At the deadline
it has the worker killed; a worker that dies by itself ran out of memory or stack. Both become an error that says so,
and the next query gets another worker, which was forked ahead of need.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Self

from pyoxigraph import Quad

from kg.errors import ServiceBusy, phrase
from kg.query_engine import Load, evaluation, request_context
from kg.query_engine.answer import Answer
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.guard import CheckedQuery
from kg.query_engine.pool.execution import WorkerExecution
from kg.query_engine.pool.frames import Request
from kg.query_engine.pool.scheduler import Places
from kg.query_engine.pool.workers import WorkerSet
from kg.settings.query import Limits
from kg.sparql import extension_functions


class Pool:
    """Evaluates queries on one revision's quads, within limits, from any thread.

    ``quads`` is called once, and again should the index process ever be lost; ``state`` is their digest. A pool
    survives a fork of its process: each side then has its own workers and places, and one index. Only the process that
    made the pool ends the index.
    """

    is_fresh = True

    def __init__(
        self,
        quads: Callable[[], Iterable[Quad]],
        limits: Limits,
        base: str | None = None,
        state: str | None = None,
    ) -> None:
        self.state = state
        self._limits = limits
        self._base = base
        self._workers = WorkerSet(quads, limits)
        self._places = Places(limits)
        _POOLS.add(self)

    def after_fork(self) -> None:
        """Leave the idle workers and the queries that run to the process that this one was forked from."""
        self._places = Places(self._limits)
        self._workers.after_fork()

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use.

        Raises NotAcceptable, ServiceBusy, TooManyQueries, QueryTimeout, QueryTooLarge, QuerySyntaxError,
        QueryNotAllowed, QueryInterrupted or QueryError.
        """
        return self.begin(query, answer_format, graphs).wait()

    def begin(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> WorkerExecution:
        """The execution of a query, whose time has begun; raises NotAcceptable."""
        if answer_format not in evaluation.OFFERS[query.form]:
            evaluation.require(query.form, answer_format)
        dataset = (graphs.default, graphs.named) if graphs else None
        prefixes = dict(query.prefixes)
        request = Request(query.text, answer_format.name, query.datasets, dataset, prefixes, self._base)
        context = request_context.current()
        place = self._places.one(time.monotonic() + self._limits.seconds, context.client)
        return WorkerExecution(
            self._workers, self._limits, place, request.packed(), answer_format, context.begin_run(query.text)
        )

    @property
    def functions(self) -> Sequence[str]:
        return extension_functions.offered()

    @property
    def load(self) -> Load:
        return Load(self._places.inside, self._places.waiting)

    def current(self) -> Self:
        return self

    def check_ready(self) -> None:
        """Raise ServiceBusy where the index process loads or is lost; another is started then, as for a query."""
        if not self._workers.alive:
            threading.Thread(target=self._workers.restore, daemon=True).start()
            raise ServiceBusy(phrase("There is no index to ask; another is loading."), retry_after=1)
        if not self._workers.answers():
            raise ServiceBusy(phrase("The index is still loading."), retry_after=1)

    def close(self) -> None:
        """Take no more queries, wait for those that run, and end the workers."""
        self._places.close(self._limits.seconds + 1)
        self._workers.close()

    def end(self) -> None:
        """Close, and end the index also for the other processes that share this pool."""
        self._places.close(self._limits.seconds + 1)
        self._workers.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _leave_workers() -> None:
    for pool in _POOLS:
        pool.after_fork()


_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()
os.register_at_fork(after_in_child=_leave_workers)
