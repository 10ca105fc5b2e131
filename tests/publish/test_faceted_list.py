from __future__ import annotations

import pytest

from kg.city_relations.facets import CITIES, NETWORKS, SOURCES
from kg.errors import UsageError
from kg.named_queries import page_queries
from kg.publish import faceted_list
from kg.publish.faceted_list import Listing
from kg.revision import Revision

CHOSEN = [
    (CITIES, {}), (CITIES, {"country": "DEU"}), (NETWORKS, {}), (NETWORKS, {"type": "thematic"}), (SOURCES, {}),
    (SOURCES, {"written": "DEU"}),
]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en", "de"])
@pytest.mark.parametrize(("asked", "given"), CHOSEN)
def test_a_list_is_the_answer_to_the_question_that_it_shows(
    revision: Revision, asked: Listing, given: dict[str, str], language: str
) -> None:
    found = faceted_list.listed(revision, asked, language, given, 1)
    answer = page_queries.solutions(revision, found.made.plain)
    assert list(dict.fromkeys(each[asked.subject] for each in answer)) == [each.node for each in found.items]
    assert found.items


def test_the_list_of_cities_counts_partnerships_and_networks(revision: Revision) -> None:
    ghent = next(each for each in faceted_list.entries(revision, CITIES, "nl") if each.node.value.endswith("/be-gent"))
    assert ghent["name"].value == "Gent"
    assert (ghent["partnerships"].value, int(ghent["networks"].value) > 10) == ("12", True)


def test_the_facet_that_is_chosen_still_offers_its_other_values_as_often_as_before(revision: Revision) -> None:
    before, narrowed = (
        next(
            menu for menu in faceted_list.listed(revision, CITIES, "nl", given, 1).menus if menu.facet.name == "country"
        )
        for given in ({}, {"country": "DEU"})
    )
    assert len(before.choices) > 5
    assert set(narrowed.choices) == set(before.choices)


def test_a_value_that_nothing_has_is_refused_with_what_there_is(revision: Revision) -> None:
    with pytest.raises(UsageError, match="Did you mean DEU"):
        faceted_list.listed(revision, CITIES, "nl", {"country": "DEUT"}, 1)


def test_a_page_has_a_hundred_things_and_the_last_one_the_rest(revision: Revision) -> None:
    made = page_queries.made(revision.project, page_queries.GRAPHS, {})
    pages = [faceted_list.cut(range(250), 250, number, (), made) for number in (0, 1, 2, 3, 99)]
    assert [len(each.items) for each in pages] == [100, 100, 100, 50, 50]
    assert [(each.page, each.first, each.last) for each in pages[2:]] == [(2, 101, 200), (3, 201, 250), (3, 201, 250)]
    assert {each.pages for each in pages} == {3}
    assert [faceted_list.cut(range(size), 250, 1, (), made).pages for size in (0, 1, 100, 101, 200)] == [1, 1, 1, 2, 2]
