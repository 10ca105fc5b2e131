from __future__ import annotations

from itertools import product

import pytest
from pyoxigraph import NamedNode

from kg.city_relations import partnership_list, partnerships
from kg.city_relations.partnership_list import OnADay
from kg.errors import UsageError
from kg.named_queries import page_queries
from kg.resources import time_span
from kg.revision import Revision

from ..presence import present

DAYS = [
    None,
    "1950-01-01",
    "1977-06-01",
    "2015-06-01",
    "2018-06-01",
    "2019-06-01",
    "2021-01-20",
    "2030-01-01",
    "1977",
    "1982-08",
    "2018",
    "2021",
]
CHOICES = [
    {},
    {"status": "any"},
    {"type": "sister-city"},
    {"country": "DEU", "status": "any"},
    {"verdict": "maintain"},
    {"verdict": "not-maintained", "type": "partner-city"},
    {"certainty": "stated", "sure": "possible"},
    {"status": "ended"},
    {"city": "jp-kanazawa"},
    {"city": "be-gent", "country": "CHN"},
]


def listed(revision: Revision, language: str = "en", **given: str) -> OnADay:
    days = time_span.read(given["on"]) if "on" in given else None
    return partnership_list.on_a_day(revision, language, given, 1, days)


@pytest.mark.parametrize(("day", "choice"), list(product(DAYS, CHOICES)))
def test_a_list_is_the_answer_to_the_question_that_it_shows(
    revision: Revision, day: str | None, choice: dict[str, str]
) -> None:
    given = choice | ({"on": day} if day else {})
    try:
        found = listed(revision, **given)
    except UsageError:
        return  # nothing of that day has the value: then it is not offered either
    answer = page_queries.solutions(revision, found.listed.made.plain)
    assert list(dict.fromkeys(each["partnership"] for each in answer)) == [each.node for each in found.listed.items]
    certain = {each["partnership"] for each in answer if each["strength"].value == "certain"}
    assert found.certain == len(certain)


def test_a_question_without_its_open_parameters_has_the_same_answer(revision: Revision) -> None:
    made = listed(revision, on="2019-06-01", country="DEU").listed.made
    assert "UNDEF" not in made.plain
    assert "UNDEF" in made.text
    assert page_queries.solutions(revision, made.plain) == page_queries.solutions(revision, made.text)


@pytest.mark.parametrize(
    ("day", "sister", "partner", "certain"),
    [("2015-06-01", 7, 5, 7), ("2019-06-01", 6, 5, 6), ("2023-06-01", 1, 0, 1), ("2030-01-01", 1, 0, 0)],
)
def test_a_day_tells_what_was_in_force_then_and_what_of_it_certainly(
    revision: Revision, day: str, sister: int, partner: int, certain: int
) -> None:
    found = listed(revision, on=day)
    types = [partnerships.local(each.types[0]) for each in found.listed.items]
    assert (types.count("sister-city"), types.count("partner-city"), found.certain) == (sister, partner, certain)


def test_counts_of_a_facet_say_what_choosing_it_would_leave(revision: Revision) -> None:
    open_list = listed(revision, on="2019-06-01").listed
    for facet in present(open_list.menus):
        for choice in facet.choices:
            assert listed(revision, on="2019-06-01", **{facet.name: choice.value}).listed.total == choice.count


def test_a_value_that_nothing_has_and_a_day_that_is_none_are_refused_with_advice(revision: Revision) -> None:
    with pytest.raises(UsageError, match="Did you mean sister-city"):
        listed(revision, type="sister-cty")
    with pytest.raises(UsageError, match="1990-06-01"):
        listed(revision, on="yesterday")


def test_the_ties_of_one_city_are_listed_from_its_side(revision: Revision) -> None:
    found = listed(revision, city="de-wiesbaden")
    assert found.city == NamedNode(f"{revision.project.base}id/city/de-wiesbaden")
    assert [each.name for each in found.listed.items] == ["Ghent – Wiesbaden"]
    assert found.listed.everything == 1
    with pytest.raises(UsageError, match="Did you mean be-gent"):
        listed(revision, city="be-gant")
