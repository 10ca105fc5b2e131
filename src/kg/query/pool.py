"""Where queries run: in processes that may be killed, forked from one that holds the index of a revision.

The front (this process, any of its threads) checks out a worker, sends the query and takes the answer, whole. At the
deadline it has the worker killed; a worker that dies by itself ran out of memory or stack. Either way the front answers
with an error that says so, and the next query finds another worker, which was forked ahead.
"""

from __future__ import annotations

import json
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from pyoxigraph import Quad

from kg.errors import QueryError, QueryNotAllowed, QuerySyntaxError, QueryTimeout, QueryTooLarge, ServiceBusy
from kg.query import results
from kg.query.admission import Place, Places
from kg.query.answer import Answer, Gathering
from kg.query.guard import CheckedQuery
from kg.query.index_process import IndexProcess
from kg.query.limits import Limits
from kg.query.results import AnswerFormat, GraphSelection
from kg.query.wire import Connection, Frame

_PATIENCE = 0.25
"""Seconds after which a query is one that takes long, and lets others go first."""
_TRIES = 3
"""New workers asked for, beyond those idle ones that may all be gone, before the machine is held to be full."""
_ADVICE = "Ask for less: a selective pattern first, a LIMIT, fewer optional parts. Or take a dump and ask at home."
_ERRORS = {each.__name__: each for each in (QueryError, QuerySyntaxError, QueryNotAllowed, QueryTooLarge)}


@dataclass(slots=True)
class _Worker:
    """A worker as the front knows it; ``pid`` is 0 until it has said HELLO."""

    index: IndexProcess
    connection: Connection
    pid: int = 0


class Pool:
    """Evaluates queries on one revision's quads, within limits, from any thread.

    ``quads`` is called once, and again should the index process ever be lost. A pool survives a fork of its process:
    each side then has its own workers and places, and one index. Only the process that made the pool ends the index.
    """

    def __init__(self, quads: Callable[[], Iterable[Quad]], limits: Limits, base: str | None = None) -> None:
        self._quads = quads
        self._limits = limits
        self._base = base
        self._index = IndexProcess(quads(), limits)
        self._reset()
        _POOLS.add(self)

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._idle: deque[_Worker] = deque()
        self._places = Places(self._limits)

    def after_fork(self) -> None:
        """Leave the idle workers to the process that this one was forked from."""
        idle = self._idle
        self._reset()
        for worker in idle:
            worker.connection.close()

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use.

        Raises NotAcceptable, ServiceBusy, QueryTimeout, QueryTooLarge, QuerySyntaxError, QueryNotAllowed or QueryError.
        """
        results.require(query.form, answer_format)
        request = {
            "query": {name: getattr(query, name) for name in CheckedQuery.__slots__}
            | {"prefixes": dict(query.prefixes)},
            "format": answer_format.name,
            "graphs": [graphs.default, graphs.named] if graphs else None,
            "base": self._base,
        }
        deadline = time.monotonic() + self._limits.seconds
        with self._places.one(deadline) as place:
            worker = self._check_out(deadline)
            return self._ask(worker, place, json.dumps(request).encode(), answer_format, deadline)

    def _check_out(self, deadline: float) -> _Worker:
        """The worker that was idle for the shortest time; one is always forked ahead, so that no query need wait."""
        for _ in range(self._limits.workers + _TRIES):
            with self._lock:
                worker = self._idle.pop() if self._idle else self._fork()
                if not self._idle:
                    self._idle.append(self._fork())
            if (worker.pid or self._greet(worker, deadline)) and not worker.connection.gone():
                return worker
            worker.connection.close()
        raise ServiceBusy("No process could be started for the query.", retry_after=1)

    def _fork(self) -> _Worker:
        """A new worker; where the index process is lost, of a new one."""
        try:
            return _Worker(self._index, self._index.fork())
        except OSError:
            self._index.close()
            self._index = IndexProcess(self._quads(), self._limits)
            return _Worker(self._index, self._index.fork())

    def _greet(self, worker: _Worker, deadline: float) -> bool:
        try:
            _, pid = worker.connection.receive(deadline)
        except EOFError:
            return False
        except TimeoutError as error:
            worker.connection.close()
            raise ServiceBusy("The index is still loading.", retry_after=1) from error
        worker.pid = int.from_bytes(pid, "big")
        return True

    def _ask(
        self, worker: _Worker, place: Place, request: bytes, answer_format: AnswerFormat, deadline: float
    ) -> Answer:
        with ExitStack() as otherwise:
            otherwise.callback(worker.connection.close)
            otherwise.callback(worker.index.kill, worker.pid)
            gathering = otherwise.enter_context(closing(Gathering()))
            try:
                worker.connection.send(Frame.QUERY, request)
                kind, content = _receive(worker, place, gathering, deadline)
            except TimeoutError as error:
                seconds = self._limits.seconds
                message = f"The query took longer than {seconds:g} seconds and was ended."
                raise QueryTimeout(message, seconds=seconds, hint=_ADVICE) from error
            except (EOFError, ConnectionError) as error:
                message = f"The query needed more than {self._limits.memory_mib} MiB of memory, or is built too deeply."
                raise QueryTooLarge(message, hint=_ADVICE) from error
            last = json.loads(content)
            if last.pop("stays") and not place.long:
                self._return(worker)
            else:
                worker.connection.close()
            if kind is Frame.END:
                otherwise.pop_all()
                return gathering.whole(answer_format)
            otherwise.pop_all()
            gathering.close()
            raise _ERRORS[last.pop("error")](last.pop("message"), **last)

    def _return(self, worker: _Worker) -> None:
        with self._lock:
            if len(self._idle) <= self._limits.workers:
                self._idle.append(worker)
                return
        worker.connection.close()

    def close(self) -> None:
        """Take no more queries, wait for those that run, and end the workers."""
        self._places.close(self._limits.seconds + 1)
        with self._lock:
            for worker in self._idle:
                worker.connection.close()
            self._idle.clear()
            self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _receive(worker: _Worker, place: Place, gathering: Gathering, deadline: float) -> tuple[Frame, bytes]:
    """The frame that ends the answer, its DATA gathered."""
    try:
        kind, content = worker.connection.receive(min(deadline, time.monotonic() + _PATIENCE))
    except TimeoutError:
        if time.monotonic() < deadline:
            place.make_way()
        worker.index.slow(worker.pid)
        kind, content = worker.connection.receive(deadline)
    while kind is Frame.DATA:
        gathering.add(content)
        kind, content = worker.connection.receive(deadline)
    return kind, content


def _leave_workers() -> None:
    for pool in _POOLS:
        pool.after_fork()


_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()
os.register_at_fork(after_in_child=_leave_workers)
