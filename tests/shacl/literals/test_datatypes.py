"""Bounds of every integer type, days of every month, hours of every time zone."""

from __future__ import annotations

import pytest

from kg.rdf.namespaces import XSD
from kg.shacl.literals.datatypes import is_well_formed

BOUNDS = {
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-9223372036854775808, 9223372036854775807),
    "int": (-2147483648, 2147483647),
    "short": (-32768, 32767),
    "byte": (-128, 127),
    "unsignedLong": (0, 18446744073709551615),
    "unsignedInt": (0, 4294967295),
    "unsignedShort": (0, 65535),
    "unsignedByte": (0, 255),
}


def is_form(form: str, name: str) -> bool:
    return is_well_formed(form, XSD + name)


@pytest.mark.parametrize("name", BOUNDS)
def test_an_integer_type_ends_where_the_specification_says(name: str) -> None:
    low, high = BOUNDS[name]
    if low is not None:
        assert (is_form(str(low), name), is_form(str(low - 1), name)) == (True, False)
    if high is not None:
        assert (is_form(str(high), name), is_form(str(high + 1), name)) == (True, False)
    assert is_form("-" + "9" * 30, name) == (low is None)
    assert is_form("9" * 30, name) == (high is None)


@pytest.mark.parametrize("name", ["integer", *BOUNDS])
def test_an_integer_may_have_a_sign_and_zeros_before_it_and_nothing_else(name: str) -> None:
    sign = "-" if name in ("nonPositiveInteger", "negativeInteger") else "+"
    assert is_form(f"{sign}0001", name)
    for wrong in ("", "+", "1.0", "1e0", " 1", "1 ", "--1", "0x1", "١", "1_000"):
        assert not is_form(wrong, name), wrong


@pytest.mark.parametrize(("form", "name", "good"), [
    ("2020-02-29", "date", True),
    ("2019-02-29", "date", False),
    ("1900-02-29", "date", False),
    ("2000-02-29", "date", True),
    ("0000-02-29", "date", True),
    ("2020-04-31", "date", False),
    ("2020-12-31", "date", True),
    ("2020-13-01", "date", False),
    ("2020-00-01", "date", False),
    ("2020-01-00", "date", False),
    ("-0001-01-01", "date", True),
    ("12020-01-01", "date", True),
    ("02020-01-01", "date", False),
    ("20-01-01", "date", False),
    ("--02-29", "gMonthDay", True),
    ("--02-30", "gMonthDay", False),
    ("---31", "gDay", True),
    ("---32", "gDay", False),
    ("24:00:00", "time", True),
    ("24:00:01", "time", False),
    ("23:59:60", "time", False),
    ("23:60:00", "time", False),
])  # fmt: skip
def test_days_and_times_are_those_of_the_calendar(form: str, name: str, good: bool) -> None:
    assert is_form(form, name) is good


@pytest.mark.parametrize(("zone", "good"), [
    ("", True), ("Z", True), ("+00:00", True), ("-00:00", True), ("+14:00", True), ("-14:00", True), ("+13:59", True),
    ("+14:01", False), ("-15:00", False), ("+1:00", False), ("+01:60", False), ("z", False), ("+0100", False),
])  # fmt: skip
def test_a_time_zone_lies_within_fourteen_hours(zone: str, good: bool) -> None:
    for form, name in (
        ("2020-01-01", "date"),
        ("2020-01-01T00:00:00", "dateTime"),
        ("00:00:00", "time"),
        ("2020", "gYear"),
    ):
        assert is_form(form + zone, name) is good


def test_a_date_time_stamp_has_a_time_zone() -> None:
    assert is_form("2020-01-01T00:00:00Z", "dateTimeStamp")
    assert not is_form("2020-01-01T00:00:00", "dateTimeStamp")


@pytest.mark.parametrize(("name", "good", "bad"), [
    ("boolean", ["true", "false", "1", "0"], ["True", "yes", ""]),
    ("decimal", ["1", "1.", ".5", "-0.50"], ["1e0", ".", "INF"]),
    ("double", ["1", "1e-3", "-INF", "NaN", ".5E+2"], ["nan", "inf", "1e", "-NaN"]),
    ("duration", ["P1Y", "-P1DT2H", "PT0.5S"], ["P", "PT", "P1S", "P1Y2"]),
    ("dayTimeDuration", ["P1D", "PT1M"], ["P1Y", "P1M"]),
    ("yearMonthDuration", ["P1Y2M"], ["P1D", "PT1M"]),
    ("hexBinary", ["", "0aFF"], ["0", "0g"]),
    ("base64Binary", ["", "AAAA", "AA==", "AAA="], ["A", "AB==", "AAB="]),
    ("language", ["nl", "nl-BE", "zh-Hant-TW"], ["", "nl_BE", "toolonglang"]),
    ("normalizedString", ["a  b "], ["a\tb", "a\nb"]),
    ("token", ["", "a b"], ["a  b", " a", "a "]),
    ("NCName", ["a", "_a.b-c", "é"], ["", "1a", "a:b", "-a"]),
    ("Name", ["a:b"], ["1"]),
    ("NMTOKEN", ["1a", "-"], ["", "a:b c"]),
])  # fmt: skip
def test_a_form_belongs_to_its_datatype(name: str, good: list[str], bad: list[str]) -> None:
    assert [form for form in good if not is_form(form, name)] == []
    assert [form for form in bad if is_form(form, name)] == []


def test_a_datatype_without_rules_takes_every_form() -> None:
    assert is_well_formed("anything", "https://example.org/datatype")
    assert is_form("anything", "anyURI")
