"""What is made of many statements is made in a process that ends, and what that has copied of shared memory with it.

Processes forked from one another share memory until it is written to, and here to read is to write: Python counts in
each object who refers to it, and so does the engine in each quad that a query visits. For one question over everything,
the process that serves would copy the whole index, and keep the copy.

So a server of a large revision forks a maker before it has threads, and the maker forks a process for each thing that
is to be made: it makes it, sends it pickled, and ends.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Concatenate, NoReturn, ParamSpec, TypeVar

from kg.query_engine.pool.index_client import give_back, is_alone
from kg.revision import Revision

P = ParamSpec("P")
T = TypeVar("T")

LARGE = 50_000
"""Statements above which it takes more to copy what is visited than to fork a process."""
NAME = "kg-maker"
"""What the system calls the maker and its children."""
_ORDER = b"M"
_PROTOCOL = pickle.HIGHEST_PROTOCOL
_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)


class Maker:
    """A process that has a revision as this one has it now. It ends when all who can ask it have ended.

    To be started by a process that has no other thread.
    """

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self._orders, theirs = socket.socketpair()
        with theirs:
            give_back()
            # A collection writes to all that it looks at: nothing that is here now need be looked at again.
            gc.freeze()
            if not os.fork():
                _take_orders(theirs, revision)

    def made(self, function: Callable[Concatenate[Revision, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function, one of a module, makes of the revision; raises OSError where the process has failed."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._orders, [_ORDER], [theirs.fileno()])
        with ours, ours.makefile("rwb") as stream:
            pickle.dump((function, args, kwargs), stream, _PROTOCOL)
            stream.flush()
            try:
                found: T = pickle.load(stream)  # noqa: S301 - a process of our own has written it
            except (EOFError, pickle.UnpicklingError) as error:
                raise OSError("the process that was to make it has failed") from error
            return found

    def close(self) -> None:
        """Ask no more."""
        self._orders.close()


def start(revision: Revision) -> None:
    """Have what is made of this revision made elsewhere from now on, if it is large and this process has one thread."""
    if sum(revision.sizes().values()) > LARGE and is_alone():
        _MAKERS[:] = [Maker(revision)]


def made(revision: Revision, function: Callable[Concatenate[Revision, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the function, one of a module, makes of the revision: elsewhere if that can be, else here."""
    for maker in _MAKERS:
        if maker.revision is revision:
            try:
                return maker.made(function, *args, **kwargs)
            except OSError:
                break  # whatever ended it, it is slower here, and no more than that
    return function(revision, *args, **kwargs)


_MAKERS: list[Maker] = []
"""The one of this process, if it has one."""


def _take_orders(orders: socket.socket, revision: Revision) -> NoReturn:
    """Be the maker. Nothing that is in use in the process before ends here: this never returns."""
    try:
        _MAKERS.clear()
        os.setsid()
        faulthandler.disable()
        signal.set_wakeup_fd(-1)
        for number in _HANDLED:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that have ended
        os.closerange(3, orders.fileno())
        os.closerange(orders.fileno() + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        with contextlib.suppress(OSError), open("/proc/self/comm", "w", encoding="ascii") as name:
            name.write(NAME)
        while True:
            order, ends, _, _ = socket.recv_fds(orders, len(_ORDER), 1)
            if not order:
                break
            with socket.socket(fileno=ends[0]) as end:
                if not os.fork():
                    orders.close()
                    with contextlib.suppress(ConnectionError):  # who has asked has ended
                        _make(end, revision)
                    break
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        os._exit(0)


def _make(end: socket.socket, revision: Revision) -> None:
    gc.disable()
    with end.makefile("rwb") as stream:
        function, args, kwargs = pickle.load(stream)  # noqa: S301 - the process that this one was forked from asks
        pickle.dump(function(revision, *args, **kwargs), stream, _PROTOCOL)
