"""Which resources each document tells of, in little memory: their IRIs in order, a line each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby

from pyoxigraph import NamedNode

from kg.compact.strings import LAST, Lines, joined


@dataclass(frozen=True, slots=True, eq=False)
class Documents(Mapping[str, tuple[NamedNode, ...]]):
    """The resources of each document by its IRI, in IRI order: the node of that IRI and those with a fragment on it.

    ``_first`` has the number of each document's first line, and of where all end.
    """

    _lines: Lines
    _first: array[int]

    def __getitem__(self, iri: str) -> tuple[NamedNode, ...]:
        place = self._before(iri)
        if place == len(self) or self._iri(self._first[place]) != iri:
            raise KeyError(iri)
        return tuple(NamedNode(self._lines[number]) for number in range(*self._first[place : place + 2]))

    def __contains__(self, iri: object) -> bool:
        if not isinstance(iri, str):
            return False
        place = self._before(iri)
        return place < len(self) and self._iri(self._first[place]) == iri

    def __iter__(self) -> Iterator[str]:
        return map(self._iri, self._first[:-1])

    def __len__(self) -> int:
        return len(self._first) - 1

    def beginning(self, text: str) -> list[str]:
        """The IRIs that begin so."""
        return [self._iri(line) for line in self._first[self._before(text) : self._before(text + LAST)]]

    def count(self, text: str) -> int:
        """How many do."""
        return self._before(text + LAST) - self._before(text)

    def _before(self, iri: str) -> int:
        return bisect_left(self._first, iri, hi=len(self), key=self._iri)

    def _iri(self, number: int) -> str:
        return _document(self._lines[number])


def documents(iris: Iterable[str]) -> Documents:
    """The documents of these resources."""
    ordered = sorted(set(iris), key=lambda iri: (_document(iri), iri))
    sizes = (len(list(group)) for _, group in groupby(ordered, _document))
    return Documents(joined(ordered), array("I", accumulate(sizes, initial=0)))


def _document(iri: str) -> str:
    return iri.partition("#")[0]
