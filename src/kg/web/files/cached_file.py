"""A file that is made once and sent often: complete before it is sent, and never changed.

A small one is held in memory, a larger one in a file without a name: so none is left half-written, and it is deleted
with its last reader, or with the process.
"""

from __future__ import annotations

import hashlib
import os
import weakref
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from kg.web.http.file_range import FilePart

IN_MEMORY = 1 << 20


class CachedFile:
    """``size`` bytes and their SHA-256."""

    __slots__ = ("__weakref__", "_content", "sha256", "size")

    def __init__(self, file: IO[bytes]) -> None:
        """Keep what was written to ``file``, which is closed when it is needed no longer."""
        file.flush()
        number = file.fileno()
        self._content: bytes | int = number
        self.size = os.fstat(number).st_size
        digest = hashlib.sha256()
        for chunk in self.chunks(0, self.size):
            digest.update(chunk)
        self.sha256 = digest.digest()
        if self.size <= IN_MEMORY:
            self._content = os.pread(number, self.size, 0)
            file.close()
        else:
            weakref.finalize(self, file.close)

    def chunks(self, start: int, stop: int) -> FilePart | list[bytes]:
        """The bytes from ``start`` on, before ``stop``; a list where they are in memory."""
        if isinstance(self._content, bytes):
            return [self._content[start:stop]]
        return FilePart(self._content, start, stop, self._read)

    def _read(self) -> None:
        """A part has been read. Nothing is to be done, but who has this to call has the file, and so it is open."""


def keep(chunks: Iterable[bytes], folder: Path) -> CachedFile:
    """Keep these; raises OSError where there is no room."""
    file = unnamed(folder)
    try:
        file.writelines(chunks)
    except BaseException:
        file.close()
        raise
    return CachedFile(file)


def unnamed(folder: Path) -> IO[bytes]:
    """A new file without a name, on the disk of ``folder``, or where the system has such files if that is read-only."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return TemporaryFile(dir=folder)
    except OSError:
        return TemporaryFile()
