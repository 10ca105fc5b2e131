"""Tables of partnerships: the map's and the timeline's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kg.city_relations.pictures import legend
from kg.city_relations.pictures.drawing import great_circle
from kg.city_relations.pictures.drawing.table import Cell, Column, Table
from kg.city_relations.pictures.relation import Event, Partner, Relation, partner, relations
from kg.city_relations.pictures.view import LIMIT, Layout, View
from kg.city_relations.status_on_day import DROPPING, Standing, Strength
from kg.resources import period
from kg.resources.period import Bounds, Kind
from kg.revision_results import cached_until_renewal


def of_map(view: View, caption: str) -> Table:
    """A row for each city at the end of a line; both layouts have the same, so it is made once."""
    return _of_map(replace(view, layout=Layout.WIDE), caption)


@cached_until_renewal(maxsize=8)
def _of_map(view: View, caption: str) -> Table:
    shown_relations = relations(view)
    columns = (
        Column(view.gettext("Place"), linked=True),
        Column(view.gettext("Country"), linked=True),
        Column(view.gettext("Tie"), linked=True),
        Column(view.gettext("Standing")),
        Column(view.gettext("Formally in force")),
        Column(view.gettext("Decision")),
        Column(view.gettext("Distance in km"), numeric=True),
    )
    home = partner(view.reader, view.city)
    standings = {relation.standing: legend.name(view, relation.standing) for relation in shown_relations.begun}
    rows = [
        (
            Cell(partner.name, partner.node),
            Cell(view.name(partner.country) if partner.country else "", partner.country),
            Cell(_types(view, relation), relation.node),
            Cell(standings[relation.standing]),
            Cell(_formally(view, relation)),
            Cell(verdicts(view, relation, view.day)),
            Cell(_distance(home, partner)),
        )
        for relation in shown_relations.begun
        for partner in relation.partners
    ]
    return Table(caption, columns, tuple(rows[:LIMIT]), max(shown_relations.total, len(rows)))


def of_timeline(view: View, relations: Iterable[Relation], total: int, caption: str) -> Table:
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
            Cell(relation.name, relation.node),
            Cell(_types(view, relation)),
            Cell("; ".join(period.words(one, Kind.PERIOD, view.tag) for one in relation.history.in_force)),
            Cell("; ".join(event(view, one) for one in relation.agreements)),
            Cell("; ".join(event(view, one) for one in relation.terminations)),
            Cell(verdicts(view, relation, date.max)),
        )
        for relation in relations
    ]
    return Table(caption, columns, tuple(rows), total)


def event(view: View, occurrence: Event) -> str:
    """What happened and when."""
    started = Bounds(occurrence.bounds.earliest_start, occurrence.bounds.latest_start)
    when = period.words(started, Kind.EVENT, view.tag)
    return f"{view.name(occurrence.kind).value} ({when})" if occurrence.kind else when


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
    outcomes = (outcome for outcome in relation.history.outcomes if outcome.verdict and outcome.holds(day))
    verdicts_of_day = dict.fromkeys(outcome.verdict for outcome in outcomes)
    ordered = sorted(verdicts_of_day, key=lambda verdict: verdict in DROPPING)
    return ", ".join(view.word("verdict", verdict) for verdict in ordered)


def _types(view: View, relation: Relation) -> str:
    return ", ".join(view.name(kind).value for kind in relation.types)


def _distance(home: Partner, other: Partner) -> str:
    """In whole kilometres, told only between places that are known."""
    ends = [city.place.position for city in (home, other) if city.place and city.place.exact]
    return str(round(great_circle.distance(*ends))) if len(ends) == 2 else ""
