"""Sequences whose quads are created on access, so that tens of thousands need not be copied."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import overload

from pyoxigraph import Quad

FEW = 512
"""Up to so many quads are returned as objects and cached; of more, each is created on access."""


class Rows(Sequence[Quad]):
    """The quads that ``at`` creates from row numbers."""

    __slots__ = ("_at", "_rows")

    def __init__(self, at: Callable[[Iterable[int]], Iterator[Quad]], rows: array[int]) -> None:
        self._at = at
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Quad: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Quad]: ...
    def __getitem__(self, at: int | slice) -> Quad | Sequence[Quad]:
        if isinstance(at, slice):
            return Rows(self._at, self._rows[at])
        return next(self._at((self._rows[at],)))

    def __iter__(self) -> Iterator[Quad]:
        return self._at(self._rows)


def joined(first: Sequence[Quad], second: Sequence[Quad]) -> Sequence[Quad]:
    """The first and then the second."""
    if not first or not second:
        return first or second
    if len(first) + len(second) <= FEW:
        return (*first, *second)
    return _Joined(first, second)


class _Joined(Sequence[Quad]):
    __slots__ = ("_first", "_second")

    def __init__(self, first: Sequence[Quad], second: Sequence[Quad]) -> None:
        self._first = first
        self._second = second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    @overload
    def __getitem__(self, at: int) -> Quad: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Quad]: ...
    def __getitem__(self, at: int | slice) -> Quad | Sequence[Quad]:
        if isinstance(at, slice):
            return tuple(map(self.__getitem__, range(*at.indices(len(self)))))
        at = range(len(self))[at]
        first = len(self._first)
        return self._first[at] if at < first else self._second[at - first]

    def __iter__(self) -> Iterator[Quad]:
        return chain(self._first, self._second)
