"""From the server's protocol to the application.

The server's is `RSGI <https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md>`_. One thread, with
the event loop, takes every request, reads bodies, and has the server send what is ready. So a client that is slow to
send or to read holds nothing but its connection. What blocks is done by other threads, which may all wait for queries.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from granian.rsgi import Scope

from kg.errors import KgError
from kg.query_engine import Execution
from kg.query_engine.answer import Answer
from kg.settings.query import Limits
from kg.settings.serve import ServeSettings
from kg.web.application import Application
from kg.web.http.file_range import FilePart
from kg.web.http.http_response import HttpResponse
from kg.web.http.turns import Turns
from kg.web.server import request_body, request_framing

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol

P = ParamSpec("P")
T = TypeVar("T")

_QUEUED = 0.5
"""Seconds that the event loop waits for a place."""
_LOOK = 0.004
"""Seconds between two looks whether a query has used much of a processor, or only waits for one like others."""
_LOOKS = 50
"""Looks after which a thread waits for the query, whatever delays it, and sees to its deadline."""
_OPENED = 10.0
"""Seconds within which the server has certainly opened a file that it is told to send."""
_PAGES = 16
"""Pages that are made at a time for one client."""
SILENT = 1.0
"""Seconds without a byte in either direction after which a connection is idle."""
_EVERY = {
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.multiprocess": False,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
_VARIABLES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
"""The CGI variables of header fields, as far as they were met."""
_MOST_VARIABLES = 1_000


class Answering:
    """The connections on which a request is being answered, or was until a moment ago; by the peers' addresses."""

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}

    def begin(self, peer: str) -> None:
        self._ends[peer] = float("inf")

    def end(self, peer: str) -> None:
        """What the answer is made of is with the server; the system has it some moments later."""
        self._ends[peer] = time.monotonic()

    def __contains__(self, peer: str) -> bool:
        return time.monotonic() - self._ends.get(peer, 0) < SILENT

    def forget(self) -> None:
        """Forget what ended long ago."""
        before = time.monotonic() - SILENT
        for peer, end in list(self._ends.items()):
            if end < before:
                self._ends.pop(peer, None)


class Gateway:
    """An RSGI application that lets ``application`` answer, in threads where that blocks."""

    def __init__(
        self, application: Application, settings: ServeSettings, limits: Limits, answering: Answering | None = None
    ) -> None:
        self._application = application
        self._answering = answering or Answering()
        threads = ThreadPoolExecutor(settings.threads_for(limits), thread_name_prefix="answers")
        self._runtime = EventLoop(threads)
        self._seconds = limits.seconds
        self._hosts = frozenset(host.lower() for host in settings.hosts)

    async def answer(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        peer = scope.client
        self._answering.begin(peer)
        try:
            await self._answer(scope, protocol)
        finally:
            self._answering.end(peer)

    async def _answer(self, scope: Scope, protocol: HTTPProtocol) -> None:
        fields = scope.headers.items()
        refusal = request_framing.check(scope, fields, self._hosts)
        if scope.path == "*" and not refusal:
            protocol.response_empty(204, [("allow", ", ".join(sorted(request_body.OFFERED)))])
            return
        environ = _environ(scope, fields)
        if refusal:
            environ.pop("HTTP_HOST", None)  # which may be what is wrong
        receive = partial(request_body.receive, protocol, self._seconds, environ.get("CONTENT_LENGTH"))
        details = partial(_details, scope)
        response = await self._application.respond(environ, receive, self._runtime, details, refusal)
        if isinstance(response.body, FilePart):
            _send(protocol, response, response.body)
        else:
            protocol.response_bytes(response.status, response.headers, b"".join(response.body))


def _send(protocol: HTTPProtocol, response: HttpResponse, part: FilePart) -> None:
    """Have the server read the part as fast as the client takes it.

    Of ``response_stream`` it takes everything at once, and holds for a slow client what that has not taken yet.
    """
    if part.path:
        protocol.response_file_range(response.status, response.headers, part.path, part.start, part.stop)
    else:
        protocol.response_bytes(response.status, response.headers, b"".join(part))
    # It opens the file in a moment, and does not tell when it has.
    asyncio.get_running_loop().call_later(_OPENED, part.close)


def _environ(scope: Scope, fields: Iterable[tuple[str, str]]) -> WSGIEnvironment:
    """The WSGI environment of a request, without its body and its details."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _octets(scope.path),
        "QUERY_STRING": _octets(scope.query_string),
        "wsgi.input": BytesIO(),
    }
    for name, value in fields:
        variable = _VARIABLES.get(name) or _variable(name)
        environ[variable] = f"{environ[variable]},{value}" if variable in environ else value
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority  # RFC 9112 §3.2.2
    return environ


def _details(scope: Scope) -> WSGIEnvironment:
    """The variables that are not about what is requested."""
    host, _, port = scope.server.rpartition(":")
    return {
        **_EVERY,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.url_scheme": scope.scheme,
    }


def _variable(name: str) -> str:
    variable = f"HTTP_{name.upper().replace('-', '_')}"
    if len(_VARIABLES) < _MOST_VARIABLES:
        _VARIABLES[name] = variable
    return variable


def _octets(text: str) -> str:
    """The bytes of a text as WSGI has them (PEP 3333): each as the character of that number."""
    return text if text.isascii() else text.encode().decode("latin-1")


class EventLoop:
    """Runs in ``threads`` what blocks, and waits for short queries on the event loop.

    Most queries take less time than to wake a thread and have it wait for them. One that takes longer goes on in a
    thread, which sees to its deadline and lets others go first.
    """

    def __init__(self, threads: Executor) -> None:
        self._threads = threads
        self._turns = Turns(_PAGES)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop, context = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self._threads, lambda: context.run(function, *args, **kwargs))

    async def make(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._turns.of(client):
            return await self.run(function, *args, **kwargs)

    async def finish(self, execution: Execution) -> Answer:
        try:
            answer = await _short(execution)
        except KgError:
            raise
        except BaseException:
            # The client has gone, or something is wrong here. A query has its place and its worker until its end.
            self._threads.submit(execution.wait)
            raise
        return await self.run(execution.wait) if answer is None else answer


async def _short(execution: Execution) -> Answer | None:
    """The answer, if it comes soon."""
    loop = asyncio.get_running_loop()
    has_place = _Event(loop)
    if not execution.queue(has_place.set_from_thread) and not await has_place.wait(_QUEUED):
        return None
    if not execution.start():
        return None
    has_come = _Event(loop)
    descriptor = execution.fileno()
    loop.add_reader(descriptor, has_come.set)
    try:
        for _ in range(_LOOKS):
            if await has_come.wait(_LOOK):
                return execution.poll()
            if execution.is_long():
                break
    finally:
        loop.remove_reader(descriptor)
    return None


class _Event:
    """An event that one coroutine waits for, for limited times; cheaper than that of asyncio."""

    __slots__ = ("_is_set", "_loop", "_waiter")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._is_set = False
        self._waiter: asyncio.Future[None] | None = None

    def set(self) -> None:
        self._is_set = True
        self._wake()

    def set_from_thread(self) -> None:
        self._loop.call_soon_threadsafe(self.set)

    async def wait(self, seconds: float) -> bool:
        """Whether it was set in time."""
        if not self._is_set:
            self._waiter = self._loop.create_future()
            timer = self._loop.call_later(seconds, self._wake)
            try:
                await self._waiter
            finally:
                timer.cancel()
        return self._is_set

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
