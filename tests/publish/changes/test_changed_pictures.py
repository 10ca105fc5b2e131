"""The pictures that change are those that show something else, on the days on which they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from kg.publish.changes import change_json, change_markdown, change_text, changed_pictures
from kg.publish.changes.change_report import ChangeReport
from kg.publish.changes.changed_pictures import Shown
from kg.publish.changes.two_sides import Sides

from ...commands import commit, edit
from .test_changed_things import DAY, since_head


def pictures(report: ChangeReport) -> dict[str, tuple[date, ...]]:
    assert report.consequences
    return {one.name: one.days for one in report.consequences.pictures}


def test_an_end_changes_the_pictures_of_ties_and_not_that_of_networks(
    end_reported: Callable[[str], ChangeReport],
) -> None:
    report = end_reported("en")
    changed = pictures(report)
    assert "timeline" in changed
    assert "networks" not in changed
    assert report.consequences
    days = {DAY, *report.consequences.days}
    assert all(days.issuperset(when) for when in changed.values())
    assert "Ties of Ghent through time" in change_text.write(report)
    (timeline,) = (
        one for one in json.loads(change_json.write(report))["consequences"]["pictures"] if one["name"] == "timeline"
    )
    assert timeline == {
        "name": "timeline",
        "title": "Ties of Ghent through time",
        "days": [day.isoformat() for day in changed["timeline"]],
    }


def test_pictures_are_told_in_the_language_of_the_reader(end_reported: Callable[[str], ChangeReport]) -> None:
    assert "\n* Banden van Gent door de tijd" in change_markdown.write(end_reported("nl"))


def test_what_no_picture_shows_changes_none(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "AVS news"')
    assert pictures(since_head(copy)) == {}


def test_a_picture_of_a_former_day_changes_on_that_day_alone(copy: Path) -> None:
    """A membership that ended long ago is in no picture of today."""
    commit(copy)
    membership = "\n<id/city/ee-tallinn#once> a org:Membership ; org:member <id/city/ee-tallinn> ; " + (
        'org:organization <id/network/eurocities> ; ct:earliestStart "1990-01-01"^^xsd:date ; '
        'ct:latestStart "1990-01-01"^^xsd:date ; ct:earliestEnd "1991-01-01"^^xsd:date ; '
        'ct:latestEnd "1991-01-01"^^xsd:date .\n<id/city/ee-tallinn> org:hasMembership <id/city/ee-tallinn#once> .\n'
    )
    with (copy / "data" / "ghent.ttl").open("a", encoding="utf-8") as file:
        file.write(membership)
    changed = pictures(since_head(copy))
    assert DAY not in changed["networks"]
    assert {day.year for day in changed["networks"]} <= {1990, 1991}


def test_pictures_keep_the_order_of_the_field_whatever_the_day_on_which_they_change() -> None:
    later = date(2027, 1, 1)
    shown = {
        ("before", DAY): {"first": "a", "second": "a"},
        ("after", DAY): {"first": "a", "second": "b"},
        ("before", later): {"first": "a", "second": "a", "gone": "a"},
        ("after", later): {"first": "b", "second": "a"},
    }
    before, after = (SimpleNamespace(known=SimpleNamespace(revision=name)) for name in ("before", "after"))
    sides = cast("Sides", SimpleNamespace(before=before, after=after, language="en"))

    def drawn(revision: Any, day: date, _: str) -> dict[str, Shown]:
        return {name: Shown(name, (content,)) for name, content in shown[revision, day].items()}

    changed = changed_pictures.pictures(sides, drawn, DAY, [later])
    assert [(one.name, one.days) for one in changed] == [("first", (later,)), ("second", (DAY,)), ("gone", (later,))]
