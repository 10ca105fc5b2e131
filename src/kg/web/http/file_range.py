"""A part of an open file as the body of a response.

It iterates over its bytes. A server that can read files itself reads them as fast as its client takes them, so that a
slow one holds nothing but its connection.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_DESCRIPTORS = "/proc/self/fd"
_OPENABLE = os.path.isdir(_DESCRIPTORS)
_CHUNK = 131_072
"""Bytes that are read at a time: few enough to be in the cache of the processor when they are sent."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """What the open file ``number`` has from ``start`` on, before ``stop``; it stays open until ``close`` is called."""

    number: int
    start: int
    stop: int
    close: Callable[[], None]

    @property
    def path(self) -> str | None:
        """Where this process may open the file once more, though it has no name; None where the system cannot."""
        return f"{_DESCRIPTORS}/{self.number}" if _OPENABLE else None

    def __iter__(self) -> Iterator[bytes]:
        # Whoever sends this takes its end for the end of the answer: what is missing must be an error.
        start = self.start
        while start < self.stop:
            chunk = os.pread(self.number, min(_CHUNK, self.stop - start), start)
            if not chunk:
                raise EOFError("A file is shorter than it was.")
            start += len(chunk)
            yield chunk
