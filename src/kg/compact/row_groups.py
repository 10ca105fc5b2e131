"""The index of a column of numbers: in which rows each number stands."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import accumulate


class RowGroups:
    """The rows of a column by the number in them, each below ``numbers``; each group in the order of the rows."""

    __slots__ = ("_rows", "_starts")

    def __init__(self, column: array[int], numbers: int) -> None:
        sizes = Counter(column)
        self._starts = array("I", accumulate(map(sizes.__getitem__, range(numbers)), initial=0))
        self._rows = array("I", bytes(4 * len(column)))
        places = self._starts[:]
        for row, number in enumerate(column):
            place = places[number]
            self._rows[place] = row
            places[number] = place + 1

    def of(self, number: int) -> array[int]:
        """The rows with this number."""
        return self._rows[self._starts[number] : self._starts[number + 1]]
