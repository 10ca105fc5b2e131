"""The process that listens and has another one answer: granian's server, which replaces a process that dies."""

from __future__ import annotations

import asyncio
import math
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any

from granian._granian import CallbackScheduler, SocketHolder
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server import mp
from granian.server.mp import MPServer

from kg.errors import UsageError
from kg.settings.query import Limits
from kg.web.server.connections import BACKLOG
from kg.web.server.reload import Reloads

_LAST_WORDS = 5
"""Seconds that a request may take beyond the limit on a query, when the server ends."""
_SHORT_LIFE = 2.0
"""Seconds after which the end of a process is none of its start."""
_LONGEST_PAUSE = 5.0
_SETTLED = 5.0
"""Seconds after which a process has begun to answer: letting go of memory that is shared with it copies it first."""


def bound(host: str, port: int) -> socket.socket:
    """A socket on the address, which does not listen yet; raises UsageError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise UsageError(
            f"{address(host, port)} cannot be served: {reason}.", hint="Choose another with HOST and PORT."
        ) from error
    listener.setblocking(False)
    return listener


def address(host: str, port: int) -> str:
    """What to type into a browser.

    >>> address("::1", 8000)
    'http://[::1]:8000/'
    """
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


class Scheduler(CallbackScheduler):
    """Has requests answered: begun in the thread in which the server hands them over, and resumed by the event loop.

    What needs no waiting is answered at once. To be resumed elsewhere wakes a thread, which takes longer than to find
    an answer in memory.
    """

    def __new__(
        cls, loop: asyncio.AbstractEventLoop, answer: Callable[[Any], Coroutine[Any, Any, None]], **_: object
    ) -> Scheduler:
        return super().__new__(cls, loop, answer, None, None, None)  # type: ignore[call-arg]  # no stub has them

    def __init__(
        self, loop: asyncio.AbstractEventLoop, answer: Callable[[Any], Coroutine[Any, Any, None]], **_: object
    ) -> None:
        self._event_loop = loop
        self._answer = answer
        self._context: Context = self._ctx
        self._schedule_fn = self.begin

    def begin(self, request: Any) -> None:
        """Answer a request, in any thread, as far as that needs no waiting."""
        coroutine = self._answer(request)
        try:
            coroutine.send(None)
        except StopIteration:
            return
        self._event_loop.call_soon_threadsafe(self._resume, request, coroutine, context=self._context)

    def _resume(self, request: Any, coroutine: Coroutine[Any, Any, None]) -> None:
        request.taskref(self._event_loop.create_task(coroutine))


mp._new_cbscheduler = Scheduler  # type: ignore[assignment,attr-defined]  # no setting has the server take another one


class Supervisor(MPServer):
    """Keeps the listening socket, and a process that answers on it; a new one is started should it die.

    Clients that connect meanwhile wait in the socket's queue. Granian would start other processes on SIGHUP; here the
    one that runs takes the new revision, so that no connection is touched. On SIGTERM it takes no more connections and
    waits for the requests that run. ``then`` is called a while after the start, when the process that answers has what
    this one had made for it.
    """

    def __init__(
        self,
        listener: socket.socket,
        reloads: Reloads,
        limits: Limits,
        connections: int,
        then: Callable[[], None] | None = None,
    ) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(
            "kg.web",
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            loop=Loops.auto,
            websockets=False,
            http=HTTPModes.http1,
            workers=1,
            backlog=BACKLOG,
            backpressure=connections,
            # It reads files. Of several threads each would wake another at every chunk, at twice the cost for a byte.
            runtime_blocking_threads=1,
            workers_kill_timeout=math.ceil(limits.seconds) + _LAST_WORDS,
            log_level=LogLevels.critical,
        )
        self._listener = listener
        self._reloads = reloads
        self._then = then
        self._pause = 0.0

    def signal_handler_reload(self, *_: object, **__: object) -> None:
        self._reloads.ask()

    def _init_shared_socket(self) -> None:
        self._listener.listen(BACKLOG)
        self._sso = self._listener
        self._shd = SocketHolder(self._listener.fileno(), uds=False, backlog=BACKLOG)  # type: ignore[call-arg,assignment]

    def _serve_loop(self, spawn_target: Callable[..., Any], target_loader: Callable[..., Any]) -> None:
        while not self.interrupt_signal:
            if not self.main_loop_interrupt.wait(_SETTLED if self._then else None) and self._then:
                self._then()
                self._then = None
                continue
            self.main_loop_interrupt.clear()
            if self.interrupt_children and not self.interrupt_signal:
                self.interrupt_children.clear()
                self._replace(spawn_target, target_loader)

    def _replace(self, spawn_target: Callable[..., Any], target_loader: Callable[..., Any]) -> None:
        """Start another process; after a short life not before a pause, which grows."""
        dead = self.wrks.pop()
        is_young = time.monotonic() - dead.birth < _SHORT_LIFE
        print(
            f"The process that answers has ended ({_cause(dead.inner.exitcode)}); another is started.", file=sys.stderr
        )
        self._pause = min(_LONGEST_PAUSE, self._pause * 2 + 0.1) if is_young else 0.0
        if self._pause and self.main_loop_interrupt.wait(self._pause) and self.interrupt_signal:
            return
        self._spawn_workers(spawn_target, target_loader)  # type: ignore[no-untyped-call]


def _cause(code: int | None) -> str:
    """How a process ended.

    >>> _cause(-9), _cause(1)
    ('SIGKILL', 'exit code 1')
    """
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
