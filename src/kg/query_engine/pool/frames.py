"""The protocol between the server and a worker: frames on a socket, each of a letter for its kind, a length, a content.

A worker sends HELLO once, with its pid. The server sends QUERY; the worker answers with DATA as often as needed and
then END, or with ERROR at any point. Without END, the answer is not whole.
"""

from __future__ import annotations

import asyncio
import marshal
import socket
import struct
from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

from kg.errors import Phrase, phrase

_HEADER = struct.Struct("!cI")
_CHUNK = 65_536
_SECONDS = struct.Struct("@ll")
_ABOUT = struct.Struct("!?Idd")


class Frame(Enum):
    """What a frame holds."""

    HELLO = b"H"
    QUERY = b"Q"
    DATA = b"D"
    END = b"E"
    ERROR = b"X"


_KINDS: dict[bytes, Frame] = {frame.value: frame for frame in Frame}


class Request(NamedTuple):
    """The content of QUERY.

    ``format`` is the short name of one, ``datasets`` says whether the text has a FROM clause of its own, and ``graphs``
    are the default and the named ones of the request, if it has any.
    """

    text: str
    format: str
    datasets: bool
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None
    prefixes: dict[str, str]
    base: str | None

    @classmethod
    def read(cls, content: bytes) -> Request:
        # Written by the server, which is trusted, with the same Python.
        return cls._make(marshal.loads(content))  # noqa: S302

    def packed(self) -> bytes:
        return marshal.dumps(tuple(self))


class About(NamedTuple):
    """The content of END, and of ERROR before the error itself.

    Whether it stays, the most memory in MiB that it ever had, and the seconds until its first solution and the end of
    its answer, which are 0 where these never came.
    """

    stays: bool
    memory_mib: int
    first: float
    written: float

    @classmethod
    def read(cls, content: bytes) -> tuple[About, bytes]:
        """The value, and the content behind it."""
        return cls._make(_ABOUT.unpack_from(content)), content[_ABOUT.size :]

    def packed(self) -> bytes:
        return _ABOUT.pack(*self)


def packed_text(text: str | None) -> object:
    """The text of an error as JSON has it: with its template and its values, where it has them.

    >>> unpacked_text(packed_text(phrase("no {name}", name="x"))).template
    'no {name}'
    """
    if not isinstance(text, Phrase):
        return text
    values = {
        name: value if isinstance(value, int | float) else packed_text(value if isinstance(value, str) else str(value))
        for name, value in text.values.items()
    }
    return {"template": text.template, "values": values}


def unpacked_text(packed: Any) -> Any:
    """The text that was packed."""
    if not isinstance(packed, dict):
        return packed
    return phrase(packed["template"], **{name: unpacked_text(value) for name, value in packed["values"].items()})


class Connection:
    """One end of a connection.

    DATA waits for what follows it, so that a small answer is one message; ``patience`` is in seconds. One thread uses
    it at a time; an event loop may watch it, see ``notify``.
    """

    def __init__(self, end: socket.socket, patience: float = 0.0) -> None:
        self._socket = end
        self._received = bytearray()
        self._sent = bytearray()
        self._watch: _Watch | None = None
        end.setblocking(True)
        if patience:
            # Kept by the system for each receive, which saves two calls where Python would keep it.
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _SECONDS.pack(int(patience), int(patience % 1 * 1e6)))

    def send(self, kind: Frame, content: bytes | bytearray = b"") -> None:
        header = _HEADER.pack(kind.value, len(content))
        if kind is Frame.DATA and len(self._sent) + len(content) < _CHUNK:
            self._sent += header
            self._sent += content
            return
        self._socket.sendall(b"".join((self._sent, header, content)))
        self._sent.clear()

    def receive(self, *, wait: bool = True) -> tuple[Frame, bytes]:
        """The next frame, whole.

        Raises EOFError where there is none, and TimeoutError where nothing came for as long as its patience, or is not
        there and it does not ``wait``; nothing is lost then, and the frame may still be received.
        """
        flags = 0 if wait else socket.MSG_DONTWAIT
        self._fill(_HEADER.size, flags)
        kind, length = _HEADER.unpack_from(self._received)
        end = _HEADER.size + length
        self._fill(end, flags)
        content = bytes(memoryview(self._received)[_HEADER.size : end])
        del self._received[:end]
        return _KINDS[kind], content

    def _fill(self, size: int, flags: int) -> None:
        while len(self._received) < size:
            try:
                received = self._socket.recv(_CHUNK, flags)
            except BlockingIOError as error:
                raise TimeoutError from error
            except ConnectionError as error:
                raise EOFError from error
            if not received:
                raise EOFError
            self._received += received

    def notify(self, loop: asyncio.AbstractEventLoop, then: Callable[[], object]) -> None:
        """Have ``loop``, which runs in this thread, call ``then`` once when there is something to receive, or the end.

        It goes on watching, for the next time: to begin and to end that takes it six system calls.
        """
        if self._watch is None or self._watch.loop is not loop:
            if self._watch:
                self._watch.close(None)
            self._watch = _Watch(loop, self._socket)
        self._watch.notify(then)

    def gone(self) -> bool:
        """Whether the other side has closed; to be called only while no frame is expected."""
        try:
            return not self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except ConnectionError:
            return True

    def close(self) -> None:
        if self._watch:
            self._watch.close(self._socket)
        else:
            self._socket.close()

    def leave(self) -> None:
        """Close it in a process that was forked, and leave it to the one that it was forked from."""
        self._socket.close()


class _Watch:
    """What an event loop watches a connection with, until something comes for which nothing on the loop waits."""

    __slots__ = ("_end", "_is_on", "_number", "_then", "loop")

    def __init__(self, loop: asyncio.AbstractEventLoop, end: socket.socket) -> None:
        self.loop = loop
        self._end = end
        self._number = end.fileno()
        self._then: Callable[[], object] | None = None
        self._is_on = False

    def notify(self, then: Callable[[], object]) -> None:
        self._then = then
        if not self._is_on:
            self._is_on = True
            self.loop.add_reader(self._number, self._readable)
            self._end.setblocking(True)  # which uvloop changes, though it neither reads nor writes

    def _readable(self) -> None:
        then, self._then = self._then, None
        if then:
            then()
        else:
            self._stop(None)

    def _stop(self, end: socket.socket | None) -> None:
        if self._is_on:
            self._is_on = False
            self.loop.remove_reader(self._number)
        if end:
            end.close()

    def close(self, end: socket.socket | None) -> None:
        """Stop watching, from any thread; then close the end, whose number may be that of another from then on."""
        if self.loop is _running_loop():
            self._stop(end)
            return
        try:
            self.loop.call_soon_threadsafe(self._stop, end)
        except RuntimeError:  # the loop is closed
            if end:
                end.close()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
