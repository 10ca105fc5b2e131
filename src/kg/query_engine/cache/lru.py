"""A cache of values by key with a capacity in bytes; the least recently used ones are dropped first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_OVERHEAD = 512
"""Bytes that an entry takes beside its content, generously."""
_LARGEST = 8
_LARGE = 256
_REMEMBERED_OFFERS = 1_024


class Memory(Generic[K, V]):
    """At most ``capacity`` bytes of values, for any thread.

    What is larger than the part ``largest`` of it, an eighth, is never taken, and what is larger than the part
    ``large``, a 256th, only when it is offered a second time: so a walk through large answers that nobody asks for
    again does not push out the small ones.
    """

    def __init__(self, capacity: int, largest: int = _LARGEST, large: int = _LARGE) -> None:
        self.capacity = capacity
        self._largest, self._large = capacity // largest, capacity // large
        self.size = 0
        self._lock = threading.Lock()
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._offered: OrderedDict[int, None] = OrderedDict()

    def get(self, key: K) -> V | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: K, value: V, size: int) -> bool:
        """Remember a value of ``size`` bytes; says whether it was taken."""
        size += _OVERHEAD
        with self._lock:
            if not self._admits(key, size):
                return False
            if key in self._entries:
                self.size -= self._entries.pop(key)[1]
            while self.size + size > self.capacity:
                _, (_, freed) = self._entries.popitem(last=False)
                self.size -= freed
            self._entries[key] = value, size
            self.size += size
            return True

    def _admits(self, key: K, size: int) -> bool:
        if size > self._largest:
            return False
        if size <= self._large or key in self._entries:
            return True
        offer = hash(key)
        if offer in self._offered:
            del self._offered[offer]
            return True
        self._offered[offer] = None
        if len(self._offered) > _REMEMBERED_OFFERS:
            self._offered.popitem(last=False)
        return False

    def __len__(self) -> int:
        return len(self._entries)
