from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kg.city_relations import partnerships
from kg.city_relations.pictures.relation import relations
from kg.city_relations.pictures.view import View
from kg.revision import Revision


def test_a_relation_has_the_history_that_lists_have_of_it(revision: Revision, seen: Callable[..., View]) -> None:
    shown = relations(seen()).shown
    assert len(shown) == 12
    for relation in shown:
        partnership = partnerships.find(revision, "en", relation.node)
        assert partnership
        assert set(partnership.history.periods) == set(relation.history.periods)
        assert {each.verdict for each in partnership.history.outcomes} == {
            each.verdict for each in relation.history.outcomes
        }


def test_relations_are_sorted_by_the_partners_names_and_both_layouts_share_them(seen: Callable[..., View]) -> None:
    found = relations(seen())
    assert found.total == 12
    assert [each.name.casefold() for each in found.shown] == sorted(each.name.casefold() for each in found.shown)
    assert relations(seen(layout="narrow")) is found


def test_a_place_is_a_centroid_or_the_middle_of_the_country(seen: Callable[..., View]) -> None:
    places = {each.name: each.partners[0].place for each in relations(seen()).shown}
    assert [name for name, place in places.items() if place and not place.exact] == ["Taizhou"]
    kanazawa = places["Kanazawa"]
    assert kanazawa
    assert 136 < kanazawa.position[0] < 137


def test_the_start_is_that_of_the_first_period(seen: Callable[..., View]) -> None:
    kanazawa = next(each for each in relations(seen()).shown if each.name == "Kanazawa")
    assert kanazawa.start.earliest_start == date(1971, 10, 4)
