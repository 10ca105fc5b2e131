"""Builds expensive derived data in a short-lived child process, so that copied memory pages are freed when it exits.

Processes forked from one another share memory pages until a page is written to, and reading writes: Python counts
references in each object, and so does the engine in each quad that a query visits. A single query over everything would
make the serving process copy the whole index and keep the copy.

So the server of a large revision forks a builder before it starts threads. The builder forks a child for each build;
the child sends the pickled result and exits.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any, Concatenate, Generic, NoReturn, ParamSpec, TypeVar

from kg.compact.arena import give_back, has_one_thread

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")

FORKS_ABOVE = 50_000
"""Statements above which copying the visited pages costs more than forking a process."""
NAME = "kg-maker"
"""The name of the builder and its children in the system's list of processes."""
_ORDER = b"M"
_PROTOCOL = pickle.HIGHEST_PROTOCOL
_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)


class Builder(Generic[S]):
    """A process that holds ``source``, such as a revision, as this process has it now.

    It must be started by a process with a single thread. It exits once every process that can send it orders has.
    """

    def __init__(self, source: S) -> None:
        self.source = source
        self._orders, theirs = socket.socketpair()
        with theirs:
            give_back()
            # A garbage collection writes to every object that it visits: nothing that exists now need be visited again.
            gc.freeze()
            if not os.fork():
                _take_orders(theirs, source)

    def build(self, function: Callable[Concatenate[S, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a module-level function of the source; raises OSError if the child process failed."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._orders, [_ORDER], [theirs.fileno()])
        with ours, ours.makefile("rwb") as stream:
            pickle.dump((function, args, kwargs), stream, _PROTOCOL)
            stream.flush()
            try:
                result: T = pickle.load(stream)  # noqa: S301 - written by a process of our own
            except (EOFError, pickle.UnpicklingError) as error:
                raise OSError("the building process failed") from error
            return result

    def close(self) -> None:
        """Send no more orders."""
        self._orders.close()


def start(source: object, statements: int) -> None:
    """Build what is derived from ``source`` in child processes from now on, if it is large and we have one thread."""
    if statements > FORKS_ABOVE and has_one_thread():
        _BUILDERS[:] = [Builder(source)]


def build(source: S, function: Callable[Concatenate[S, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of a module-level function of the source: from a child process where there is one, else made here."""
    for builder in _BUILDERS:
        if builder.source is source:
            try:
                return builder.build(function, *args, **kwargs)
            except OSError:
                break  # whatever ended the child: building here is slower, and no more than that
    return function(source, *args, **kwargs)


_BUILDERS: list[Builder[Any]] = []
"""The builder of this process, if it has one."""


def _take_orders(orders: socket.socket, source: object) -> NoReturn:
    """Run as the builder. This never returns, so nothing that the parent process has in use is finalised here."""
    try:
        _BUILDERS.clear()
        os.setsid()
        faulthandler.disable()
        signal.set_wakeup_fd(-1)
        for number in _HANDLED:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children that exited
        os.closerange(3, orders.fileno())
        os.closerange(orders.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
        with contextlib.suppress(OSError), open("/proc/self/comm", "w", encoding="ascii") as name:
            name.write(NAME)
        while True:
            order, ends, _, _ = socket.recv_fds(orders, len(_ORDER), 1)
            if not order:
                break
            with socket.socket(fileno=ends[0]) as end:
                if not os.fork():
                    orders.close()
                    with contextlib.suppress(ConnectionError):  # the process that asked has exited
                        _build(end, source)
                    break
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        os._exit(0)


def _build(end: socket.socket, source: object) -> None:
    gc.disable()
    with end.makefile("rwb") as stream:
        function, args, kwargs = pickle.load(stream)  # noqa: S301 - sent by the process that this one was forked from
        pickle.dump(function(source, *args, **kwargs), stream, _PROTOCOL)
