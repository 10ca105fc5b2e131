from __future__ import annotations

from datetime import date

import pytest

from kg.resources.period import Bounds, Kind, Precision, day, decided, precision, words

YEAR_1958 = (date(1958, 1, 1), date(1958, 12, 31))
YEAR_2018 = (date(2018, 1, 1), date(2018, 12, 31))
SIGNED = (date(1971, 10, 4), date(1971, 10, 4))


@pytest.mark.parametrize(
    ("bounds", "kind", "english", "dutch"),
    [
        (Bounds(*SIGNED), Kind.PERIOD, "since 4 October 1971, end unknown", "sinds 4 oktober 1971, einde onbekend"),
        (Bounds(*SIGNED), Kind.EVENT, "on 4 October 1971", "op 4 oktober 1971"),
        (Bounds(*YEAR_1958, *YEAR_2018), Kind.PERIOD, "from 1958 until 2018", "van 1958 tot 2018"),
        (Bounds(*YEAR_2018, *YEAR_2018), Kind.EVENT, "in 2018", "in 2018"),
        (Bounds(*YEAR_2018), Kind.FINAL, "since 2018", "sinds 2018"),
        (
            Bounds(*SIGNED, open_as_of=date(2021, 11, 10)),
            Kind.PERIOD,
            "since 4 October 1971, last confirmed on 10 November 2021",
            "sinds 4 oktober 1971, laatst bevestigd op 10 november 2021",
        ),
        (
            Bounds(date(1982, 8, 1), date(1982, 8, 31)),
            Kind.PERIOD,
            "since August 1982, end unknown",
            "sinds augustus 1982, einde onbekend",
        ),
        (
            Bounds(latest_start=date(2021, 1, 20)),
            Kind.EVENT,
            "on 20 January 2021 or earlier",
            "op 20 januari 2021 of eerder",
        ),
        (
            Bounds(date(2010, 1, 1), date(2011, 12, 31)),
            Kind.PERIOD,
            "since some time between 2010 and 2011, end unknown",
            "sinds ergens tussen 2010 en 2011, einde onbekend",
        ),
        (
            Bounds(*SIGNED, latest_end=date(2026, 12, 31)),
            Kind.EVENT,
            "since 4 October 1971, until 31 December 2026 at the latest",
            "sinds 4 oktober 1971, uiterlijk tot 31 december 2026",
        ),
        (
            Bounds(latest_start=date(2021, 12, 31), earliest_end=date(2021, 1, 1)),
            Kind.PERIOD,
            "in 2021, start and end unknown",
            "in 2021, begin en einde onbekend",
        ),
        (
            Bounds(latest_start=date(2025, 6, 12), earliest_end=date(2023, 6, 14)),
            Kind.PERIOD,
            "at some time between 14 June 2023 and 12 June 2025, start and end unknown",
            "ooit tussen 14 juni 2023 en 12 juni 2025, begin en einde onbekend",
        ),
        (
            Bounds(None, date(2016, 10, 31), date(2016, 10, 1), date(2016, 11, 18)),
            Kind.PERIOD,
            "in October 2016, ended by 18 November 2016",
            "in oktober 2016, voorbij op 18 november 2016",
        ),
        (
            Bounds(None, date(2016, 10, 31), date(2016, 10, 2), date(2016, 11, 18)),
            Kind.PERIOD,
            "at some time between 2 October 2016 and 31 October 2016, ended by 18 November 2016",
            "ooit tussen 2 oktober 2016 en 31 oktober 2016, voorbij op 18 november 2016",
        ),
        (Bounds(), Kind.PERIOD, "start and end unknown", "begin en einde onbekend"),
        (Bounds(), Kind.EVENT, "time unknown", "tijdstip onbekend"),
    ],
)
def test_bounds_are_told_in_words(bounds: Bounds, kind: Kind, english: str, dutch: str) -> None:
    assert words(bounds, kind, "en") == english
    assert words(bounds, kind, "nl") == dutch


def test_a_whole_year_a_whole_month_and_one_day_are_exact_and_nothing_else_is() -> None:
    assert precision(*YEAR_1958) is Precision.YEAR
    assert precision(date(2012, 2, 1), date(2012, 2, 29)) is Precision.MONTH
    assert precision(*SIGNED) is Precision.DAY
    assert precision(date(2012, 2, 1), date(2012, 2, 28)) is None
    assert precision(date(2011, 2, 1), date(2012, 2, 29)) is None
    assert precision(None, date(2012, 2, 28)) is None


def test_a_day_is_written_with_its_month_in_words() -> None:
    assert day(date(2021, 1, 20), "nl") == "20 januari 2021"


def test_french_and_german_word_a_day_a_month_and_a_year_apart() -> None:
    day_known, month_known, year_known = (
        Bounds(*SIGNED),
        Bounds(date(1982, 8, 1), date(1982, 8, 31)),
        Bounds(*YEAR_1958),
    )
    assert [words(bounds, Kind.FINAL, "fr") for bounds in (day_known, month_known, year_known)] == [
        "depuis le 4 octobre 1971", "depuis août 1982", "depuis 1958",
    ]  # fmt: skip
    assert [words(bounds, Kind.EVENT, "de") for bounds in (day_known, month_known, year_known)] == [
        "am 4. Oktober 1971", "im August 1982", "1958",
    ]  # fmt: skip
    assert decided(day_known, "de") == "die Entscheidung vom 4. Oktober 1971"
