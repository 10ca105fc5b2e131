"""The days on which an edit can change what holds, a few that stand for all of them.

What holds changes only at a date of the data. So what an edit changes, it changes on a day before or after a date that
came or went, unless it lasts for that one day. Where an edit has no date, the dates of what it is about stand for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.rdf.namespaces import XSD
from kg.revision import Revision

MOST = 12
"""No question is asked for more days than this, and its default and today."""
_DATES = (XSD + "date", XSD + "dateTime")
_DAY = timedelta(days=1)


def days(removed: Iterable[Quad], added: Iterable[Quad], before: Revision, after: Revision) -> tuple[date, ...]:
    """The days that an edit touches, the earliest first."""
    touched: set[date] = set()
    for quads, revision in ((tuple(removed), before), (tuple(added), after)):
        dates: dict[object, set[date]] = defaultdict(set)
        for quad in quads:
            dates[quad.subject] |= set(_dates([quad]))
        for node, own in dates.items():
            steps = (-1, 0, 1) if len(own) == 1 else (-1, 1)
            touched |= {other for day in own for step in steps if (other := _moved(day, step))}
            if not own and isinstance(node, NamedNode | BlankNode):
                touched |= set(_about(revision, node))
    return tuple(sorted(touched))


def chosen(touched: tuple[date, ...]) -> tuple[date, ...]:
    """At most ``MOST`` of them, spread evenly, the first and the last among them.

    >>> [day.year for day in chosen(tuple(date(year, 1, 1) for year in range(1900, 2000)))][::4]
    [1900, 1936, 1972]
    """
    if len(touched) <= MOST:
        return touched
    return tuple(touched[round(number * (len(touched) - 1) / (MOST - 1))] for number in range(MOST))


def _about(revision: Revision, node: NamedNode | BlankNode) -> Iterator[date]:
    """The dates of a node, else those of the parts of its document."""
    statements = revision.about(node)
    own = set(_dates(statements))
    if own or not isinstance(node, NamedNode):
        yield from own
        return
    document = node.value.partition("#")[0]
    for quad in statements:
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(f"{document}#"):
            yield from _dates(revision.about(quad.object))


def _dates(quads: Iterable[Quad]) -> Iterator[date]:
    return (day for quad in quads if (day := _date(quad)))


def _date(quad: Quad) -> date | None:
    value = quad.object
    if not isinstance(value, Literal) or value.datatype.value not in _DATES:
        return None
    try:
        return date.fromisoformat(value.value[:10])
    except ValueError:
        return None


def _moved(day: date, step: int) -> date | None:
    try:
        return day + step * _DAY
    except OverflowError:
        return None
