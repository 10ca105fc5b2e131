"""Tens of thousands of short texts in little memory: one text with a line for each, and numbers to find them by.

A string of Python takes fifty bytes beside its characters, and is written to when it is looked at; these are not.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from pyoxigraph import NamedNode

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Lines:
    """The texts, none of which has a line break, and where each begins; the last number is where all end."""

    text: str
    starts: array[int]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.text[self.starts[number] : self.starts[number + 1] - 1]

    def rest(self, place: int) -> str:
        """What a line says from this place of the text on."""
        return self.text[place : self.text.index("\n", place)]


@dataclass(frozen=True, slots=True)
class SortedPlaces:
    """Places of the text in the order of what their lines say from there on, each with the number of its line."""

    lines: Lines
    places: array[int]
    numbers: array[int]

    def equal(self, key: str) -> list[int]:
        """The lines that say just this from one of the places on."""
        begin = self._before(key)
        return sorted(self.numbers[begin : bisect_right(self.places, key, begin, key=self.lines.rest)])

    def beginning(self, key: str) -> list[int]:
        """The lines that go on with this at one of the places."""
        return sorted(self.numbers[self._before(key) : self._before(key + _LAST)])

    def _before(self, key: str) -> int:
        return bisect_left(self.places, key, key=self.lines.rest)


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
        return tuple(NamedNode(self._lines[each]) for each in range(*self._first[place : place + 2]))

    def __iter__(self) -> Iterator[str]:
        return map(self._iri, self._first[:-1])

    def __len__(self) -> int:
        return len(self._first) - 1

    def beginning(self, text: str) -> list[str]:
        """The IRIs that begin so."""
        return [self._iri(each) for each in self._first[self._before(text) : self._before(text + _LAST)]]

    def count(self, text: str) -> int:
        """How many do."""
        return self._before(text + _LAST) - self._before(text)

    def _before(self, iri: str) -> int:
        return bisect_left(self._first, iri, hi=len(self), key=self._iri)

    def _iri(self, number: int) -> str:
        return _document(self._lines[number])


def joined(texts: Sequence[str]) -> Lines:
    """These texts, a line each."""
    starts = accumulate((len(each) + 1 for each in texts), initial=0)
    return Lines("".join(f"{each}\n" for each in texts), array("I", starts))


def in_order(lines: Lines, numbered: Iterable[tuple[int, int]]) -> SortedPlaces:
    """The order of these places, of which each comes after the number of its line."""
    ordered = sorted(numbered, key=lambda each: (lines.rest(each[1]), each[0]))
    return SortedPlaces(lines, array("I", [place for _, place in ordered]), array("I", [each for each, _ in ordered]))


def documents(iris: Iterable[str]) -> Documents:
    """The documents of these resources."""
    ordered = sorted(set(iris), key=lambda each: (_document(each), each))
    sizes = (len(list(group)) for _, group in groupby(ordered, _document))
    return Documents(joined(ordered), array("I", accumulate(sizes, initial=0)))


def _document(iri: str) -> str:
    return iri.partition("#")[0]
