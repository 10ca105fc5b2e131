"""Bodies as they come over a socket: slowly, in pieces, too long; whoever sends so keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import gc
import socket
import time
import weakref
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import pytest
from werkzeug.exceptions import RequestTimeout

from kg.web.server import request_body

from ...web.server.test_operations import Server, serving

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol

SETTINGS = '[query]\nseconds = 2\n\n[serve]\nclient_header = "X-Forwarded-For"\n'
BEGUN = (
    "POST /sparql HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {client}\r\n"
    "Content-Type: application/sparql-query\r\n{framing}\r\n"
)
FRAMINGS = {"by length": "Content-Length: 1000\r\n", "in chunks": "Transfer-Encoding: chunked\r\n"}
ASK = "ASK {}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(root, tmp_path_factory.mktemp("bodies"), SETTINGS) as server:
        yield server


def sent(server: Server, request: bytes) -> bytes:
    """The answer, until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def posted(client: str, body: bytes, kind: str = "application/sparql-query") -> bytes:
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {client}\r\nConnection: close\r\n"
    return f"{head}Accept: text/csv, */*;q=0.1\r\nContent-Type: {kind}\r\n".encode() + body


def whole(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def in_chunks(body: bytes, size: int = 100_000) -> bytes:
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"Transfer-Encoding: chunked\r\n\r\n%b0\r\n\r\n" % chunks


@contextmanager
def slow_senders(server: Server, number: int, framing: str) -> Iterator[None]:
    """Connections of one client that send the head of a request and then wait."""
    with ExitStack() as stack:
        for _ in range(number):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            connection.sendall(BEGUN.format(client="192.0.2.1", framing=framing).encode())
        assert server.get("/health")[0] == 200  # which came behind them, so that they are accepted
        yield


@pytest.mark.parametrize("framing", FRAMINGS)
def test_slow_senders_keep_nobody_else_waiting(server: Server, framing: str) -> None:
    with slow_senders(server, 300, FRAMINGS[framing]):
        for number in range(10):
            start = time.monotonic()
            assert server.get("/health")[0] == 200
            assert server.ask(f"ASK {{ ?s ?p {number} }} # {framing}")[0] == 200
            assert time.monotonic() - start < 1
        assert sent(server, posted("198.51.100.7", whole(ASK.encode()))).startswith(b"HTTP/1.1 200 ")
        assert sent(server, posted("192.0.2.1", whole(ASK.encode()))).startswith(b"HTTP/1.1 200 ")


def test_a_body_that_does_not_come_is_no_longer_waited_for(server: Server) -> None:
    begun = BEGUN.format(client="192.0.2.4", framing=FRAMINGS["by length"] + "Connection: close\r\n")
    answer = sent(server, begun.encode())
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"did not come within 2 seconds" in answer


def test_a_body_in_chunks_is_read_to_its_end_and_an_endless_one_is_refused(server: Server) -> None:
    """Cut in silence, the end of a form would be another question: other graphs, or an update that is not refused."""
    padded = urlencode({"query": COUNT, "pad": "x" * 300_000, "default-graph-uri": "http://example.org/none"})
    form = "application/x-www-form-urlencoded"
    for framed in (whole, in_chunks):
        assert sent(server, posted("192.0.2.2", framed(padded.encode()), form)).endswith(b"n\r\n0\r\n")
    endless = urlencode({"query": COUNT, "pad": "x" * (1 << 20), "update": "CLEAR ALL"})
    for framed in (whole, in_chunks):
        assert b"413" in sent(server, posted("192.0.2.2", framed(endless.encode()), form))[:20]
    assert server.get("/health")[0] == 200


def test_many_may_post_at_once(server: Server) -> None:
    with ExitStack() as stack:
        connections = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30)) for _ in range(90)
        ]
        for number, connection in enumerate(connections):
            connection.sendall(posted("192.0.2.3", whole(f"ASK {{ ?s ?p {number} }}".encode())))
        answers = [connection.recv(20) for connection in connections]
    assert [answer.split()[1] for answer in answers] == [b"200"] * 90


class Connection:
    """A connection as the server hands it to an application, on which nothing more comes."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"ASK"
        await asyncio.sleep(60)  # nothing comes, for longer than anybody waits


def test_a_body_that_is_refused_lets_go_of_its_connection() -> None:
    """The server closes a connection once nobody can read from it, which is not to wait for the garbage collector."""

    async def refused() -> tuple[weakref.ref[Connection], object]:
        connection = Connection()
        error = await request_body.receive(cast("RSGIHTTPProtocol", connection), 0.01)
        return weakref.ref(connection), error

    gc.disable()
    try:
        with ThreadPoolExecutor(1) as threads:  # where another test's event loop does not run
            connection, error = threads.submit(asyncio.run, refused()).result()
            assert connection() is None
    finally:
        gc.enable()
    assert isinstance(error, RequestTimeout)
