"""Times in words: four date bounds as phrases in a language.

A start or an end lies between an earliest and a latest day. Where the two are one day, or exactly one month or one
year, the phrase names that; where a bound is missing, the phrase says that it is unknown.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.translations import cldr
from kg.translations.catalogue import catalogue, mark, mark_time

_FROM = mark_time("from {}")
_SINCE = mark_time("since {}")
_SINCE_BETWEEN = mark_time("since some time between {} and {}")
_SINCE_AFTER = mark("since {} or later")
_SINCE_BEFORE = mark("since {} or earlier")
_UNTIL = mark_time("until {}")
_UNTIL_BETWEEN = mark_time("until some time between {} and {}")
_UNTIL_AFTER = mark("until {} or later")
_UNTIL_BEFORE = mark("until {} at the latest")
_BETWEEN = mark_time("between {} and {}")
_AFTER = mark("on {} or later")
_BEFORE = mark("on {} or earlier")


class Precision(StrEnum):
    """How exactly a time is known; the values are the contexts of its messages."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Kind(StrEnum):
    """A period lasts, an event happens, a final state does not end."""

    PERIOD = "period"
    EVENT = "event"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of a start and an end; None is unknown. ``open_as_of`` is a day on which there was no end yet."""

    earliest_start: date | None = None
    latest_start: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None
    open_as_of: date | None = None


def words(bounds: Bounds, kind: Kind, language: str) -> str:
    """The time as a phrase.

    >>> words(Bounds(date(1971, 10, 4), date(1971, 10, 4)), Kind.PERIOD, "en")
    'since 4 October 1971, end unknown'
    >>> words(Bounds(date(2018, 1, 1), date(2018, 12, 31)), Kind.EVENT, "nl")
    'in 2018'
    """
    gettext = catalogue(language).gettext
    start, end = (bounds.earliest_start, bounds.latest_start), (bounds.earliest_end, bounds.latest_end)
    if kind is Kind.EVENT and (not any(end) or start == end):
        return _moment(*start, language)
    if precision(*start) and precision(*end):
        return f"{_exactly(_FROM, *start, language)} {_exactly(_UNTIL, *end, language)}"
    if seen := _seen(bounds, language):
        return seen
    if not any((bounds.earliest_start, bounds.latest_end, bounds.open_as_of)):
        within = _exactly(mark_time("in {}, start and end unknown"), bounds.earliest_end, bounds.latest_start, language)
        if within:
            return within
        if not any((bounds.latest_start, bounds.earliest_end)):
            return gettext("start and end unknown")
    parts = [since(bounds, language) or gettext("start unknown")]
    until = _exactly(_UNTIL, *end, language) or _range(_UNTIL_BETWEEN, _UNTIL_AFTER, _UNTIL_BEFORE, *end, language)
    if until:
        parts.append(until)
    elif bounds.open_as_of and bounds.open_as_of == bounds.latest_start == bounds.earliest_start:
        parts.append(gettext("not confirmed later"))
    elif bounds.open_as_of:
        parts.append(gettext("last confirmed on {}").format(day(bounds.open_as_of, language)))
    elif kind is Kind.PERIOD:
        parts.append(gettext("end unknown"))
    return ", ".join(parts)


def _seen(bounds: Bounds, language: str) -> str | None:
    """That something was so at some time between two days, where nothing else is known of its start."""
    first, last = bounds.earliest_end, bounds.latest_start
    if first is None or last is None or first >= last or bounds.earliest_start or bounds.open_as_of:
        return None
    days = [day(known, language) for known in (first, last, bounds.latest_end) if known]
    gettext = catalogue(language).gettext
    if precision(first, last):
        ended_by = bounds.latest_end and gettext("ended by {}").format(days[-1])
        return f"{_moment(first, last, language)}, {ended_by}" if ended_by else None
    if bounds.latest_end:
        return gettext("at some time between {} and {}, ended by {}").format(*days)
    return gettext("at some time between {} and {}, start and end unknown").format(*days)


def decided(bounds: Bounds, language: str) -> str:
    """A decision by its time; where only the latest is known, that is the day on which it was reported.

    >>> decided(Bounds(latest_start=date(2021, 1, 20)), "en")
    'the decision known since 20 January 2021'
    """
    gettext = catalogue(language).gettext
    if known := _exactly(mark_time("the decision of {}"), bounds.earliest_start, bounds.latest_start, language):
        return known
    if bounds.latest_start and not bounds.earliest_start:
        return gettext("the decision known since {}").format(day(bounds.latest_start, language))
    return gettext("the decision")


def since(bounds: Bounds, language: str) -> str | None:
    """The time of a start, None where nothing is known of it.

    >>> since(Bounds(date(1971, 10, 4), date(1971, 10, 4)), "en")
    'since 4 October 1971'
    """
    start = (bounds.earliest_start, bounds.latest_start)
    return _exactly(_SINCE, *start, language) or _range(_SINCE_BETWEEN, _SINCE_AFTER, _SINCE_BEFORE, *start, language)


def ended(bounds: Bounds, language: str) -> str:
    """The time of an end.

    >>> ended(Bounds(earliest_end=date(2018, 1, 1), latest_end=date(2018, 12, 31)), "nl")
    'in 2018'
    """
    return _moment(bounds.earliest_end, bounds.latest_end, language)


def short(earliest: date | None, latest: date | None, language: str) -> str:
    """A moment as a table has it: no more exact than a year, where it lies within more than a day or a month.

    >>> short(date(1982, 8, 1), date(1982, 8, 31), "en"), short(date(2021, 1, 21), date(2021, 12, 31), "en")
    ('August 1982', '2021')
    >>> short(date(2008, 1, 1), None, "en"), short(None, None, "nl")
    ('2008 or later', 'niet bekend')
    """
    gettext = catalogue(language).gettext
    known = precision(earliest, latest)
    if known in (Precision.DAY, Precision.MONTH) and earliest:
        return (cldr.day if known is Precision.DAY else cldr.month)(earliest, language)
    if earliest and latest:
        return str(earliest.year) if earliest.year == latest.year else f"{earliest.year}–{latest.year}"
    if earliest:
        is_year = (earliest.month, earliest.day) == (1, 1)
        return gettext("{} or later").format(earliest.year if is_year else day(earliest, language))
    if latest:
        is_year = (latest.month, latest.day) == (12, 31)
        return gettext("{} or earlier").format(latest.year if is_year else day(latest, language))
    return gettext("not known")


def day(when: date, language: str) -> str:
    """A day as it is written: ``4 October 1971``, ``4 oktober 1971``."""
    return cldr.day(when, language)


def precision(earliest: date | None, latest: date | None) -> Precision | None:
    """Whether two bounds are exactly one day, one month or one year.

    >>> precision(date(1982, 8, 1), date(1982, 8, 31))
    <Precision.MONTH: 'month'>
    """
    if earliest is None or latest is None:
        return None
    if earliest == latest:
        return Precision.DAY
    if earliest == date(latest.year, 1, 1) and latest == date(earliest.year, 12, 31):
        return Precision.YEAR
    one_month = (earliest.year, earliest.month) == (latest.year, latest.month)
    whole = earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]
    return Precision.MONTH if one_month and whole else None


def _exactly(phrase: str, earliest: date | None, latest: date | None, language: str) -> str | None:
    known = precision(earliest, latest)
    if known is None or earliest is None:
        return None
    if known is Precision.YEAR:
        written = str(earliest.year)
    else:
        written = (cldr.day if known is Precision.DAY else cldr.month)(earliest, language)
    return catalogue(language).pgettext(known, phrase).format(written)


def _moment(earliest: date | None, latest: date | None, language: str) -> str:
    phrase = mark_time("on {}") if earliest == latest else mark_time("in {}")
    if known := _exactly(phrase, earliest, latest, language):
        return known
    return _range(_BETWEEN, _AFTER, _BEFORE, earliest, latest, language) or catalogue(language).gettext("time unknown")


def _range(
    between: str, after: str, before: str, earliest: date | None, latest: date | None, language: str
) -> str | None:
    translations = catalogue(language)
    if earliest and latest:
        if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
            return translations.pgettext(Precision.YEAR, between).format(earliest.year, latest.year)
        return translations.pgettext(Precision.DAY, between).format(day(earliest, language), day(latest, language))
    if known := earliest or latest:
        return translations.gettext(after if earliest else before).format(day(known, language))
    return None
