"""Tables from a number to some numbers, as sorted arrays in a file, and what has changed in them since."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from itertools import accumulate, chain

_NONE: tuple[int, ...] = ()


def arrays_of(table: Mapping[int, Sequence[int]]) -> tuple[array[int], array[int], array[int]]:
    """The keys in order, where the values of each begin, and the values."""
    keys = array("I", sorted(table))
    lists = list(map(table.__getitem__, keys))
    starts = array("I", accumulate(map(len, lists), initial=0))
    return keys, starts, array("I", chain.from_iterable(lists))


class StoredTable(MutableMapping[int, Sequence[int]]):
    """A table of a file. Changes are kept beside it; a key without values is not in it."""

    def __init__(self, keys: memoryview, starts: memoryview, values: memoryview) -> None:
        self._keys, self._starts, self._values = keys, starts, values
        self._changed: dict[int, Sequence[int]] = {}

    def __getitem__(self, key: int) -> Sequence[int]:
        values = self._of(key)
        if not values:
            raise KeyError(key)
        return values

    def get(self, key: int, default: Sequence[int] = _NONE) -> Sequence[int]:  # type: ignore[override]
        return self._of(key) or default

    def __contains__(self, key: object) -> bool:
        return isinstance(key, int) and bool(self._of(key))

    def __setitem__(self, key: int, values: Sequence[int]) -> None:
        self._changed[key] = values

    def __delitem__(self, key: int) -> None:
        self._changed[key] = _NONE

    def __iter__(self) -> Iterator[int]:
        if not self._changed:
            return iter(self._keys.tolist())
        changed = self._changed
        return chain(
            (key for key in self._keys.tolist() if key not in changed),
            (key for key, values in changed.items() if values),
        )

    def __len__(self) -> int:
        stored = sum(bool(self._stored(key)) for key in self._changed)
        return len(self._keys) - stored + sum(map(bool, self._changed.values()))

    def _of(self, key: int) -> Sequence[int]:
        values = self._changed.get(key)
        return self._stored(key) if values is None else values

    def _stored(self, key: int) -> Sequence[int]:
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            return _NONE
        return tuple(self._values[self._starts[at] : self._starts[at + 1]])
