"""Tables of partnerships: the map's and the timeline's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from kg.city_relations.pictures import legend
from kg.city_relations.pictures.drawing import great_circle
from kg.city_relations.pictures.drawing.table import Cell, Column, Table
from kg.city_relations.pictures.relation import Event, Partner, Relation, partner, relations
from kg.city_relations.pictures.view import LIMIT, Layout, View
from kg.city_relations.status_on_day import DROPPING, Standing, Strength
from kg.resources import period
from kg.resources.period import Bounds, Kind


def of_map(view: View, caption: str) -> Table:
    """A row for each city at the end of a line; both layouts have the same, so it is made once."""
    return _of_map(replace(view, layout=Layout.WIDE), caption)


@lru_cache(maxsize=8)
def _of_map(view: View, caption: str) -> Table:
    found = relations(view)
    columns = (
        Column(view.gettext("City"), linked=True),
        Column(view.gettext("Country"), linked=True),
        Column(view.gettext("Tie"), linked=True),
        Column(view.gettext("Standing")),
        Column(view.gettext("Formally in force")),
        Column(view.gettext("Decision")),
        Column(view.gettext("Distance in km"), numeric=True),
    )
    home = partner(view.reader, view.city)
    standings = {each: legend.name(view, each) for each in {relation.standing for relation in found.begun}}
    rows = [
        (
            Cell(each.name, each.node),
            Cell(view.name(each.country) if each.country else "", each.country),
            Cell(_types(view, relation), relation.node),
            Cell(standings[relation.standing]),
            Cell(_formally(view, relation)),
            Cell(verdicts(view, relation, view.day)),
            Cell(_distance(home, each)),
        )
        for relation in found.begun
        for each in relation.partners
    ]
    return Table(caption, columns, tuple(rows[:LIMIT]), max(found.total, len(rows)))


def of_timeline(view: View, found: Iterable[Relation], total: int, caption: str) -> Table:
    """A row for each partnership."""
    columns = (
        Column(view.gettext("Tie with"), linked=True),
        Column(view.gettext("Kind")),
        Column(view.gettext("In force")),
        Column(view.gettext("Agreements")),
        Column(view.gettext("Terminated")),
        Column(view.gettext("Decision")),
    )
    rows = [
        (
            Cell(each.name, each.node),
            Cell(_types(view, each)),
            Cell("; ".join(period.words(one, Kind.PERIOD, view.tag) for one in each.history.in_force)),
            Cell("; ".join(event(view, one) for one in each.agreements)),
            Cell("; ".join(event(view, one) for one in each.terminations)),
            Cell(verdicts(view, each, date.max)),
        )
        for each in found
    ]
    return Table(caption, columns, tuple(rows), total)


def event(view: View, each: Event) -> str:
    """What happened and when."""
    started = Bounds(each.bounds.earliest_start, each.bounds.latest_start)
    when = period.words(started, Kind.EVENT, view.tag)
    return f"{view.name(each.kind).value} ({when})" if each.kind else when


def _formally(view: View, relation: Relation) -> str:
    if relation.standing is Standing.DROPPED:
        return view.gettext("unknown")
    if relation.formally is None:
        return view.gettext("no")
    if relation.formally is Strength.CERTAIN:
        return view.gettext("certainly")
    return view.gettext("possibly")


def verdicts(view: View, relation: Relation, day: date) -> str:
    """What decisions of that day or before say."""
    told = dict.fromkeys(each.verdict for each in relation.history.outcomes if each.verdict and each.holds(day))
    ordered = sorted(told, key=lambda each: each in DROPPING)
    return ", ".join(view.word("verdict", each) for each in ordered)


def _types(view: View, relation: Relation) -> str:
    return ", ".join(view.name(each).value for each in relation.types)


def _distance(home: Partner, other: Partner) -> str:
    """In whole kilometres, told only between places that are known."""
    ends = [each.place.position for each in (home, other) if each.place and each.place.exact]
    return str(round(great_circle.distance(*ends))) if len(ends) == 2 else ""
