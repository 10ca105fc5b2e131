"""Where queries run: in processes that may be killed, forked from one that holds the index of a revision.

The front (this process, any of its threads) checks out a worker, sends the query and takes the answer, whole. At the
deadline it has the worker killed; a worker that dies by itself ran out of memory or stack. Either way the front answers
with an error that says so, and the next query finds another worker, which was forked ahead.
"""

from __future__ import annotations

import json
import os
import signal
import time
import weakref
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from types import TracebackType
from typing import Self

from pyoxigraph import Quad

from kg.errors import (
    KgError,
    QueryError,
    QueryInterrupted,
    QueryNotAllowed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
)
from kg.query import asking, results
from kg.query.admission import Place, Places
from kg.query.answer import Answer, Gathering
from kg.query.asking import Run
from kg.query.crew import Crew, Worker
from kg.query.guard import CheckedQuery
from kg.query.limits import Limits
from kg.query.results import AnswerFormat, GraphSelection
from kg.query.wire import Frame

_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT})
"""Signals that end a worker on somebody's order; those of an engine that breaks down are others."""
_ADVICE = "Ask for less: a selective pattern first, a LIMIT, fewer optional parts. Or take a dump and ask at home."
_ERRORS = {each.__name__: each for each in (QueryError, QuerySyntaxError, QueryNotAllowed, QueryTooLarge)}


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
        results.require(query.form, answer_format)
        request = {
            "query": {name: getattr(query, name) for name in CheckedQuery.__slots__}
            | {"prefixes": dict(query.prefixes)},
            "format": answer_format.name,
            "graphs": [graphs.default, graphs.named] if graphs else None,
            "base": self._base,
        }
        asked = asking.current()
        run = Run(query.text)
        asked.runs.append(run)
        start = time.monotonic()
        deadline = start + self._limits.seconds
        try:
            with self._places.one(deadline, asked.client) as place:
                try:
                    worker = self._crew.check_out(deadline)
                    answer = self._ask(worker, place, json.dumps(request).encode(), answer_format, deadline, run)
                finally:
                    run.waited = place.waited
        except KgError as error:
            run.outcome = type(error).__name__
            raise
        finally:
            run.seconds = time.monotonic() - start
        run.outcome, run.size = "answer", answer.size
        return answer

    def _ask(
        self, worker: Worker, place: Place, request: bytes, answer_format: AnswerFormat, deadline: float, run: Run
    ) -> Answer:
        with ExitStack() as otherwise:
            otherwise.callback(worker.connection.close)
            otherwise.callback(worker.index.kill, worker.pid)
            gathering = otherwise.enter_context(closing(Gathering()))
            try:
                worker.connection.send(Frame.QUERY, request)
                kind, content = worker.answer(place, gathering, deadline)
            except TimeoutError as error:
                seconds = self._limits.seconds
                message = f"The query took longer than {seconds:g} seconds and was ended."
                raise QueryTimeout(message, seconds=seconds, hint=_ADVICE) from error
            except (EOFError, ConnectionError) as error:
                raise self._death(worker) from error
            last = json.loads(content)
            fault, about = last["fault"], last["about"]
            run.first, run.written, run.memory_mib = map(about.get, ("first", "written", "memory_mib"))
            if about["stays"] and not worker.slowed:
                self._crew.give_back(worker)
            else:
                worker.connection.close()
            if kind is Frame.END:
                otherwise.pop_all()
                return gathering.whole(answer_format)
            otherwise.pop_all()
            gathering.close()
            raise _ERRORS[fault.pop("error")](fault.pop("message"), **fault)

    def _death(self, worker: Worker) -> QueryError:
        """The error that tells why a worker ended before its answer did."""
        if worker.index.ended_by(worker.pid) in _OUTSIDE:
            message = "The process that ran the query was ended from outside; nothing is said against the query."
            return QueryInterrupted(message, retry_after=1, hint="Try again in a moment.")
        message = f"The query needed more than {self._limits.memory_mib} MiB of memory, or is built too deeply."
        return QueryTooLarge(message, hint=_ADVICE)

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
