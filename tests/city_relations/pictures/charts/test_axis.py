from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.city_relations.pictures.charts.axis import Axis, around

YEARS = Axis(date(1957, 1, 1), date(2027, 1, 1), 100, 800)


@given(st.dates(), st.dates())
def test_a_later_day_never_lies_further_left_and_none_lies_beyond_the_edges(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert 100 <= YEARS.at(first) <= YEARS.at(last) <= 800


def test_years_are_round_and_apart() -> None:
    years = YEARS.years(60)
    assert [day.year for day in years] == [1960, 1970, 1980, 1990, 2000, 2010, 2020]
    places = [YEARS.at(day) for day in years]
    assert all(right - left >= 60 for left, right in pairwise(places))


def test_an_axis_begins_in_the_year_before_the_first_day() -> None:
    axis = around([date(1971, 10, 4), date(2040, 1, 1)], date(2026, 11, 24), 0, 100)
    assert (axis.first, axis.last) == (date(1970, 1, 1), date(2026, 11, 24))
    assert around([], date(2026, 11, 24), 0, 100).first == date(2024, 1, 1)
