"""Times in words: four date bounds as a person says them, in Dutch and English.

A start or an end lies between an earliest and a latest day. Where the two are one day, or exactly one month or one
year, that is what is said; where a bound is missing, so is that knowledge, and this is said too.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
    "nl": ("januari", "februari", "maart", "april", "mei", "juni",
           "juli", "augustus", "september", "oktober", "november", "december"),
}  # fmt: skip
_PHRASES = {
    "en": {
        "on": "on {}", "in": "in {}", "between": "between {} and {}", "after": "on {} or later",
        "before": "on {} or earlier", "time unknown": "time unknown",
        "since": "since {}", "since between": "since some time between {} and {}", "since after": "since {} or later",
        "since before": "since {} or earlier", "start unknown": "start unknown",
        "until": "until {}", "until between": "until some time between {} and {}", "until after": "until {} or later",
        "until before": "until {} at the latest", "end unknown": "end unknown",
        "open": "still so on {}", "from until": "from {} until {}",
        "within": "in {}, start and end unknown", "unknown": "start and end unknown",
        "decided on": "the decision of {}", "decided before": "the decision reported on {}", "decided": "the decision",
    },
    "nl": {
        "on": "op {}", "in": "in {}", "between": "tussen {} en {}", "after": "op {} of later",
        "before": "op {} of eerder", "time unknown": "tijdstip onbekend",
        "since": "sinds {}", "since between": "sinds ergens tussen {} en {}", "since after": "sinds {} of later",
        "since before": "sinds {} of eerder", "start unknown": "begin onbekend",
        "until": "tot {}", "until between": "tot ergens tussen {} en {}", "until after": "tot {} of later",
        "until before": "uiterlijk tot {}", "end unknown": "einde onbekend",
        "open": "nog zo op {}", "from until": "van {} tot {}",
        "within": "in {}, begin en einde onbekend", "unknown": "begin en einde onbekend",
        "decided on": "de beslissing van {}", "decided before": "de beslissing waarover op {} bericht is",
        "decided": "de beslissing",
    },
}  # fmt: skip


class Kind(StrEnum):
    """A period goes on, an event happens, a final state does not end."""

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
    say = _PHRASES[language]
    start, end = (bounds.earliest_start, bounds.latest_start), (bounds.earliest_end, bounds.latest_end)
    if kind is Kind.EVENT and (not any(end) or start == end):
        return _moment(*start, language)
    exact_start, exact_end = exact(*start, language), exact(*end, language)
    if exact_start and exact_end:
        return say["from until"].format(exact_start, exact_end)
    if not any((bounds.earliest_start, bounds.latest_end, bounds.open_as_of)):
        if seen := exact(bounds.earliest_end, bounds.latest_start, language):
            return say["within"].format(seen)
        if not any((bounds.latest_start, bounds.earliest_end)):
            return say["unknown"]
    parts = [_edge("since", *start, language) or say["start unknown"]]
    if until := _edge("until", *end, language):
        parts.append(until)
    elif bounds.open_as_of:
        parts.append(say["open"].format(day(bounds.open_as_of, language)))
    elif kind is Kind.PERIOD:
        parts.append(say["end unknown"])
    return ", ".join(parts)


def decided(bounds: Bounds, language: str) -> str:
    """A decision by its time; where only the latest is known, that is the day on which it was reported.

    >>> decided(Bounds(latest_start=date(2021, 1, 20)), "en")
    'the decision reported on 20 January 2021'
    """
    say = _PHRASES[language]
    if known := exact(bounds.earliest_start, bounds.latest_start, language):
        return say["decided on"].format(known)
    if bounds.latest_start and not bounds.earliest_start:
        return say["decided before"].format(day(bounds.latest_start, language))
    return say["decided"]


def ended(bounds: Bounds, language: str) -> str:
    """The time of an end.

    >>> ended(Bounds(earliest_end=date(2018, 1, 1), latest_end=date(2018, 12, 31)), "nl")
    'in 2018'
    """
    return _moment(bounds.earliest_end, bounds.latest_end, language)


def day(when: date, language: str) -> str:
    """A day as it is written: ``4 October 1971``, ``4 oktober 1971``."""
    return f"{when.day} {_MONTHS[language][when.month - 1]} {when.year}"


def exact(earliest: date | None, latest: date | None, language: str) -> str | None:
    """The day, month or year that two bounds make exactly."""
    if earliest is None or latest is None:
        return None
    if earliest == latest:
        return day(earliest, language)
    if earliest == date(latest.year, 1, 1) and latest == date(earliest.year, 12, 31):
        return str(earliest.year)
    whole_month = earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]
    if whole_month and (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{_MONTHS[language][earliest.month - 1]} {earliest.year}"
    return None


def _moment(earliest: date | None, latest: date | None, language: str) -> str:
    say = _PHRASES[language]
    if known := exact(earliest, latest, language):
        return say["on" if earliest == latest else "in"].format(known)
    return _range("", earliest, latest, language) or say["time unknown"]


def _edge(word: str, earliest: date | None, latest: date | None, language: str) -> str | None:
    if known := exact(earliest, latest, language):
        return _PHRASES[language][word].format(known)
    return _range(f"{word} ", earliest, latest, language)


def _range(word: str, earliest: date | None, latest: date | None, language: str) -> str | None:
    say = _PHRASES[language]
    if earliest and latest:
        if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
            return say[f"{word}between"].format(earliest.year, latest.year)
        return say[f"{word}between"].format(day(earliest, language), day(latest, language))
    if earliest:
        return say[f"{word}after"].format(day(earliest, language))
    if latest:
        return say[f"{word}before"].format(day(latest, language))
    return None
