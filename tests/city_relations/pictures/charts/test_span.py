from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kg.city_relations.pictures.charts.span import Fade, Span, spans
from kg.city_relations.pictures.relation import Relation, relations
from kg.city_relations.pictures.view import View
from kg.city_relations.status_on_day import Standing

FIRST, LAST = date(1957, 1, 1), date(2026, 11, 24)
DECIDED = date(2021, 1, 20)


def relation(view: View, name: str) -> Relation:
    return next(each for each in relations(view).shown if each.name == name)


def test_a_bar_is_certain_from_its_latest_start_until_its_last_term_may_have_ended(seen: Callable[..., View]) -> None:
    assert spans(relation(seen(), "Kanazawa"), FIRST, LAST) == [
        Span(date(1971, 10, 4), date(2026, 1, 1), Standing.CERTAIN),
        Span(date(2026, 1, 1), LAST, Standing.POSSIBLE, Fade.OUT),
    ]


def test_an_end_in_a_year_is_uncertain_for_that_year_and_does_not_fade(seen: Callable[..., View]) -> None:
    assert spans(relation(seen(), "Saint-Raphaël"), FIRST, LAST) == [
        Span(date(1958, 1, 1), date(1958, 12, 31), Standing.POSSIBLE),
        Span(date(1958, 12, 31), date(2018, 1, 1), Standing.CERTAIN),
        Span(date(2018, 1, 1), date(2018, 12, 31), Standing.POSSIBLE),
    ]


def test_what_no_source_saw_after_its_start_is_nowhere_certain(seen: Callable[..., View]) -> None:
    assert spans(relation(seen(), "Gdańsk"), FIRST, LAST) == [
        Span(date(2009, 11, 10), DECIDED, Standing.POSSIBLE),
        Span(DECIDED, LAST, Standing.DROPPED, Fade.OUT),
    ]


def test_a_bar_without_a_known_start_or_end_fades_at_both(seen: Callable[..., View]) -> None:
    assert [each.fade for each in spans(relation(seen(), "Taizhou"), FIRST, LAST)] == [Fade.IN, Fade.OUT]
