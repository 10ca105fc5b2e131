"""The client of ``index_server``: starts the process, has it fork, kill and delay workers, ends it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Protocol

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Store

from kg.compact import forked_build
from kg.compact.arena import give_back, has_one_thread
from kg.errors import QueryError, phrase
from kg.query_engine.pool import index_server
from kg.query_engine.pool.frames import Connection
from kg.query_engine.pool.index_server import END, FATE, FORK, GO_ON, KILL, ORDER, SLOW, STOP, TELL
from kg.settings.query import Limits

_FATE_SECONDS = 3.0
_TICK = 0.006
"""Seconds between two looks at a query that has not answered."""


class Source(Protocol):
    """Quads, and a store that is filled with them as ``index_server.fill`` does it."""

    @property
    def store(self) -> Store:
        """The store, of this process."""
        ...

    def quads(self) -> Iterator[Quad]:
        """The quads, as long as there is no store to fork."""
        ...


@dataclass(frozen=True, slots=True)
class Indexed:
    """The quads of a source that has a store of them, in this process or in the one that builds for it."""

    source: Source

    def __iter__(self) -> Iterator[Quad]:
        return self.source.quads()


class IndexProcess:
    """A running index process. It ends when it is closed, and when every process that can give it orders has ended.

    No thread, lock or open file of a server comes with it. So it is started afresh, unless a process without other
    threads has a store that is filled already, this one or the builder of the quads' source: then it is forked, at
    once, and shares the memory of the store. A process forked from this one may give orders too.
    """

    def __init__(self, quads: Iterable[Quad], limits: Limits) -> None:
        self._creator = os.getpid()
        if isinstance(quads, Indexed) and (orders := _forked_by_builder(quads.source, limits)):
            self._orders = orders
            self._process: _Forked | subprocess.Popen[bytes] = _Forked(None)
            return
        self._orders, theirs = socket.socketpair()
        with theirs:
            if isinstance(quads, Indexed) and has_one_thread():
                self._process = _forked(theirs, quads.source.store, limits)
                return
            self._process = process = _started(theirs, limits)
        assert process.stdin
        try:
            with process.stdin as source:
                pyoxigraph.serialize(quads, source, RdfFormat.N_QUADS)
        except OSError as error:
            self.close()
            raise QueryError(phrase("The index of the query service could not be loaded.")) from error

    def fork(self) -> Connection:
        """A connection to a new worker, which says HELLO when it is there; raises OSError where the index is gone."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._orders, [ORDER.pack(FORK, 0)], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return Connection(ours, _TICK)

    def kill(self, pid: int) -> None:
        self._order(KILL, pid)

    def slow(self, pid: int) -> None:
        """Let others go before this worker."""
        self._order(SLOW, pid)

    def stop(self, pid: int) -> None:
        """Let others go instead of this worker, until it may go on."""
        self._order(STOP, pid)

    def go_on(self, pid: int) -> None:
        self._order(GO_ON, pid)

    def ended_by(self, pid: int) -> int | None:
        """The signal that ended a worker; None where it ended itself, or nothing is known."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                try:
                    socket.send_fds(self._orders, [ORDER.pack(TELL, pid)], [theirs.fileno()])
                except OSError:
                    return signal.SIGKILL  # the index is gone, and its workers with it
            ours.settimeout(_FATE_SECONDS)
            try:
                (fate,) = FATE.unpack(ours.recv(FATE.size))
            except (OSError, struct.error):
                return None
        return os.WTERMSIG(fate) if os.WIFSIGNALED(fate) else None

    @property
    def alive(self) -> bool:
        """Whether it still takes orders."""
        return forked_build.takes_orders(self._orders)

    def _order(self, order: bytes, pid: int) -> None:
        try:
            self._orders.send(ORDER.pack(order, pid))
        except OSError:
            return  # the index is gone, and its workers with it

    def close(self) -> None:
        """End the process, if this one started it."""
        self._orders.close()
        if os.getpid() == self._creator:
            self._process.kill()
            self._process.wait()

    def end(self) -> None:
        """End the process for everybody who gives it orders; the one that started it takes note when it closes.

        Another process has it end by an order: the number of a process may be another's as soon as its parent knows.
        """
        self._order(END, 0)
        self.close()


@dataclass(slots=True)
class _Forked:
    """A child of this process, by its number until it has ended; none where another process has forked it."""

    pid: int | None

    def kill(self) -> None:
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        if self.pid is not None:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.pid = None


def _forked_by_builder(source: Source, limits: Limits) -> socket.socket | None:
    """Where to give orders to an index that the builder of ``source`` has forked; None where there is none."""
    builder = forked_build.builder_of(source)
    if builder:
        with contextlib.suppress(OSError):
            return builder.start(_index, limits).connection
    return None


def _index(source: Source, orders: socket.socket, limits: Limits) -> None:
    index_server.take_over(orders, source.store, limits)


def _forked(orders: socket.socket, store: Store, limits: Limits) -> _Forked:
    give_back()
    pid = os.fork()
    if not pid:
        index_server.take_over(orders, store, limits)
    return _Forked(pid)


def _started(orders: socket.socket, limits: Limits) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "kg.query_engine.pool.index_server", str(orders.fileno()), json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        pass_fds=[orders.fileno()],
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
