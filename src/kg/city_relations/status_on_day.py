"""The one rule of what holds on a day: certainly, possibly, or not; and how a partnership stands by it.

A state holds possibly on a day unless a date bound excludes it. It holds certainly if it had certainly begun by then
and a source still knew of it on that day or later. An end is final: what has certainly ended stays ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from kg.resources.period import Bounds

DROPPING = ("not-maintained", "terminate")
KEEPING = "maintain"
IN_FORCE = "in-force"
ENDED = "ended"
_DAY = timedelta(days=1)


class Standing(StrEnum):
    """How a partnership stands on a day, for a picture that shows one thing of each; in the order of a legend.

    A decision that drops a partnership outweighs a period without a known end: both hold, and tables have both.
    """

    CERTAIN = "certain"
    POSSIBLE = "possible"
    DROPPED = "dropped"
    ENDED = "ended"
    UNKNOWN = "unknown"
    NOT_YET = "not-yet"


class Group(StrEnum):
    """What became of a partnership by a day, in the order in which it is told: by a decision, else by its status."""

    KEPT = "kept"
    DROPPED = "dropped"
    ENDED = "ended"
    IN_FORCE = "in-force"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    NOT_YET = "not-yet"


class Strength(StrEnum):
    """Whether a state holds on a day: certainly, or possibly since nothing excludes it."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


def strength(bounds: Bounds, day: date, *, final: bool = False, until: date | None = None) -> Strength | None:
    """Whether a state with these bounds holds on the day; None where a bound excludes it. A final state has no end.

    With ``until``, whether it holds on any of the days from ``day`` to that one: certainly, where it certainly holds
    on one of them.

    >>> strength(Bounds(latest_start=date(1971, 10, 4), open_as_of=date(2021, 11, 10)), date(2019, 6, 1)).value
    'certain'
    """
    last = until or day
    if (bounds.earliest_start and bounds.earliest_start > last) or (bounds.latest_end and bounds.latest_end < day):
        return None
    begun = bounds.latest_start is not None and bounds.latest_start <= last
    begin = max(day, bounds.latest_start or day)
    lasts = any(known is not None and known >= begin for known in (bounds.earliest_end, bounds.open_as_of))
    return Strength.CERTAIN if begun and (lasts or final) else Strength.POSSIBLE


@dataclass(frozen=True, slots=True)
class Period:
    """A formal status for a time; ``status`` is the local name of its concept."""

    status: str
    bounds: Bounds

    def strength(self, day: date, until: date | None = None) -> Strength | None:
        return strength(self.bounds, day, final=self.status == ENDED, until=until)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision says about a partnership; ``verdict`` is the local name of its concept."""

    verdict: str
    bounds: Bounds

    @property
    def drops(self) -> bool:
        return self.verdict in DROPPING

    def holds(self, day: date) -> bool:
        """Whether it was certainly given by then; one without a time always holds."""
        given = self.bounds.latest_start
        return given <= day if given else self.bounds.earliest_start is None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``start`` to ``end`` on which a partnership stands alike."""

    start: date
    end: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class History:
    """All that decides how a partnership stands on a day."""

    periods: tuple[Period, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def in_force(self) -> tuple[Bounds, ...]:
        """The bounds of the periods in force."""
        return tuple(period.bounds for period in self.periods if period.status == IN_FORCE)

    def formally(self, day: date) -> Strength | None:
        """Whether it is in force on the day, by its periods alone."""
        strengths = {strength(bounds, day) for bounds in self.in_force}
        return next((each for each in Strength if each in strengths), None)

    def kept(self, day: date) -> bool:
        """Whether a decision of that day or before maintains it."""
        return any(outcome.verdict == KEEPING and outcome.holds(day) for outcome in self.outcomes)

    @property
    def end(self) -> Bounds | None:
        """The bounds of its formal end: of a time in force, else the start of the status *ended*; None if not known."""
        for bounds in self.in_force:
            if bounds.earliest_end or bounds.latest_end:
                return bounds
        starts = (period.bounds for period in self.periods if period.status == ENDED)
        return next((Bounds(earliest_end=each.earliest_start, latest_end=each.latest_start) for each in starts), None)

    def has_ended(self, day: date) -> bool:
        """Whether it certainly has: it is not in force, and a bound of its end or of its status *ended* is past."""
        ends = any(bounds.latest_end and bounds.latest_end < day for bounds in self.in_force)
        ended = any(period.status == ENDED and period.strength(day) is Strength.CERTAIN for period in self.periods)
        return (ends or ended) and not self.formally(day)

    def group(self, day: date) -> Group:
        """What became of it by the day; a decision that was known by then outweighs the status."""
        if self._dropped(day):
            return Group.DROPPED
        if self.has_ended(day):
            return Group.ENDED
        if self.kept(day):
            return Group.KEPT
        formally = self.formally(day)
        if formally:
            return Group.IN_FORCE if formally is Strength.CERTAIN else Group.POSSIBLE
        return Group.NOT_YET if self.standing(day) is Standing.NOT_YET else Group.UNKNOWN

    def standing(self, day: date) -> Standing:
        formally = self.formally(day)
        if formally:
            return self._unless_dropped(formally, day)
        times = self.in_force
        if any(period.status == ENDED and period.strength(day) for period in self.periods):
            return Standing.ENDED
        if any(bounds.latest_end and bounds.latest_end < day for bounds in times):
            return Standing.ENDED
        return Standing.NOT_YET if times else Standing.UNKNOWN

    def stretches(self, bounds: Bounds, first: date, last: date) -> Iterator[Stretch]:
        """The stretches of one period in force between two days, in order; neighbours stand differently."""
        start, end = bounds.earliest_start or first, bounds.latest_end or last
        begins = [outcome.bounds.latest_start for outcome in self.outcomes if outcome.drops]
        # A standing changes on the day of a start, and on the day after an end.
        changes = {day: day for day in (bounds.latest_start, *begins) if day}
        changes |= {day: day + _DAY for day in (bounds.earliest_end, bounds.open_as_of) if day}
        days = [start, *sorted(day for day in changes if start < day < end), end]
        stretch: Stretch | None = None
        for day, until in pairwise(days):
            formally = strength(bounds, changes.get(day, day))
            standing = self._unless_dropped(formally, changes.get(day, day)) if formally else Standing.UNKNOWN
            if stretch and stretch.standing is standing:
                stretch = Stretch(stretch.start, until, standing)
                continue
            if stretch:
                yield stretch
            stretch = Stretch(day, until, standing)
        if stretch and start < end:
            yield stretch

    def _unless_dropped(self, formally: Strength, day: date) -> Standing:
        return Standing.DROPPED if self._dropped(day) else Standing(formally.value)

    def _dropped(self, day: date) -> bool:
        return any(outcome.drops and outcome.holds(day) for outcome in self.outcomes)
