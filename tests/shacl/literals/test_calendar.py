from __future__ import annotations

from calendar import monthrange
from datetime import date

from kg.shacl.literals.calendar import day_number, days_in_month, is_leap


def test_days_are_numbered_as_python_does_where_python_can() -> None:
    zero = day_number(1, 1, 1) - 1
    for ordinal in range(1, date.max.toordinal(), 997):
        day = date.fromordinal(ordinal)
        assert day_number(day.year, day.month, day.day) - zero == ordinal


def test_the_days_before_the_first_of_march_of_year_0_are_negative() -> None:
    assert day_number(0, 3, 1) == 0
    assert day_number(0, 2, 29) == -1
    assert day_number(-1, 3, 1) == -366


def test_centuries_are_leap_years_every_fourth_time() -> None:
    assert [year for year in (-4, 0, 1900, 2000, 2019, 2020, 2100) if is_leap(year)] == [-4, 0, 2000, 2020]
    for year in (1900, 2000, 2019, 2020):
        for month in range(1, 13):
            assert days_in_month(year, month) == monthrange(year, month)[1]
    assert days_in_month(2100, 2) == 28
