"""From the server's protocol to WSGI.

The server's is `RSGI <https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md>`_.

One thread, with the event loop, takes every request: it answers what is remembered and what a worker answers soon,
reads bodies, and has the server send what is ready. So a client that is slow to ask or to listen holds nothing but its
connection. Everything else is done by threads of the WSGI application, which may all be waiting for queries.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING

from granian.rsgi import Scope
from werkzeug.exceptions import HTTPException

from kg.web.files import ready_dumps
from kg.web.files.file_range import FilePart
from kg.web.server import client_address, request_body

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import WSGIEnvironment
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol

    from kg.web.server.observers import Observed

_DECIDING = {
    "accept": "HTTP_ACCEPT",
    "accept-encoding": "HTTP_ACCEPT_ENCODING",
    "accept-language": "HTTP_ACCEPT_LANGUAGE",
    "host": "HTTP_HOST",
    **ready_dumps.CONDITIONS,
}
"""What decides on an answer from memory, as ``front`` knows it, on one to a plain query, and on a dump."""
_OPENED = 10.0
"""Seconds within which the server has certainly opened a file that it is told to send."""
_UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class _Said:
    """What an application says with ``start_response``."""

    __slots__ = ("headers", "status")

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[str, str]] = []

    def __call__(
        self, status: str, headers: list[tuple[str, str]], _: OptExcInfo | None = None
    ) -> Callable[[bytes], object]:
        self.status, self.headers = int(status[:3]), headers
        return _write


def _write(_: bytes) -> None:
    """The old way of WSGI to send a body, which nothing here uses."""
    raise NotImplementedError


class Gateway:
    """An RSGI application in front of a WSGI ``application``, which ``threads`` threads run.

    A body is waited for ``seconds`` at most.
    """

    def __init__(self, application: Observed, threads: int, seconds: float) -> None:
        self._application = application
        self._deciding = dict(_DECIDING)
        if application.client_header:
            self._deciding[application.client_header.lower()] = client_address.variable(application.client_header)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="answers")
        self._seconds = seconds
        self._environ: WSGIEnvironment = {
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SCRIPT_NAME": "",
            "wsgi.errors": sys.stderr,
            "wsgi.multiprocess": False,
            "wsgi.multithread": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }

    async def answer(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        said = _Said()
        environ = _asked(scope, self._deciding)
        body: Iterable[bytes] | None = None
        try:
            if scope.method not in request_body.WITHOUT:
                environ |= _described(scope, await request_body.read(protocol, self._seconds))
            body = self._application.at_once(environ, said)
            if body is None:
                environ["REMOTE_ADDR"] = _client(scope)
                body = await self._application.soon(environ, said, self._threads)
        except HTTPException as error:
            request_body.refuse(environ, error)
        if body is None:
            whole = self._environ | _described(scope, b"") | environ
            body = await asyncio.get_running_loop().run_in_executor(self._threads, self._called, whole, said)
        if isinstance(body, FilePart):
            _send(protocol, said, body)
        else:
            protocol.response_bytes(said.status, said.headers, b"".join(body))

    def _called(self, environ: WSGIEnvironment, said: _Said) -> list[bytes] | FilePart:
        """The application's response, ready to be sent."""
        body = self._application(environ, said)
        if isinstance(body, list | FilePart):
            return body
        try:
            return [b"".join(body)]
        finally:
            if hasattr(body, "close"):
                body.close()


def _send(protocol: HTTPProtocol, said: _Said, part: FilePart) -> None:
    """Have the server read the part as fast as the client takes it.

    Of ``response_stream`` it takes everything at once, and holds for a slow client what that has not taken yet.
    """
    if part.path:
        protocol.response_file_range(said.status, said.headers, part.path, part.start, part.stop)
    else:
        protocol.response_bytes(said.status, said.headers, b"".join(part))
    # It opens the file in a moment, and does not tell when it has.
    asyncio.get_running_loop().call_later(_OPENED, part.close)


def _asked(scope: Scope, deciding: Mapping[str, str]) -> WSGIEnvironment:
    """As much of the environment as decides on what is answered by the event loop itself."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _octets(scope.path),
        "QUERY_STRING": _octets(scope.query_string),
    }
    for name, value in scope.headers.items():
        variable = deciding.get(name)
        if variable:
            environ[variable] = f"{environ[variable]},{value}" if variable in environ else value
    return environ


def _client(scope: Scope) -> str:
    """The address of who asks."""
    return scope.client.rpartition(":")[0].strip("[]")


def _octets(text: str) -> str:
    """The bytes of a text as WSGI has them (PEP 3333): each as the character of that number."""
    return text if text.isascii() else text.encode().decode("latin-1")


def _described(scope: Scope, content: bytes) -> WSGIEnvironment:
    """The environment of a request with this body."""
    host, _, port = scope.server.rpartition(":")
    environ: WSGIEnvironment = {
        "REMOTE_ADDR": _client(scope),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(content),
    }
    for name, value in scope.headers.items():
        variable = _UNPREFIXED.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        environ[variable] = f"{environ[variable]},{value}" if variable in environ else value
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if content or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(len(content))
    return environ
