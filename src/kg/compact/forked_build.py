"""Builds expensive derived data in short-lived child processes, so that copied memory pages are freed when they exit.

Processes forked from one another share memory pages until a page is written to, and reading writes: Python counts
references in each object, and so does the engine in each quad that a query visits. A single query over everything would
make the serving process copy the whole index and keep the copy.

So a process with a single thread holds the source of what is built. It forks a child for each build, which sends the
pickled result and exits, and children that stay: whatever is to share its memory, such as an index.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import socket
import struct
import sys
import traceback
import weakref
from collections.abc import Callable
from typing import Any, Concatenate, Generic, NoReturn, ParamSpec, TypeVar

from kg.compact.arena import give_back
from kg.errors import KgError

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")

NAME = "kg-maker"
"""The name of the builder and its children in the system's list of processes."""
_CHILD, _KEEP, _KEPT = b"C", b"K", b"R"
_SIZE = struct.Struct("!I")
_PROTOCOL = pickle.HIGHEST_PROTOCOL
_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)


class Builder(Generic[S]):
    """The other end of ``serve``: a process that holds a source, such as a revision, and takes orders on a socket.

    It exits once every process that can send it orders has, or has closed the socket.
    """

    pid: int | None = None
    """Its number, where it is a child of this process."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders

    @classmethod
    def of(cls, source: S, name: str = NAME) -> Builder[S]:
        """One that holds ``source`` as this process, which must have a single thread, has it now."""
        ours, theirs = socket.socketpair()
        with theirs:
            give_back()
            # A garbage collection writes to every object that it visits: nothing that exists now need be visited again.
            gc.freeze()
            pid = os.fork()
            if not pid:
                serve(theirs, source, name)
        builder = cls(ours)
        builder.pid = pid
        return builder

    def build(self, function: Callable[Concatenate[S, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a module-level function of the source, or its KgError; raises OSError if the child failed."""
        with self.start(_send, function, args, kwargs) as ours, ours.makefile("rb") as stream:
            try:
                result, error = pickle.load(stream)  # noqa: S301 - written by a process of our own
            except (EOFError, pickle.UnpicklingError) as failure:
                raise OSError("the building process failed") from failure
        if error:
            raise error
        made: T = result
        return made

    def start(
        self, function: Callable[Concatenate[S, socket.socket, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> socket.socket:
        """A connection to a child that runs a module-level function of the source and its end of the connection."""
        ours, theirs = socket.socketpair()
        request = pickle.dumps((function, args, kwargs), _PROTOCOL)
        try:
            with theirs:
                socket.send_fds(self._orders, [_CHILD], [theirs.fileno()])
            ours.sendall(_SIZE.pack(len(request)) + request)
        except BaseException:
            ours.close()
            raise
        return ours

    def keep(self, builder: Builder[Any]) -> None:
        """Have the process be one that can send orders to this builder, and to no other that it kept before."""
        socket.send_fds(self._orders, [_KEEP], [builder._orders.fileno()])

    def kept(self) -> Builder[Any] | None:
        """The builder that it keeps; raises OSError where the process is gone."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(self._orders, [_KEPT], [theirs.fileno()])
            _, ends, _, _ = socket.recv_fds(ours, 1, 1)
        return Builder(socket.socket(fileno=ends[0])) if ends else None

    def close(self) -> None:
        """Send no more orders."""
        self._orders.close()


def entrust(source: object, builder: Builder[Any]) -> None:
    """Have ``builder``, which holds the same, build what is derived from ``source``, for as long as that is in use."""
    _BUILDERS[source] = builder
    weakref.finalize(source, builder.close).atexit = False


def builder_of(source: object) -> Builder[Any] | None:
    """The builder of what is derived from ``source``, if there is one."""
    return _BUILDERS.get(source)


def build(source: S, function: Callable[Concatenate[S, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of a module-level function of the source: from a child process where there is one, else made here."""
    builder = builder_of(source)
    if builder:
        # Whatever ended the child: building here is slower, and no more than that.
        with contextlib.suppress(OSError):
            return builder.build(function, *args, **kwargs)
    return function(source, *args, **kwargs)


_BUILDERS: weakref.WeakKeyDictionary[Any, Builder[Any]] = weakref.WeakKeyDictionary()
"""The builders that this process can send orders to, by what it has of their sources."""


def serve(orders: socket.socket, source: object, name: str = NAME) -> NoReturn:
    """Be a builder from here on, in a process that was forked for it.

    This never returns, so nothing that the parent process has in use is finalised here.
    """
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
        with contextlib.suppress(OSError), open("/proc/self/comm", "w", encoding="ascii") as own_name:
            own_name.write(name)
        _take_orders(orders, source)
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        os._exit(0)


def _take_orders(orders: socket.socket, source: object) -> None:
    """Take orders until there is nobody to send any; in a child, carry one out."""
    kept: socket.socket | None = None
    while True:
        order, ends, _, _ = socket.recv_fds(orders, len(_CHILD), 1)
        if not order:
            return
        if not ends:
            continue  # there is no room for another open file
        end = socket.socket(fileno=ends[0])
        if order == _KEEP:
            kept, former = end, kept
            if former:
                former.close()
            continue
        with end:
            if order == _KEPT:
                with contextlib.suppress(ConnectionError):  # who ordered it has exited
                    socket.send_fds(end, [_KEPT], [kept.fileno()] if kept else [])
            elif _is_child():
                orders.close()
                if kept:
                    kept.close()
                with contextlib.suppress(ConnectionError):
                    _run(end, source)
                return


def _is_child() -> bool:
    """Fork, where the system has room for a process; whether this is the child."""
    try:
        return not os.fork()
    except OSError:
        return False


def _run(end: socket.socket, source: object) -> None:
    """Run what the next bytes of the socket say, and read no byte behind them, which may be others'."""
    (size,) = _SIZE.unpack(_received(end, _SIZE.size))
    function, args, kwargs = pickle.loads(_received(end, size))  # noqa: S301 - sent by one of our own
    function(source, end, *args, **kwargs)


def _received(end: socket.socket, size: int) -> bytes:
    content = end.recv(size, socket.MSG_WAITALL)
    if len(content) < size:
        raise ConnectionError("the process that sent the order has ended")
    return content


def _send(source: S, end: socket.socket, function: Callable[..., object], args: Any, kwargs: Any) -> None:
    gc.disable()
    with end.makefile("wb") as stream:
        result: tuple[object, KgError | None]
        try:
            result = function(source, *args, **kwargs), None
        except KgError as error:
            result = None, error
        pickle.dump(result, stream, _PROTOCOL)
