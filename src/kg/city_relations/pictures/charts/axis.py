"""Time from left to right: where a day lies on a picture, and which years are written below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first day to the last, between two edges of a picture."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Where a day lies; one before the first or after the last lies on the edge."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def years(self, apart: float) -> list[date]:
        """The first days of round years, at least ``apart`` pixels from each other.

        >>> [each.year for each in Axis(date(1958, 1, 1), date(1990, 1, 1), 0, 320).years(60)]
        [1960, 1970, 1980, 1990]
        """
        span = max(1, self.last.year - self.first.year)
        most = max(1.0, (self.right - self.left) / apart)
        step = next((step for step in _STEPS if span / step <= most), 1000)
        first = -(-self.first.year // step) * step
        first_days = (date(year, 1, 1) for year in range(max(1, first), self.last.year + 1, step))
        return [day for day in first_days if self.first <= day <= self.last]


def around(days: Iterable[date], last: date, left: float, right: float) -> Axis:
    """An axis that begins in the year before the first of the days, and holds the last day."""
    shown_days = [day for day in days if day <= last]
    first = min(shown_days, default=date(max(1, last.year - 1), 1, 1))
    return Axis(date(max(1, first.year - 1), 1, 1), last, left, right)
