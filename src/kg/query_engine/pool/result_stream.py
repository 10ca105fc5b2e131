"""The stream to which a worker writes its answer: frames on the connection, counted against the limits."""

from __future__ import annotations

from typing import Protocol

from kg.errors import QueryTooLarge, phrase
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.pool.frames import Frame
from kg.rdf.formats import CSV, JSON, TSV, XML
from kg.settings.query import Limits

_FRAME = 65_536
_COUNTED = {JSON.name: (b"},{", 1), XML.name: (b"<result>", 0), CSV.name: (b"\n", -1), TSV.name: (b"\n", -1)}
"""What is counted instead of solutions, and where counting begins. In a CSV that makes the limit one on lines."""


class Sender(Protocol):
    """Takes frames: a connection, or a list of them."""

    def send(self, kind: Frame, content: bytes | bytearray = b"") -> None:
        """Take a frame, whose content is not kept: it is used again."""


class Outlet:
    """The file to write an answer to; once it is flushed, all of it is on its way.

    Its content becomes DATA frames, counted against the limits: over one of them, writing raises QueryTooLarge.
    """

    def __init__(self, connection: Sender, limits: Limits, answer_format: AnswerFormat) -> None:
        self._connection = connection
        self._limits = limits
        self._mark, self._solutions = _COUNTED.get(answer_format.name, (b"", 0))
        self._held = bytearray()
        self._rest = b""
        self._bytes = 0
        self._full = False

    def write(self, content: bytes, /) -> int:
        self._held += content
        if len(self._held) >= _FRAME:
            self.flush()
        return len(content)

    def flush(self) -> None:
        if self._held and not self._full:
            self._count(self._held)
            self._connection.send(Frame.DATA, self._held)
        self._held.clear()

    def _count(self, chunk: bytearray) -> None:
        self._bytes += len(chunk)
        if self._bytes > self._limits.answer_mib << 20:
            self._refuse(phrase("The answer is larger than {limit} MiB.", limit=self._limits.answer_mib))
        if self._mark:
            cut = len(self._mark) - 1
            self._solutions += chunk.count(self._mark) + (self._rest + chunk[:cut]).count(self._mark)
            self._rest = (self._rest + chunk)[-cut:] if cut else b""
            if self._solutions > self._limits.solutions:
                self._refuse(phrase("The answer has more than {limit} solutions.", limit=self._limits.solutions))

    def _refuse(self, message: str) -> None:
        self._full = True
        raise QueryTooLarge(message, hint=phrase("Ask for less with LIMIT and OFFSET, or take a dump."))
