"""The files of large tables, so that a list of thousands is read from its revision once for all who ask for it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from weakref import WeakValueDictionary

from kg.query_engine.cache.lru import Memory

LARGE = 100_000
"""Bytes from which a file is kept: smaller ones are soon written again."""
_CAPACITY = 64_000_000
_FAST = 1


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """The file of a table, and what the table is called."""

    name: str
    content: bytes


class WrittenTables:
    """Keeps files, compressed, in a bounded number of bytes; of equal ones that are wanted at once, one is written."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._files: Memory[Hashable, WrittenTable] = Memory(capacity, largest=2, large=2)
        self._turns: WeakValueDictionary[Hashable, _Turn] = WeakValueDictionary()
        self._lock = Lock()

    def once(self, key: Hashable, write: Callable[[], WrittenTable]) -> WrittenTable:
        """The file that is kept for ``key``, which names the revision too; else what ``write`` returns."""
        with self._lock:
            turn = self._turns.get(key) or _Turn()
            self._turns[key] = turn
        with turn.lock:
            kept = self._files.get(key)
            if kept is not None:
                return WrittenTable(kept.name, zlib.decompress(kept.content))
            written = write()
            if len(written.content) >= LARGE:
                small = zlib.compress(written.content, _FAST)
                self._files.put(key, WrittenTable(written.name, small), len(small))
            return written


class _Turn:
    """Whoever holds the lock writes; it exists as long as somebody waits for it."""

    def __init__(self) -> None:
        self.lock = Lock()
