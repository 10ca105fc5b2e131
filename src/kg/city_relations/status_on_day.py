"""How a partnership stands on a day: what its periods say, and what a decision says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.resources.period import Bounds


class Standing(StrEnum):
    """A partnership on a day, for a picture that shows one thing of each; the order is that of a legend.

    A decision that drops a partnership outweighs the period that no source ends: both hold, and tables tell both.
    """

    CERTAIN = "certain"
    POSSIBLE = "possible"
    DROPPED = "dropped"
    ENDED = "ended"
    UNKNOWN = "unknown"
    NOT_YET = "not-yet"


class Strength(StrEnum):
    """Whether a state holds on a day: certainly, or in that nothing excludes it."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Period:
    """A status for a time; ``status`` is the local name of its concept."""

    status: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision says about a partnership; ``verdict`` is the local name of its concept."""

    verdict: str
    bounds: Bounds

    def holds(self, day: date) -> bool:
        """Whether it was certainly given by then; one without a time always holds."""
        given = self.bounds.latest_start
        return given <= day if given else self.bounds.earliest_start is None


DROPPING = ("not-maintained", "terminate")
KEEPING = "maintain"
IN_FORCE = "in-force"
ENDED = "ended"


def strength(bounds: Bounds, day: date) -> Strength | None:
    """Whether a state with these bounds holds on the day; None where a bound excludes it.

    >>> strength(Bounds(latest_start=date(1971, 10, 4), open_as_of=date(2021, 11, 10)), date(2019, 6, 1)).value
    'certain'
    """
    if (bounds.earliest_start and bounds.earliest_start > day) or (bounds.latest_end and bounds.latest_end < day):
        return None
    begun = bounds.latest_start is not None and bounds.latest_start <= day
    lasts = any(known is not None and known >= day for known in (bounds.earliest_end, bounds.open_as_of))
    return Strength.CERTAIN if begun and lasts else Strength.POSSIBLE


def formally(periods: tuple[Period, ...], day: date) -> Strength | None:
    """Whether a partnership is in force on the day, by its periods alone."""
    found = {strength(each.bounds, day) for each in periods if each.status == IN_FORCE}
    return next((each for each in Strength if each in found), None)


def standing(periods: tuple[Period, ...], outcomes: tuple[Outcome, ...], day: date) -> Standing:
    """How a partnership stands on the day."""
    known = formally(periods, day)
    if known:
        dropped = any(each.verdict in DROPPING and each.holds(day) for each in outcomes)
        return Standing.DROPPED if dropped else Standing(known.value)
    times = [each.bounds for each in periods if each.status == IN_FORCE]
    if any(each.status == ENDED and strength(each.bounds, day) for each in periods):
        return Standing.ENDED
    if any(each.latest_end and each.latest_end < day for each in times):
        return Standing.ENDED
    return Standing.NOT_YET if times else Standing.UNKNOWN


def kept(outcomes: tuple[Outcome, ...], day: date) -> bool:
    """Whether a decision of that day or before maintains it."""
    return any(each.verdict == KEEPING and each.holds(day) for each in outcomes)
