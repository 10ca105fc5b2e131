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
import select
import signal
import socket
import struct
import sys
import traceback
import weakref
from collections.abc import Callable
from dataclasses import dataclass
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
_PID = struct.Struct("!I")
_STARTED = 20.0
"""Seconds in which a builder forks a child, or hands over what it keeps; else it counts as lost."""
_SILENCE = 300.0
"""Seconds without a byte of a result after which its child is killed: it is stopped, or will never end."""
_PROTOCOL = pickle.HIGHEST_PROTOCOL
_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)


@dataclass(frozen=True, slots=True)
class Child:
    """A process that a builder has forked, which leads a session of its own, and a connection to it."""

    connection: socket.socket
    pid: int

    def kill(self) -> None:
        """Kill it, which has not closed the connection, with the processes that it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.connection.close()


class Builder(Generic[S]):
    """The other end of ``serve``: a process that holds a source, such as a revision, and takes orders on a socket.

    It exits once every process that can send it orders has, or has closed the socket.
    """

    def __init__(self, orders: socket.socket, pid: int | None = None) -> None:
        """Have ``orders`` be carried out; ``pid`` is the number of the process, where that is known."""
        self._orders = orders
        self.pid = pid

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
        return cls(ours, pid)

    @property
    def alive(self) -> bool:
        """Whether it takes orders, as far as that can be seen without one."""
        return takes_orders(self._orders)

    def build(self, function: Callable[Concatenate[S, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a module-level function of the source, or its KgError; raises OSError if the child failed."""
        child = self.start(_send, function, args, kwargs)
        with child.connection as ours, ours.makefile("rb") as stream:
            ours.settimeout(_SILENCE)
            try:
                result, error = pickle.load(stream)  # noqa: S301 - written by a process of our own
            except (EOFError, pickle.UnpicklingError) as failure:
                raise OSError("the building process failed") from failure
            except TimeoutError:
                child.kill()
                raise
        if error:
            raise error
        made: T = result
        return made

    def start(
        self, function: Callable[Concatenate[S, socket.socket, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> Child:
        """A child that runs a module-level function of the source and its end of the connection.

        Raises OSError where there is none in time; a builder that is stopped takes no more orders then.
        """
        ours, theirs = socket.socketpair()
        request = pickle.dumps((function, args, kwargs), _PROTOCOL)
        try:
            with theirs:
                socket.send_fds(self._orders, [_CHILD], [theirs.fileno()])
            ours.settimeout(_STARTED)
            ours.sendall(_SIZE.pack(len(request)) + request)
            (pid,) = _PID.unpack(_received(ours, _PID.size))
            ours.settimeout(None)
        except BaseException as error:
            ours.close()
            if isinstance(error, TimeoutError):
                self.end()
            raise
        return Child(ours, pid)

    def keep(self, builder: Builder[Any]) -> None:
        """Have the process be one that can send orders to this builder, and to no other that it kept before."""
        socket.send_fds(self._orders, [_KEEP], [builder._orders.fileno()])

    def kept(self) -> Builder[Any] | None:
        """The builder that it keeps; raises OSError where the process is gone."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(self._orders, [_KEPT], [theirs.fileno()])
            ours.settimeout(_STARTED)
            _, ends, _, _ = socket.recv_fds(ours, 1, 1)
        return Builder(socket.socket(fileno=ends[0])) if ends else None

    def close(self) -> None:
        """Send no more orders."""
        self._orders.close()

    def end(self) -> None:
        """Send no more orders to a process that carries none out, and kill it where its number is known.

        That number is still its own as long as it has the other end of the connection.
        """
        if self.pid is not None and self.alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, signal.SIGKILL)
        self.close()


def takes_orders(orders: socket.socket) -> bool:
    """Whether there is a process at the other end, which sends nothing on this socket of its own accord."""
    try:
        return select.select([orders], [], [], 0)[0] == []
    except (OSError, ValueError):
        return False  # it has been closed


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
        lead_session()
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


def lead_session() -> None:
    """Be the leader of a session, and of a group of processes, that nothing of the parent process belongs to."""
    if os.getsid(0) != os.getpid():
        os.setsid()


def _is_child() -> bool:
    """Fork, where the system has room for a process; whether this is the child."""
    try:
        return not os.fork()
    except OSError:
        return False


def _run(end: socket.socket, source: object) -> None:
    """Run what the next bytes of the socket say, and read no byte behind them, which may be others'."""
    lead_session()
    end.sendall(_PID.pack(os.getpid()))
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
