"""Where a worker writes its answer: frames on the connection, counted against the limits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Protocol

from kg.errors import QueryTooLarge
from kg.query.limits import Limits
from kg.query.results import AnswerFormat
from kg.query.wire import Frame
from kg.rdf.formats import CSV, JSON, TSV, XML

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_FRAME = 65_536
_COUNTED = {JSON.name: (b"},{", 1), XML.name: (b"<result>", 0), CSV.name: (b"\n", -1), TSV.name: (b"\n", -1)}
"""What is counted instead of solutions, and where counting begins. In a CSV that makes the limit one on lines."""


class Sender(Protocol):
    """What takes frames: a connection, or whoever gathers them."""

    def send(self, kind: Frame, content: bytes = b"") -> None:
        """Take a frame."""


class _Outlet(io.RawIOBase):
    """A file whose content becomes DATA frames; over a limit, writing raises QueryTooLarge."""

    def __init__(self, connection: Sender, limits: Limits, answer_format: AnswerFormat) -> None:
        super().__init__()
        self._connection = connection
        self._limits = limits
        self._mark, self._solutions = _COUNTED.get(answer_format.name, (b"", 0))
        self._rest = b""
        self._bytes = 0
        self._full = False

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        chunk = bytes(content)
        if not self._full:
            self._count(chunk)
            self._connection.send(Frame.DATA, chunk)
        return len(chunk)

    def _count(self, chunk: bytes) -> None:
        self._bytes += len(chunk)
        if self._bytes > self._limits.answer_mib << 20:
            self._refuse(f"The answer is larger than {self._limits.answer_mib} MiB.")
        if self._mark:
            seen = self._rest + chunk
            self._solutions += seen.count(self._mark)
            self._rest = seen[len(seen) - len(self._mark) + 1 :] if len(self._mark) > 1 else b""
            if self._solutions > self._limits.solutions:
                self._refuse(f"The answer has more than {self._limits.solutions:,} solutions.")

    def _refuse(self, message: str) -> None:
        self._full = True
        raise QueryTooLarge(message, hint="Ask for less with LIMIT and OFFSET, or take a dump.")


def outlet(connection: Sender, limits: Limits, answer_format: AnswerFormat) -> io.BufferedWriter:
    """The file to write an answer to; once it is flushed, all of it is on its way."""
    return io.BufferedWriter(_Outlet(connection, limits, answer_format), _FRAME)
