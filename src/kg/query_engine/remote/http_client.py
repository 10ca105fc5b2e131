"""HTTP with an engine elsewhere: one address, connections that are used again, and deadlines that hold.

The standard library's client, for its socket can be told before each read how much time is left. SPARQLWrapper and
urllib3 take a timeout for each read, which an engine that sends a byte a second never reaches; SPARQLWrapper also reads
an answer of any size whole, and makes a connection for each query. Redirects are not followed: the address is the one
in the settings.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import IO, Self
from urllib.parse import urlsplit

from kg.errors import ServiceBusy, phrase
from kg.query_engine.remote.authentication import Authentication, Fixed

_CHUNK = 65_536
_CONNECT_SECONDS = 5.0
_KEPT = 32
_RETRY_AFTER = 5
_AGENT = "city-ties"


class Reply:
    """A response whose body is yet to be read; to be closed after use."""

    def __init__(self, address: Address, connection: http.client.HTTPConnection, deadline: float) -> None:
        self._address = address
        self._connection = connection
        self._socket = connection.sock
        self._deadline = deadline
        self._response = connection.getresponse()
        self.status = self._response.status

    def header(self, name: str) -> str:
        return self._response.headers.get(name, "")

    def chunks(self) -> Iterator[bytes]:
        """The body; raises TimeoutError at the deadline, and ServiceBusy where the connection ends too early."""
        try:
            while not self._response.isclosed():
                self._socket.settimeout(_left(self._deadline))
                chunk = self._response.read1(_CHUNK)
                if not chunk:
                    break
                yield chunk
        except TimeoutError:
            raise
        except (OSError, http.client.HTTPException) as error:
            raise _absent() from error

    def close(self) -> None:
        """Give the connection back where it can be used again."""
        if self._response.isclosed() and not self._response.will_close:
            self._address.give_back(self._connection)
        else:
            self._response.close()
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class Address:
    """An address that requests go to, with the authentication that they carry."""

    def __init__(self, url: str, authentication: Authentication | None = None) -> None:
        parts = urlsplit(url)
        assert parts.hostname
        self._host = parts.hostname
        self._port = parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._authentication = authentication or Fixed()
        self._lock = threading.Lock()
        self._idle: deque[http.client.HTTPConnection] = deque()

    def request(
        self,
        method: str,
        deadline: float,
        *,
        arguments: str = "",
        body: bytes | IO[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request; ``arguments`` are an encoded query string, ``deadline`` is one of the monotonic clock.

        Raises TimeoutError at the deadline, and ServiceBusy where nobody answers.
        """
        path = self._path + (("&" if "?" in self._path else "?") + arguments if arguments else "")
        reply = self._sent(method, deadline, path, body, headers or {})
        if reply.status == 401 and self._authentication.answers(reply.header("WWW-Authenticate")):
            reply.close()
            _rewind(body)
            reply = self._sent(method, deadline, path, body, headers or {})
        return reply

    def _sent(
        self, method: str, deadline: float, path: str, body: bytes | IO[bytes] | None, headers: Mapping[str, str]
    ) -> Reply:
        authorization = self._authentication.header(method, self._origin + path)
        own = {"User-Agent": _AGENT} | ({"Authorization": authorization} if authorization else {})
        while True:
            connection, used = self._connection(deadline)
            try:
                connection.request(method, path, body, {**own, **headers})
                return Reply(self, connection, deadline)
            except TimeoutError:
                connection.close()
                raise
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                # A connection that waited may have been closed meanwhile; a new one says what is the matter.
                if not used:
                    raise _absent() from error
                _rewind(body)

    def _connection(self, deadline: float) -> tuple[http.client.HTTPConnection, bool]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is not None:
            connection.sock.settimeout(_left(deadline))
            return connection, True
        fresh: http.client.HTTPConnection
        if self._tls:
            fresh = http.client.HTTPSConnection(self._host, self._port, context=self._tls)
        else:
            fresh = http.client.HTTPConnection(self._host, self._port)
        fresh.timeout = min(_left(deadline), _CONNECT_SECONDS)
        try:
            fresh.connect()
        except OSError as error:
            raise _absent() from error
        fresh.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        fresh.sock.settimeout(_left(deadline))
        return fresh, False

    def give_back(self, connection: http.client.HTTPConnection) -> None:
        """Keep a connection whose last response was read to its end."""
        with self._lock:
            if len(self._idle) < _KEPT and connection.sock is not None:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close the connections that nobody uses."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()


def _rewind(body: bytes | IO[bytes] | None) -> None:
    if body is not None and not isinstance(body, bytes):
        body.seek(0)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _absent() -> ServiceBusy:
    return ServiceBusy(
        phrase("The engine behind this service does not answer."),
        retry_after=_RETRY_AFTER,
        hint=phrase("Try again in a while; the dumps are there all the time."),
    )
