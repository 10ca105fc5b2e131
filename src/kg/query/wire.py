"""How the front and a worker talk: frames on a socket, a letter for the kind, the length, the content.

A worker sends HELLO once, with its pid. The front sends QUERY; the worker answers with DATA as often as needed and then
END, or with ERROR at any point. What has no END is no answer.
"""

from __future__ import annotations

import socket
import struct
import time
from enum import Enum

_HEADER = struct.Struct("!cI")
_CHUNK = 262_144


class Frame(Enum):
    """What a frame holds."""

    HELLO = b"H"
    QUERY = b"Q"
    DATA = b"D"
    END = b"E"
    ERROR = b"X"


class Connection:
    """One end of the conversation."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._buffer = bytearray()

    def send(self, kind: Frame, content: bytes = b"") -> None:
        self._socket.settimeout(None)
        self._socket.sendall(_HEADER.pack(kind.value, len(content)) + content)

    def receive(self, deadline: float | None = None) -> tuple[Frame, bytes]:
        """The next frame, whole.

        Raises EOFError where there is none, and TimeoutError at the deadline (of the monotonic clock); nothing is lost
        then, and the frame may still be received.
        """
        self._fill(_HEADER.size, deadline)
        kind, length = _HEADER.unpack_from(self._buffer)
        end = _HEADER.size + length
        self._fill(end, deadline)
        content = bytes(memoryview(self._buffer)[_HEADER.size : end])
        del self._buffer[:end]
        return Frame(kind), content

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self._buffer) < size:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                self._socket.settimeout(left)
            try:
                received = self._socket.recv(_CHUNK)
            except ConnectionError as error:
                raise EOFError from error
            if not received:
                raise EOFError
            self._buffer += received

    def gone(self) -> bool:
        """Whether the other side has left; asked only while it has nothing to say."""
        self._socket.settimeout(0)
        try:
            return not self._socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except ConnectionError:
            return True

    def close(self) -> None:
        self._socket.close()
