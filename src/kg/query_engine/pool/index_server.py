"""The process that holds a revision's index and forks workers from it.

It is a fork of the process that has filled the index, or ``python -m kg.query_engine.pool.index_server FD LIMITS``,
which reads N-Quads on its standard input. Then it takes orders on a socket (FD): a letter and a number of four bytes.

* FORK, with a socket attached: fork a worker that answers on it;
* KILL, with the pid of a worker. Only this process, their parent, can know that the pid is still theirs;
* SLOW, with the pid of a worker: it has taken long, so others go first;
* STOP and GO ON, with the pid of a worker: others go first altogether;
* TELL, with a pid and a socket attached: write there how that worker ended, as ``waitpid`` tells it;
* END: end, whoever else has the other end of FD.

It ends, and its workers with it, by that order or once every process has closed the other end of FD. It never evaluates
the query of a client, and stays single-threaded so that forking is safe.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import time
import traceback
from collections import OrderedDict
from typing import IO, NoReturn

from pyoxigraph import RdfFormat, Store

from kg.compact import forked_build
from kg.compact.arena import in_own_arena
from kg.query_engine.pool import worker
from kg.settings.query import Limits

FORK, KILL, SLOW, STOP, GO_ON, TELL, END = b"F", b"K", b"S", b"P", b"G", b"T", b"E"
ORDER = struct.Struct("!cI")
FATE = struct.Struct("!i")
NAME = "kg-index"
"""What the system calls this process and its workers."""
_REAP_AFTER_MS = 1000
_NICER = 19
_DYING_SECONDS = 1.0
"""How long a worker whose connection has ended may take to end itself."""
_REMEMBERED_FATES = 256

_IN_TWO_GRAPHS = "ASK { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) }"
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


def fill(source: IO[bytes] | bytes) -> Store:
    """A store of N-Quads; where a triple stands in two graphs, its default graph holds the merge of all.

    See ``results.has_merge``.
    """
    store = Store()
    store.bulk_load(source, RdfFormat.N_QUADS, lenient=True)
    if store.query(_IN_TWO_GRAPHS):
        store.update(_MERGE)
    return store


def serve(orders: socket.socket, store: Store, limits: Limits) -> None:
    """Carry out orders until one of them is to end, or the last server process has ended."""
    silence = os.open(os.devnull, os.O_WRONLY)
    children = _Children()
    poll = select.poll()
    poll.register(orders, select.POLLIN)
    while True:
        waiting = poll.poll(_REAP_AFTER_MS)
        children.reap()
        if not waiting:
            continue
        message, ends, _, _ = socket.recv_fds(orders, ORDER.size, 1)
        if not message:
            return
        order, pid = ORDER.unpack(message)
        if order == END:
            return
        if ends:
            with socket.socket(fileno=ends[0]) as end, contextlib.suppress(OSError):
                if order == FORK:
                    children.add(_fork(orders, end, store, limits, silence))
                elif order == TELL:
                    end.send(FATE.pack(children.fate(pid)))
        elif order == SLOW:
            children.slow(pid)
        elif order in _SIGNALS:
            children.signal(pid, _SIGNALS[order])


_SIGNALS = {KILL: signal.SIGKILL, STOP: signal.SIGSTOP, GO_ON: signal.SIGCONT}


class _Children:
    """The workers that run, and how those ended that did so lately."""

    def __init__(self) -> None:
        self._running: set[int] = set()
        self._fates: OrderedDict[int, int] = OrderedDict()

    def add(self, pid: int) -> None:
        self._running.add(pid)

    def signal(self, pid: int, number: signal.Signals) -> None:
        if pid in self._running:
            os.kill(pid, number)

    def slow(self, pid: int) -> None:
        if pid in self._running:
            os.setpriority(os.PRIO_PROCESS, pid, _NICER)

    def reap(self) -> None:
        """Take note of the children that have ended."""
        while self._running:
            pid, fate = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._running.discard(pid)
            self._fates[pid] = fate
            if len(self._fates) > _REMEMBERED_FATES:
                self._fates.popitem(last=False)

    def fate(self, pid: int) -> int:
        """How a worker ended whose connection has; 0 where nothing is known of it."""
        deadline = time.monotonic() + _DYING_SECONDS
        while pid in self._running and time.monotonic() < deadline:
            self.reap()
            time.sleep(0.001)
        return self._fates.pop(pid, 0)


def _fork(orders: socket.socket, end: socket.socket, store: Store, limits: Limits, silence: int) -> int:
    """Fork a worker on ``end``; where the system has no room for it, the server finds ``end`` closed."""
    pid = os.fork()
    if pid:
        return pid
    try:
        orders.close()
        worker.confine(limits, silence)
        worker.serve(end, store, limits)
    except (MemoryError, ConnectionError):
        pass  # the server notices the end of the connection, or has ended
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        os._exit(0)


def take_over(orders: socket.socket, store: Store, limits: Limits) -> NoReturn:
    """Be the index from here on, in a process that was forked for it; nothing of the one before stays but memory.

    Nor does anything that is in use there end here: this never returns, so no object of it is given up, and nothing is
    written that waits to be.
    """
    try:
        forked_build.lead_session()
        faulthandler.disable()
        signal.set_wakeup_fd(-1)
        for number in _HANDLED:
            signal.signal(number, signal.SIG_DFL)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.closerange(3, orders.fileno())
        os.closerange(orders.fileno() + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        _run(orders, store, limits)
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        os._exit(0)


_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGUSR1, signal.SIGUSR2)


def _run(orders: socket.socket, store: Store, limits: Limits) -> None:
    gc.freeze()
    sys.stderr = os.fdopen(os.dup(2), "w")
    with contextlib.suppress(OSError), open("/proc/self/comm", "w", encoding="ascii") as name:
        name.write(NAME)
    serve(orders, store, limits)


def main() -> None:
    number, limits = sys.argv[1:]
    store = in_own_arena(lambda: fill(sys.stdin.buffer))
    with socket.socket(fileno=int(number)) as orders:
        _run(orders, store, Limits(**json.loads(limits)))


if __name__ == "__main__":
    main()
