"""The days that stand for those on which an edit can change what holds."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kg.answer_changes import touched_days
from kg.rdf.namespaces import XSD
from kg.revision import Revision

PARTNERSHIP = "id/partnership/be-gent--ee-tallinn"


def quad(revision: Revision, part: str, name: str, value: NamedNode | Literal) -> Quad:
    return Quad(
        NamedNode(f"{revision.project.base}{PARTNERSHIP}{part}"),
        NamedNode(f"{revision.project.own_namespace}{name}"),
        value,
    )


def test_a_date_that_came_touches_itself_and_the_days_around_it(revision: Revision) -> None:
    end = quad(revision, "#in-force", "latestEnd", Literal("2021-12-31", datatype=NamedNode(XSD + "date")))
    assert touched_days.days([], [end], revision, revision) == (
        date(2021, 12, 30),
        date(2021, 12, 31),
        date(2022, 1, 1),
    )


def test_of_several_dates_of_a_thing_the_days_around_them_stand_for_what_lies_between(revision: Revision) -> None:
    bounds = {"earliestEnd": "2021-01-01", "latestEnd": "2021-12-31"}
    quads = [
        quad(revision, "#in-force", name, Literal(day, datatype=NamedNode(XSD + "date")))
        for name, day in bounds.items()
    ]
    days = touched_days.days([], quads, revision, revision)
    assert [day.isoformat() for day in days] == ["2020-12-31", "2021-01-02", "2021-12-30", "2022-01-01"]


def test_an_edit_without_dates_touches_those_of_the_node_that_it_is_about(revision: Revision) -> None:
    status = quad(revision, "#in-force", "status", NamedNode("urn:other"))
    assert touched_days.days([], [status], revision, revision) == (
        date(1982, 8, 1),
        date(1982, 8, 31),
        date(2021, 1, 20),
    )


def test_an_edit_of_a_thing_without_dates_touches_those_of_its_parts(revision: Revision) -> None:
    party = quad(revision, "", "party", NamedNode("urn:other"))
    days = touched_days.days([party], [], revision, revision)
    assert date(1982, 8, 1) in days
    assert len(days) > 4


def test_a_date_that_there_is_not_touches_nothing_of_its_own(revision: Revision) -> None:
    odd = quad(revision, "#nowhere", "latestEnd", Literal("2021-02-31", datatype=NamedNode(XSD + "date")))
    assert touched_days.days([], [odd], revision, revision) == ()
