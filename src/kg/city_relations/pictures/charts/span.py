"""The parts of a partnership's bar in the timeline: a stretch of time each, faded where no source tells of an end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.city_relations.pictures.relation import Relation
from kg.city_relations.status_on_day import Standing, Stretch
from kg.resources.period import Bounds


class Fade(StrEnum):
    """A start or an end that no source tells: the bar fades there."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a bar."""

    start: date
    end: date
    standing: Standing
    fade: Fade | None = None


def spans(relation: Relation, first: date, last: date) -> list[Span]:
    """The parts between two days, in order."""
    history = relation.history
    drawn = (
        span for bounds in history.in_force for span in _faded(bounds, list(history.stretches(bounds, first, last)))
    )
    return sorted(drawn, key=lambda span: (span.start, span.end))


def _faded(bounds: Bounds, stretches: list[Stretch]) -> Iterator[Span]:
    for number, stretch in enumerate(stretches):
        certain = stretch.standing is Standing.CERTAIN
        fades_in = number == 0 and not bounds.earliest_start and not certain
        fades_out = number == len(stretches) - 1 and not bounds.latest_end and not certain
        start = stretch.start
        if fades_in and fades_out:
            middle = date.fromordinal((stretch.start.toordinal() + stretch.end.toordinal()) // 2)
            yield Span(start, middle, stretch.standing, Fade.IN)
            start, fades_in = middle, False
        yield Span(start, stretch.end, stretch.standing, Fade.OUT if fades_out else Fade.IN if fades_in else None)
