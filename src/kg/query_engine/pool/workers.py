"""The set of workers of a pool: idle and pre-forked ones, and reading their replies before the deadline."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Quad

from kg.errors import ServiceBusy, phrase
from kg.query_engine.answer import Gathering
from kg.query_engine.pool.frames import Connection, Frame
from kg.query_engine.pool.index_client import IndexProcess
from kg.query_engine.pool.scheduler import Place
from kg.settings.query import Limits

_SLICE = 0.004
"""Seconds of a processor after which a query leaves its place to others, where all are taken."""
_PATIENCE = 0.1
"""Seconds of a processor after which its process also gets a lower priority, which cannot be undone."""
_SCHEDULED = 2
"""The last bits of the clock of a process, as clock_getcpuclockid(3) makes it."""
_TRIES = 3
"""New workers that are tried, beyond the idle ones, which may all have ended, before the machine counts as full."""
_MOMENT = 2.0
"""Seconds in which a worker of an index that is loaded starts, even on a busy machine."""


@dataclass(slots=True)
class Worker:
    """A worker process, with the connection to it.

    ``pid`` is 0 until HELLO was received; ``began`` is the processor time in seconds that the process had used when its
    last query was sent.
    """

    index: IndexProcess
    connection: Connection
    pid: int = 0
    slowed: bool = False
    began: float = 0.0

    def begin(self, request: bytes) -> bool:
        """Send a query; says whether the worker still runs, so far."""
        self.began = self._spent()
        try:
            self.connection.send(Frame.QUERY, request)
        except ConnectionError:
            return False
        return True

    def wait(self, place: Place, gathering: Gathering) -> tuple[Frame, bytes]:
        """The frame that ends the answer, its DATA gathered; a query that takes long lets others go first meanwhile.

        Raises TimeoutError at the deadline of its place, ServiceBusy where it had to make way until then, and EOFError.
        """
        wait = False  # it may have had its time already
        while True:
            try:
                kind, content = self.connection.receive(wait=wait)
            except TimeoutError:
                wait = True
            else:
                if kind is not Frame.DATA:
                    return kind, content
                gathering.add(content)
            self._make_way(place, self._spent() - self.began)
            if time.monotonic() >= place.deadline:
                raise TimeoutError

    def poll(self, gathering: Gathering) -> tuple[Frame, bytes] | None:
        """The frame that ends the answer, if it has come; raises EOFError."""
        while True:
            try:
                kind, content = self.connection.receive(wait=False)
            except TimeoutError:
                return None
            if kind is not Frame.DATA:
                return kind, content
            gathering.add(content)

    def is_long(self) -> bool:
        """Whether the query has used the processor time after which others go first."""
        return self._spent() - self.began > _SLICE

    def kill(self) -> None:
        """Kill the process."""
        self.connection.close()
        self.index.kill(self.pid)

    def _make_way(self, place: Place, spent: float) -> None:
        """Let others go first, as far as ``spent`` seconds of a processor ask for it.

        One that is alone is not slowed, which would cost it its process: in a new one the next long query has to copy
        every page of the index that it visits, and takes up to twice the time.
        """
        if spent > _PATIENCE and not self.slowed and not place.alone:
            self.index.slow(self.pid)
            self.slowed = True
        if spent > _SLICE and place.wanted and not place.make_way():
            self.index.stop(self.pid)
            place.enter()
            self.index.go_on(self.pid)

    def _spent(self) -> float:
        """Seconds of a processor that the process has had; by the clock on the wall where only Linux tells."""
        if sys.platform != "linux":
            return time.monotonic()
        try:
            return time.clock_gettime(~self.pid << 3 | _SCHEDULED)
        except OSError:
            return 0.0  # it has ended, and the connection tells


class WorkerSet:
    """The idle workers, and the index process that they are forked from; a new one is started, should it be lost.

    Some are always forked ahead, so that no query need wait for it.
    """

    def __init__(self, quads: Callable[[], Iterable[Quad]], limits: Limits) -> None:
        self._quads = quads
        self._limits = limits
        self._ahead = max(1, limits.workers // 2)
        self._index = IndexProcess(quads(), limits)
        self._greeted: IndexProcess | None = None
        self._lock = threading.Lock()
        self._idle: deque[Worker] = deque()

    def after_fork(self) -> None:
        """Leave the idle workers to the process that this one was forked from."""
        idle, self._idle, self._lock = self._idle, deque(), threading.Lock()
        for worker in idle:
            worker.connection.leave()

    def check_out(self, deadline: float) -> Worker:
        """The worker that was idle for the shortest time; one is always forked ahead, so that no query need wait."""
        for _ in range(self._limits.workers + _TRIES):
            with self._lock:
                worker = self._idle.pop() if self._idle else self._fork()
                self._fork_ahead()
            if (worker.pid or self._greet(worker, deadline)) and not worker.connection.gone():
                return worker
            worker.connection.close()
        raise ServiceBusy(phrase("No process could be started for the query."), retry_after=1)

    def _fork(self) -> Worker:
        """A new worker; where the index process is lost, of a new one."""
        try:
            return Worker(self._index, self._index.fork())
        except OSError:
            former, self._index = self._index, IndexProcess(self._quads(), self._limits)
            former.close()
            # They end with the index that they were forked from, but not at once: a query might still be sent to one.
            self._close_idle()
            return Worker(self._index, self._index.fork())

    def _greet(self, worker: Worker, deadline: float) -> bool:
        while time.monotonic() < deadline:
            try:
                _, pid = worker.connection.receive()
            except EOFError:
                return False
            except TimeoutError:
                continue
            worker.pid = int.from_bytes(pid, "big")
            self._greeted = worker.index
            return True
        worker.connection.close()
        raise ServiceBusy(phrase("The index is still loading."), retry_after=1)

    def give_back(self, worker: Worker) -> None:
        """Take back a worker that has answered and stays."""
        with self._lock:
            if worker.index is self._index and len(self._idle) < self._limits.workers + self._ahead:
                self._idle.append(worker)
                return
        worker.connection.close()

    def idle(self) -> Worker | None:
        """A worker that is ready for a query, though it may have ended while it was idle; or None."""
        with self._lock:
            worker = self._idle.pop() if self._idle and self._idle[-1].pid else None
            self._fork_ahead()
        return worker

    def _fork_ahead(self) -> None:
        while len(self._idle) < self._ahead:
            self._idle.appendleft(self._fork())

    @property
    def alive(self) -> bool:
        """Whether the index process runs."""
        return self._index.alive

    def answers(self) -> bool:
        """Whether the index process runs and has loaded: a worker of it has started, or does so in a moment."""
        index = self._index
        if index.alive and self._greeted is not index:
            with contextlib.suppress(ServiceBusy):
                self.give_back(self.check_out(time.monotonic() + _MOMENT))
        return index.alive and self._greeted is index

    def restore(self) -> None:
        """Start another index process where it is lost, and workers of it."""
        with self._lock:
            if not self._index.alive:
                self._idle.appendleft(self._fork())

    def close(self) -> None:
        with self._lock:
            self._close_idle()
            self._index.close()

    def end(self) -> None:
        """Close, and end the index, whichever process has started it."""
        with self._lock:
            self._close_idle()
            self._index.end()

    def _close_idle(self) -> None:
        for worker in self._idle:
            worker.connection.close()
        self._idle.clear()
