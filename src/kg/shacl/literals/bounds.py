"""Values sorted by what they compare with, to count those that a value is not less than."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kg.shacl.literals.comparison import FOURTEEN_HOURS, Value, as_double, compare


class Bounds:
    """The values of the other property of ``sh:lessThan``, None for one that cannot be compared."""

    def __init__(self, values: Iterable[Value | None]) -> None:
        self._size = 0
        self._sorted: dict[object, list[Any]] = defaultdict(list)
        self._durations: list[Value] = []
        for value in values:
            self._size += 1
            if value is not None and value.kind == "duration":
                self._durations.append(value)
            elif value is not None:
                for key, number in _keys(value):
                    self._sorted[key].append(number)
        for numbers in self._sorted.values():
            numbers.sort()

    def failing(self, value: Value | None, *, or_equal: bool) -> int:
        """How many of the values the given one is not less than, or not less than or equal to."""
        return self._size - (0 if value is None else self._greater(value, or_equal=or_equal))

    def _greater(self, value: Value, *, or_equal: bool) -> int:
        if value.kind == "duration":
            allowed = (-1, 0) if or_equal else (-1,)
            return sum(compare(value, other) in allowed for other in self._durations)
        bisect = bisect_left if or_equal else bisect_right
        number: Any = value.number
        if value.kind == "number":
            if isinstance(number, float):
                return 0 if math.isnan(number) else self._above("double", number, bisect)
            return self._above("exact", number, bisect) + self._above("float", as_double(number), bisect)
        # A moment without a time zone lies anywhere within 14 hours of UTC, so none is surely equal to one that has it.
        across = (value.kind, not value.zoned)
        apart = self._above(across, number + FOURTEEN_HOURS, bisect_right) if across in self._sorted else 0
        return self._above((value.kind, value.zoned), number, bisect) + apart

    def _above(self, key: object, number: Any, bisect: Any) -> int:
        numbers = self._sorted.get(key, ())
        position: int = bisect(numbers, number)
        return len(numbers) - position


def _keys(value: Value) -> Iterable[tuple[object, Any]]:
    """Where a value is sorted in, and as what: numbers compare exactly, unless one of the two is a double."""
    number: Any = value.number
    if value.kind != "number":
        return (((value.kind, value.zoned), number),)
    if not isinstance(number, float):
        return (("exact", number), ("double", as_double(number)))
    return () if math.isnan(number) else (("float", number), ("double", number))
