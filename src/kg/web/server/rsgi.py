"""From the server's protocol to the application.

The server's is `RSGI <https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md>`_. A thread of the
server begins each request, and answers it where the answer is in memory. All else is resumed by one thread with the
event loop, which reads bodies and has the server send what is ready. So a client that is slow to send or to read holds
nothing but its connection. What blocks is done by other threads, which may all wait for queries.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import types
from collections.abc import Callable, Generator, Hashable, Iterable, Mapping
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
from kg.web.server import header_limits, request_body, request_framing

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
_MOST_HEADS = 1_000
_LONGEST_HEAD = 2_048
"""Characters of the fields of a header that is kept, of which there are at most ``_MOST_HEADS``."""
_Head = tuple[str | bool | tuple[str, str] | None, ...]
"""What decides what becomes of a header: the version, the authority, whether any host will do, and the fields."""


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
        self._variables: dict[_Head, Mapping[str, str]] = {}
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
        method, path = scope.method, scope.path
        fields, version, authority = scope.headers.items(), scope.http_version, scope.authority
        hosts = () if path in request_framing.STATES else self._hosts
        head = version, authority, bool(hosts), *fields
        variables = self._variables.get(head)
        refusal = request_framing.check_target(method, path)
        if variables is None:
            refusal = refusal or request_framing.check_fields(fields, version, authority, hosts)
            variables = _variables(fields, authority)
        if path == "*" and not refusal:
            protocol.response_empty(204, [("allow", ", ".join(sorted(request_body.OFFERED)))])
            return
        environ: WSGIEnvironment = {
            **variables,
            "REQUEST_METHOD": method,
            "PATH_INFO": _octets(path),
            "QUERY_STRING": _octets(scope.query_string),
            "wsgi.input": BytesIO(),
        }
        if refusal:
            environ.pop("HTTP_HOST", None)  # which may be what is wrong
        elif head not in self._variables:
            refusal = header_limits.check(environ)
            if refusal is None and sum(map(len, variables.values())) <= _LONGEST_HEAD:
                if len(self._variables) >= _MOST_HEADS:
                    self._variables.clear()
                self._variables[head] = variables  # a client sends the same header with each request
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


def _variables(fields: Iterable[tuple[str, str]], authority: str | None) -> Mapping[str, str]:
    """The WSGI variables of header fields."""
    variables: dict[str, str] = {}
    for name, value in fields:
        variable = _VARIABLES.get(name) or _variable(name)
        variables[variable] = f"{variables[variable]},{value}" if variable in variables else value
    variables.pop("HTTP_TRANSFER_ENCODING", None)
    if authority:
        variables["HTTP_HOST"] = authority  # RFC 9112 §3.2.2
    return variables


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


@types.coroutine
def _resumed() -> Generator[None]:
    """Awaited, it has an event loop resume the coroutine, in whichever thread that is."""
    yield


class EventLoop:
    """Runs in ``threads`` what blocks, and waits for short queries on the event loop.

    Most queries take less time than to wake a thread and have it wait for them. One that takes longer goes on in a
    thread, which sees to its deadline and lets others go first.
    """

    def __init__(self, threads: Executor) -> None:
        self._threads = threads
        self._turns = Turns(_PAGES)
        self._waits: set[_Wait] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:  # the server's thread has begun this request
            await _resumed()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop, context = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self._threads, lambda: context.run(function, *args, **kwargs))

    async def make(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._turns.of(client):
            return await self.run(function, *args, **kwargs)

    async def finish(self, execution: Execution) -> Answer:
        try:
            answer = await self._short(execution)
        except KgError:
            raise
        except BaseException:
            # The client has gone, or something is wrong here. A query has its place and its worker until its end.
            self._threads.submit(execution.wait)
            raise
        return await self.run(execution.wait) if answer is None else answer

    async def _short(self, execution: Execution) -> Answer | None:
        """The answer, if it comes soon."""
        loop = asyncio.get_running_loop()
        place = _Wait(loop, _QUEUED, bool)
        if not (execution.queue(place.end) or await self._over(place)) or not execution.start():
            return None
        input_ = _Wait(loop, _LOOK * _LOOKS, execution.is_long)
        execution.notify(loop, input_.end)
        return execution.poll() if await self._over(input_) else None

    async def _over(self, wait: _Wait) -> bool:
        """Whether it has ended before its time."""
        self._waits.add(wait)
        if self._timer is None:
            self._timer = wait.loop.call_later(_LOOK, self._look, wait.loop)
        try:
            return await wait.future
        finally:
            self._waits.discard(wait)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look at all that is waited for: one timer for all of it, for most has ended before."""
        now = loop.time()
        for wait in self._waits:
            if now >= wait.deadline or wait.is_in_vain():
                wait.end(in_time=False)
        self._timer = loop.call_later(_LOOK, self._look, loop) if self._waits else None


class _Wait:
    """What one coroutine waits for: that it ``end``s, before its deadline and before it ``is_in_vain``."""

    __slots__ = ("_thread", "deadline", "future", "is_in_vain", "loop")

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, is_in_vain: Callable[[], bool]) -> None:
        self.loop = loop
        self.deadline = loop.time() + seconds
        self.is_in_vain = is_in_vain
        self.future: asyncio.Future[bool] = loop.create_future()
        self._thread = threading.get_ident()

    def end(self, *, in_time: bool = True) -> None:
        """End it, in any thread."""
        if threading.get_ident() != self._thread:
            self.loop.call_soon_threadsafe(self.end)
        elif not self.future.done():
            self.future.set_result(in_time)
