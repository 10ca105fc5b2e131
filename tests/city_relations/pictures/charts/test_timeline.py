from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.city_relations.pictures.relation import relations
from kg.city_relations.pictures.view import View

from ....city_relations.pictures.conftest import SVG, AnswerRows, Drawn


def test_every_partnership_has_a_bar_and_a_row(drawn: Drawn, answer_rows: AnswerRows) -> None:
    drawing, picture = drawn("timeline")
    bars = {each.get("data-tie") for each in picture.iter(SVG + "g") if each.get("data-tie")}
    partners = {row["partnership"] for row in answer_rows("duration-of-relations")}
    assert {f"https://w3id.org/city-ties/{each}" for each in bars} == partners
    assert len(drawing.table.rows) == drawing.table.total == 12


def test_an_agreement_is_a_mark_for_each_known_time(drawn: Drawn, seen: Callable[..., View]) -> None:
    _, picture = drawn("timeline")
    agreements = [each for one in relations(seen()).shown for each in one.agreements]
    timed = [each for each in agreements if each.bounds.earliest_start or each.bounds.latest_start]
    marks = [each for each in picture.iter(SVG + "path") if "diamond" in (each.get("class") or "").split()]
    in_key = 2
    assert len(marks) - in_key == len(timed) < len(agreements)


def test_an_agreement_that_may_be_later_is_a_hollow_mark(drawn: Drawn) -> None:
    drawing, picture = drawn("timeline")
    hollow = [each for each in picture.iter(SVG + "g") if each.find(f"{SVG}path[@class='diamond hollow']") is not None]
    assert [each.findtext(SVG + "title") for each in hollow if each.find(SVG + "title") is not None] == [
        "cooperation agreement (on 1 January 2008 or later)"
    ]
    assert "on 1 January 2008 or later" in drawing.table.csv()


def test_the_decision_cuts_through_all_of_them(drawn: Drawn) -> None:
    _, picture = drawn("timeline")
    texts = [element.text or "" for element in picture.iter(SVG + "text")]
    assert texts.count("decision known since 20 January 2021") == 1
    assert texts.count("dropped") == 10 + 1
    assert texts.count("kept") == 1
    assert texts.count("ended") == 1  # in the key: the cross of an end


def test_the_day_that_is_asked_for_is_a_line(drawn: Drawn) -> None:
    _, picture = drawn("timeline", on="2019-06-01")
    assert "on 1 June 2019" in [each.text for each in picture.iter(SVG + "text")]


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_the_key_stands_above_the_rows_within_the_picture(drawn: Drawn, layout: str) -> None:
    drawing, picture = drawn("timeline", layout=layout)
    order = list(picture.iter())
    groups = [each for each in order if each.tag == SVG + "g"]
    keys = [each for each in groups if (each.get("transform") or "").startswith("translate(")]
    first_bar = next(each for each in groups if each.get("data-tie"))
    assert len(keys) == 7
    assert all(order.index(each) < order.index(first_bar) for each in keys)
    assert max(float((each.get("transform") or "")[10:-1].split()[0]) for each in keys) + 44 < drawing.width
