"""The stretches of a partnership's bar: where it was in force for certain, where possibly, and where nobody kept it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.city_relations.pictures.relation import Relation
from kg.city_relations.status_on_day import DROPPING, Standing
from kg.resources.period import Bounds


class Fade(StrEnum):
    """An end that no source tells: the bar fades there."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that reads alike."""

    start: date
    end: date
    standing: Standing
    fade: Fade | None = None


def spans(relation: Relation, first: date, last: date) -> list[Span]:
    """The stretches between two days, in order."""
    given = (each.bounds.latest_start for each in relation.outcomes if each.verdict in DROPPING)
    dropped = min((each for each in given if each), default=None)
    found = (span for each in relation.in_force for span in _period(each, first, last, dropped))
    return sorted((each for each in found if each.start < each.end), key=lambda each: (each.start, each.end))


def _period(bounds: Bounds, first: date, last: date, dropped: date | None) -> Iterator[Span]:
    start, end = bounds.earliest_start or first, bounds.latest_end or last
    fade_in = None if bounds.earliest_start else Fade.IN
    fade_out = None if bounds.latest_end else Fade.OUT
    held = max((each for each in (bounds.earliest_end, bounds.open_as_of) if each), default=None)
    if bounds.latest_start and held and bounds.latest_start <= held:
        yield Span(start, bounds.latest_start, Standing.POSSIBLE, fade_in)
        yield Span(bounds.latest_start, held, Standing.CERTAIN)
        start, fade_in = held, None
    if dropped and start < dropped < end:
        yield Span(start, dropped, Standing.POSSIBLE, fade_in)
        start, fade_in = dropped, None
    standing = Standing.DROPPED if dropped and start >= dropped else Standing.POSSIBLE
    if fade_in and fade_out:
        middle = date.fromordinal((start.toordinal() + end.toordinal()) // 2)
        yield Span(start, middle, standing, fade_in)
        start = middle
    yield Span(start, end, standing, fade_out or fade_in)
