"""The one rule of what holds on a day: certainly, possibly, or not; and how a partnership stands by it.

A state holds possibly on a day unless a date bound excludes it. It holds certainly if it had certainly begun by then
and began, or a source still knew of it, on that day or later. An end is final: what has certainly ended stays ended.
An agreement in its term keeps its partnership in force, certainly until the term may have ended. Once a decision drops
a partnership, its formal status is unknown until a source tells of the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from kg.resources.period import Bounds

NOT_MAINTAINED = "not-maintained"
DROPPING = (NOT_MAINTAINED, "terminate")
KEEPING = "maintain"
IN_FORCE = "in-force"
ENDED = "ended"
UNKNOWN = "unknown"
_DAY = timedelta(days=1)


class Standing(StrEnum):
    """How a partnership stands on a day, for a picture that shows one thing of each; in the order of a legend.

    A decision that drops a partnership outweighs its formal status, and an end: both hold, and tables have both.
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

    With ``until``, whether it holds at some time from ``day`` to that one: certainly, where it had certainly begun by
    the last of these days and cannot have ended before the first, on whichever of them that may be.

    >>> strength(Bounds(latest_start=date(1971, 10, 4), open_as_of=date(2021, 11, 10)), date(2019, 6, 1)).value
    'certain'
    """
    last = until or day
    if (bounds.earliest_start and bounds.earliest_start > last) or (bounds.latest_end and bounds.latest_end < day):
        return None
    begun = bounds.latest_start is not None and bounds.latest_start <= last
    seen = (bounds.earliest_start, bounds.earliest_end, bounds.open_as_of)
    lasts = any(known is not None and known >= day for known in seen)
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

    @property
    def given(self) -> date | None:
        """The day by which it was certainly given; the first of all days for one without a time."""
        return self.bounds.latest_start or (None if self.bounds.earliest_start else date.min)

    def holds(self, day: date) -> bool:
        """Whether it was certainly given by then; one without a time always holds."""
        return self.given is not None and self.given <= day


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``start`` to ``end`` on which a partnership stands alike."""

    start: date
    end: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class History:
    """All that decides how a partnership stands on a day; ``terms`` are the bounds of its agreements."""

    periods: tuple[Period, ...]
    outcomes: tuple[Outcome, ...]
    terms: tuple[Bounds, ...] = ()

    @property
    def in_force(self) -> tuple[Bounds, ...]:
        """The bounds of the periods in force."""
        return tuple(period.bounds for period in self.periods if period.status == IN_FORCE)

    def status(self, period: Period, day: date, until: date | None = None) -> tuple[str, Strength] | None:
        """The status that a period of its gives it on the day, and how surely; None if a bound excludes the day.

        An agreement in its term makes a period in force certain; a decision that drops it makes the status unknown.
        With ``until``, the status on any of the days from ``day`` to that one; in force, if it is so on one of them.
        """
        last = until or day
        held = period.strength(day, last)
        if held is None:
            return None
        if period.status != IN_FORCE:
            return period.status, held
        dropped = self.dropped_from
        if dropped and dropped <= last:
            last = max(dropped, date.min + _DAY) - _DAY
        held = period.strength(day, last) if last >= day and not (dropped and dropped <= day) else None
        if held is None:
            return UNKNOWN, Strength.POSSIBLE
        return IN_FORCE, Strength.CERTAIN if self._in_term(period.bounds, day, last) else held

    def formally(self, day: date, until: date | None = None) -> Strength | None:
        """Whether it is formally in force on the day, or on one of the days from ``day`` to ``until``."""
        statuses = {self.status(period, day, until) for period in self.periods}
        return next((strength for strength in Strength if (IN_FORCE, strength) in statuses), None)

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
        return next(
            (Bounds(earliest_end=start.earliest_start, latest_end=start.latest_start) for start in starts), None
        )

    def has_ended(self, day: date) -> bool:
        """Whether it certainly has: it is not in force, and a bound of its end or of its status *ended* is past."""
        ends = any(bounds.latest_end and bounds.latest_end < day for bounds in self.in_force)
        ended = any(period.status == ENDED and period.strength(day) is Strength.CERTAIN for period in self.periods)
        return (ends or ended) and not self.formally(day)

    def group(self, day: date) -> Group:
        """What became of it by the day; a decision that was known by then outweighs the status."""
        if self.dropped(day):
            return Group.DROPPED
        if self.has_ended(day):
            return Group.ENDED
        if self.kept(day):
            return Group.KEPT
        formally = self.formally(day)
        if formally:
            return Group.IN_FORCE if formally is Strength.CERTAIN else Group.POSSIBLE
        return Group.NOT_YET if self.standing(day) is Standing.NOT_YET else Group.UNKNOWN

    def standing(self, day: date, until: date | None = None) -> Standing:
        """How it stands on the day; with ``until``, in force if it is so at some time, else as on that last day."""
        if until and until != day:
            return Standing(held.value) if (held := self.formally(day, until)) else self.standing(until)
        times = self.in_force
        if self.dropped(day):
            return Standing.DROPPED
        formally = self.formally(day)
        if formally:
            return Standing(formally.value)
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
        changes |= {day: day for term in self.terms for day in (term.latest_start, term.earliest_end) if day}
        # On the day of a start itself it certainly holds; how it stands from then on shows on the next.
        seen = (bounds.earliest_start, bounds.earliest_end, bounds.open_as_of)
        changes |= {day: day + _DAY for day in seen if day}
        days = [start, *sorted(day for day in changes if start < day < end), end]
        stretch: Stretch | None = None
        for day, until in pairwise(days):
            standing = self._standing_by(Period(IN_FORCE, bounds), changes.get(day, day))
            if stretch and stretch.standing is standing:
                stretch = Stretch(stretch.start, until, standing)
                continue
            if stretch:
                yield stretch
            stretch = Stretch(day, until, standing)
        if stretch and start < end:
            yield stretch

    def _standing_by(self, period: Period, day: date) -> Standing:
        """How it stands by one of its periods in force."""
        match self.status(period, day):
            case None:
                return Standing.UNKNOWN
            case status, held:
                return Standing.DROPPED if status == UNKNOWN else Standing(held.value)

    @property
    def dropped_from(self) -> date | None:
        """The day from which a decision certainly drops it; the first of all days for one without a time."""
        days = (outcome.given for outcome in self.outcomes if outcome.drops)
        return min((day for day in days if day), default=None)

    def dropped(self, day: date) -> bool:
        """Whether a decision of that day or before drops it."""
        return self.dropped_from is not None and self.dropped_from <= day

    def _in_term(self, bounds: Bounds, first: date, last: date) -> bool:
        """Whether the bounds allow one of the days on which an agreement had begun and its term cannot have ended."""
        for term in self.terms:
            if term.latest_start and term.earliest_end:
                begin = max(first, term.latest_start, bounds.earliest_start or first)
                if begin <= min(last, bounds.latest_end or last) and begin < term.earliest_end:
                    return True
        return False
