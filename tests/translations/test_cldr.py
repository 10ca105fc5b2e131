"""Dates, numbers and names of languages as CLDR writes them."""

from __future__ import annotations

from datetime import date

import pytest

from kg.translations import cldr


@pytest.mark.parametrize(
    ("tag", "day", "month", "number", "japanese"),
    [
        ("en", "4 October 1971", "October 1971", "1,234.5", "Japanese"),
        ("nl", "4 oktober 1971", "oktober 1971", "1.234,5", "Japans"),
        ("fr", "4 octobre 1971", "octobre 1971", "1\u202f234,5", "japonais"),
        ("de", "4. Oktober 1971", "Oktober 1971", "1.234,5", "Japanisch"),
    ],
)
def test_a_language_has_its_own_dates_numbers_and_names(
    tag: str, day: str, month: str, number: str, japanese: str
) -> None:
    when = date(1971, 10, 4)
    assert (cldr.day(when, tag), cldr.month(when, tag), cldr.number(1234.5, tag)) == (day, month, number)
    assert cldr.language_name("JPN", tag) == japanese


def test_a_language_that_cldr_does_not_know_is_its_code() -> None:
    assert cldr.language_name("XXQ", "en") == "XXQ"
