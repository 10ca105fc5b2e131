"""The workers of a pool as the front knows them: who is idle, who is forked ahead, and what one says in time."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Quad

from kg.errors import ServiceBusy
from kg.query_engine.answer import Gathering
from kg.query_engine.pool.frames import Connection, Frame
from kg.query_engine.pool.index_client import IndexProcess
from kg.query_engine.pool.scheduler import Place
from kg.settings.query import Limits

_SLICE = 0.004
"""Seconds of a processor after which a query leaves its place to others, where all are taken."""
_PATIENCE = 0.1
"""Seconds of a processor after which others go before it there too, which cannot be undone for its process."""
_SCHEDULED = 2
"""The last bits of the clock of a process, as clock_getcpuclockid(3) makes it."""
_TRIES = 3
"""New workers asked for, beyond those idle ones that may all be gone, before the machine is held to be full."""


@dataclass(slots=True)
class Worker:
    """A worker as the front knows it.

    ``pid`` is 0 until it has said HELLO, ``began`` what it had of a processor when it was asked last, in seconds.
    """

    index: IndexProcess
    connection: Connection
    pid: int = 0
    slowed: bool = False
    began: float = 0.0

    def begin(self, request: bytes) -> None:
        """Ask; a worker that has gone is found out when its answer is to come."""
        self._wait_in_calls()
        self.began = self._spent()
        with contextlib.suppress(ConnectionError):
            self.connection.send(Frame.QUERY, request)

    def answer(self, place: Place, gathering: Gathering) -> tuple[Frame, bytes]:
        """The frame that ends the answer, its DATA gathered; on the way there, what takes long makes way.

        Raises TimeoutError at the deadline of its place, ServiceBusy where it had to make way until then, and EOFError.
        """
        self._wait_in_calls()
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

    def said(self, gathering: Gathering) -> tuple[Frame, bytes] | None:
        """The frame that ends the answer, if it has come; raises EOFError."""
        while True:
            try:
                kind, content = self.connection.receive(wait=False)
            except TimeoutError:
                return None
            if kind is not Frame.DATA:
                return kind, content
            gathering.add(content)

    def takes_long(self) -> bool:
        """Whether it has had the time after which it makes way for others."""
        return self._spent() - self.began > _SLICE

    def _wait_in_calls(self) -> None:
        """Have calls on the connection wait: an event loop that watches it makes it one on which none does."""
        os.set_blocking(self.connection.fileno(), True)

    def kill(self) -> None:
        """End what it does, and itself."""
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


class Crew:
    """Idle workers, and the process that they are forked from: a new one, should it ever be lost.

    Some are always forked ahead, so that no query need wait for it.
    """

    def __init__(self, quads: Callable[[], Iterable[Quad]], limits: Limits) -> None:
        self._quads = quads
        self._limits = limits
        self._ahead = max(1, limits.workers // 2)
        self._index = IndexProcess(quads(), limits)
        self._lock = threading.Lock()
        self._idle: deque[Worker] = deque()

    def after_fork(self) -> None:
        """Leave the idle workers to the process that this one was forked from."""
        idle, self._idle, self._lock = self._idle, deque(), threading.Lock()
        for worker in idle:
            worker.connection.close()

    def check_out(self, deadline: float) -> Worker:
        """The worker that was idle for the shortest time; one is always forked ahead, so that no query need wait."""
        for _ in range(self._limits.workers + _TRIES):
            with self._lock:
                worker = self._idle.pop() if self._idle else self._fork()
                self._fork_ahead()
            if (worker.pid or self._greet(worker, deadline)) and not worker.connection.gone():
                return worker
            worker.connection.close()
        raise ServiceBusy("No process could be started for the query.", retry_after=1)

    def _fork(self) -> Worker:
        """A new worker; where the index process is lost, of a new one."""
        try:
            return Worker(self._index, self._index.fork())
        except OSError:
            self._index.close()
            self._index = IndexProcess(self._quads(), self._limits)
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
            return True
        worker.connection.close()
        raise ServiceBusy("The index is still loading.", retry_after=1)

    def give_back(self, worker: Worker) -> None:
        """Take back a worker that stays and has nothing more to say."""
        with self._lock:
            if len(self._idle) < self._limits.workers + self._ahead:
                self._idle.append(worker)
                return
        worker.connection.close()

    def idle(self) -> Worker | None:
        """A worker that waits for nothing but a query; None where one would have to be waited for."""
        with self._lock:
            worker = self._idle.pop() if self._idle and self._idle[-1].pid else None
            self._fork_ahead()
        if worker and worker.connection.gone():
            worker.connection.close()
            return None
        return worker

    def _fork_ahead(self) -> None:
        while len(self._idle) < self._ahead:
            self._idle.appendleft(self._fork())

    @property
    def alive(self) -> bool:
        """Whether there is an index to ask."""
        return self._index.alive

    def close(self) -> None:
        with self._lock:
            for worker in self._idle:
                worker.connection.close()
            self._idle.clear()
            self._index.close()

    def end(self) -> None:
        """End the index, whichever process has started it."""
        self._index.end()
