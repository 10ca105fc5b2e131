"""What an edit means for a claim: the times of its start and its end, and until when a source confirms it.

Days are written as ISO 8601 has them, so that a change reads the same wherever it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Quad

from kg.city_relations import claims
from kg.publish.changes.changed_things import Edit, Told
from kg.publish.changes.two_sides import Sides
from kg.resources.language_view import Reader
from kg.resources.period import Bounds, Precision, precision
from kg.translations.catalogue import catalogue, mark


@dataclass(frozen=True, slots=True)
class _Time:
    """A time of a claim: the names of its properties and of its bounds, and what is said of a change of it."""

    properties: tuple[str, ...]
    bounds: tuple[str, str]
    added: str
    removed: str
    replaced: str


_TIMES = (
    _Time(
        ("ct:earliestStart", "ct:latestStart"),
        ("earliest_start", "latest_start"),
        mark("start added, {time}"),
        mark("start removed, {time}"),
        mark("start changed from {old} to {new}"),
    ),
    _Time(
        ("ct:earliestEnd", "ct:latestEnd"),
        ("earliest_end", "latest_end"),
        mark("end added, {time}"),
        mark("end removed, {time}"),
        mark("end changed from {old} to {new}"),
    ),
    _Time(
        ("ct:openAsOf",),
        ("open_as_of", "open_as_of"),
        mark("confirmed on {time}"),
        mark("no longer confirmed on {time}"),
        mark("confirmed on {new}, before on {old}"),
    ),
)


def words(sides: Sides, edit: Edit) -> list[Told]:
    """What changed in the times of a claim that both sides have."""
    return list(_times(sides, edit)) if all(sides.has(edit.node)) else []


def _times(sides: Sides, edit: Edit) -> Iterator[Told]:
    for time in _TIMES:
        predicates = {sides.after.expand(name) for name in time.properties}
        removed, added = (_of(part, predicates) for part in (edit.removed, edit.added))
        if not removed and not added:
            continue
        old, new = (_when(reader, edit.node, time, sides.language) for reader in (sides.before, sides.after))
        message = time.replaced if old and new else time.added if new else time.removed
        text = catalogue(sides.language).gettext(message).format(old=old, new=new, time=new or old)
        yield Told(text, Edit(edit.node, removed, added))


def _of(quads: tuple[Quad, ...], predicates: set[NamedNode]) -> tuple[Quad, ...]:
    return tuple(quad for quad in quads if quad.predicate in predicates)


def _when(reader: Reader, node: NamedNode, time: _Time, language: str) -> str:
    bounds: Bounds = claims.bounds(reader, node)
    earliest, latest = (getattr(bounds, name) for name in time.bounds)
    return _written(earliest, latest, language)


def _written(earliest: date | None, latest: date | None, language: str) -> str:
    """A day, a month or a year where the bounds are that, else what they leave open; empty without bounds.

    >>> _written(date(2021, 1, 1), date(2021, 12, 31), "en"), _written(None, date(2021, 1, 20), "en")
    ('2021', '2021-01-20 or earlier')
    """
    gettext = catalogue(language).gettext
    known = precision(earliest, latest)
    if earliest and known:
        return earliest.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[known]]
    if earliest and latest:
        return gettext(mark("between {} and {}")).format(earliest, latest)
    if earliest:
        return gettext(mark("{} or later")).format(earliest)
    return gettext(mark("{} or earlier")).format(latest) if latest else ""
