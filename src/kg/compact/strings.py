"""Many short strings in little memory: one text with a line for each, and the offsets of its lines.

A Python string takes fifty bytes beside its characters, and reading it writes its reference count; these do neither.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

LAST = "\U0010ffff"
"""Sorts after every other character."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Strings without line breaks, and the offset of each; the last number is the end of the text."""

    text: str
    starts: array[int]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.text[self.starts[number] : self.starts[number + 1] - 1]

    def rest(self, place: int) -> str:
        """The rest of a line from this offset of the text."""
        return self.text[place : self.text.index("\n", place)]


@dataclass(frozen=True, slots=True)
class SortedPlaces:
    """Offsets into the text, sorted by the rest of their lines, each with the number of its line."""

    lines: Lines
    places: array[int]
    numbers: array[int]

    def equal(self, key: str) -> list[int]:
        """The numbers of the lines whose rest, from one of the offsets, is ``key``."""
        begin = self._before(key)
        return sorted(self.numbers[begin : bisect_right(self.places, key, begin, key=self.lines.rest)])

    def beginning(self, key: str) -> list[int]:
        """The numbers of the lines whose rest, from one of the offsets, begins with ``key``."""
        return sorted(self.numbers[self._before(key) : self._before(key + LAST)])

    def _before(self, key: str) -> int:
        return bisect_left(self.places, key, key=self.lines.rest)


def joined(texts: Sequence[str]) -> Lines:
    """These strings, a line each."""
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    return Lines("".join(f"{text}\n" for text in texts), array("I", starts))


def in_order(lines: Lines, numbered: Iterable[tuple[int, int]]) -> SortedPlaces:
    """These pairs of line number and offset, sorted by the rest of the line."""
    ordered = sorted(numbered, key=lambda pair: (lines.rest(pair[1]), pair[0]))
    numbers, places = array("I", [number for number, _ in ordered]), array("I", [place for _, place in ordered])
    return SortedPlaces(lines, places, numbers)
