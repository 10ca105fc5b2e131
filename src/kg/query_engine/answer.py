"""The answer to a query, whole: it is held until its end has come, in memory or, where it is large, in a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType
from typing import IO, Self

from pyoxigraph import Store

from kg.errors import ServiceBusy, phrase
from kg.query_engine import evaluation
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.guard import CheckedQuery

_IN_MEMORY = 1 << 20
"""Bytes that the server may hold for each client that does not take them; of a file it reads as much as one takes."""
_CHUNK = 262_144
_LATER = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """``size`` bytes in ``format``; ``content`` is a temporary file where they are many. To be closed after use."""

    format: AnswerFormat
    content: bytes | IO[bytes]
    size: int

    def read(self) -> bytes:
        """The whole body, as often as wanted."""
        return b"".join(self.chunks())

    def chunks(self, start: int = 0) -> Iterator[bytes]:
        """The body from ``start`` on, in pieces; several readers of one file do not disturb each other."""
        if isinstance(self.content, bytes):
            yield self.content[start:] if start else self.content
            return
        while chunk := os.pread(self.content.fileno(), _CHUNK, start):
            start += len(chunk)
            yield chunk

    def close(self) -> None:
        if not isinstance(self.content, bytes):
            self.content.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def evaluate_trusted(
    store: Store,
    query: CheckedQuery,
    answer_format: AnswerFormat,
    graphs: GraphSelection | None = None,
    base: str | None = None,
) -> Answer:
    """The answer, evaluated in this process and without limits: for questions of the project, on its own machine.

    Raises NotAcceptable, QuerySyntaxError, QueryNotAllowed or QueryError.
    """
    evaluation.require(query.form, answer_format)
    body = BytesIO()
    evaluation.write(evaluation.evaluate(store, query, graphs, base), answer_format, body, query.prefixes)
    return Answer(answer_format, body.getvalue(), body.tell())


class Gathering:
    """An answer on its way."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Take the next piece. Raises ServiceBusy where there is no temporary folder, or no room on its disk."""
        try:
            self._add(chunk)
        except OSError as error:
            self.close()
            message = phrase(
                "There is no room for a large answer on this server now: {strerror}.", strerror=error.strerror
            )
            raise ServiceBusy(message, retry_after=_LATER, hint=phrase("Ask for less, or try again later.")) from error

    def _add(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._file is None and self._size > _IN_MEMORY:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the answer closes it
            _write(self._file, b"".join(self._chunks))
            self._chunks.clear()
        if self._file is None:
            self._chunks.append(chunk)
        else:
            _write(self._file, chunk)

    def whole(self, answer_format: AnswerFormat) -> Answer:
        """The answer, now that its end has come."""
        return Answer(answer_format, self._file or b"".join(self._chunks), self._size)

    def close(self) -> None:
        """Forget an answer whose end never came."""
        if self._file:
            self._file.close()


def _write(file: IO[bytes], content: bytes) -> None:
    """Write all of it: a disk that is almost full takes a part, and says only then that there is no room."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]
