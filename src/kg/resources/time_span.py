"""A year, a month or a day as an address names it: ``1990``, ``1990-06``, ``1990-06-01``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.errors import UsageError, phrase
from kg.resources import period
from kg.resources.period import Bounds, Kind
from kg.sparql import term_input

_WRITTEN = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def text(self) -> str:
        """How an address names it.

        >>> read("1990").text, read("1990-06").text, read("1990-06-01").text
        ('1990', '1990-06', '1990-06-01')
        """
        if self.is_day:
            return self.first.isoformat()
        return self.first.isoformat()[: 7 if self.first.month == self.last.month else 4]

    def words(self, language: str) -> str:
        """When it is, as an adverb.

        >>> read("1990").words("en"), read("1990-06").words("nl"), read("1990-06-01").words("de")
        ('in 1990', 'in juni 1990', 'am 1. Juni 1990')
        """
        return period.words(Bounds(self.first, self.last), Kind.EVENT, language)

    def one_day(self, today: date) -> date:
        """The day on which a picture shows it: its last, or today where it is not over."""
        return today if self.first <= today < self.last else self.last


def read(text: str) -> TimeSpan:
    """The span that the text names; raises UsageError.

    >>> read("1992-02").last.isoformat()
    '1992-02-29'
    """
    try:
        if not _WRITTEN.fullmatch(text):
            raise ValueError(text)
        return TimeSpan(*map(date.fromisoformat, term_input.days(text)))
    except ValueError as error:
        hint = phrase("Write it as 1990, 1990-06 or 1990-06-01.")
        raise UsageError(phrase("{text} is not a year, a month or a day.", text=text), hint=hint) from error
