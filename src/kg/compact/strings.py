"""Tens of thousands of short texts in little memory: one text with a line for each, and numbers to find them by.

A string of Python takes fifty bytes beside its characters, and is written to when it is looked at; these are not.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

LAST = "\U0010ffff"
"""Comes after every other character."""


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
        return sorted(self.numbers[self._before(key) : self._before(key + LAST)])

    def _before(self, key: str) -> int:
        return bisect_left(self.places, key, key=self.lines.rest)


def joined(texts: Sequence[str]) -> Lines:
    """These texts, a line each."""
    starts = accumulate((len(each) + 1 for each in texts), initial=0)
    return Lines("".join(f"{each}\n" for each in texts), array("I", starts))


def in_order(lines: Lines, numbered: Iterable[tuple[int, int]]) -> SortedPlaces:
    """The order of these places, of which each comes after the number of its line."""
    ordered = sorted(numbered, key=lambda each: (lines.rest(each[1]), each[0]))
    return SortedPlaces(lines, array("I", [place for _, place in ordered]), array("I", [each for each, _ in ordered]))
