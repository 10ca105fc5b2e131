from __future__ import annotations

import pytest

from kg.errors import ShapesError

from ..judging import bad_values


@pytest.mark.parametrize(("constraint", "bad"), [
    ("sh:minExclusive 5", {"4", "5"}),
    ("sh:minInclusive 5", {"4"}),
    ("sh:maxExclusive 5", {"5", "6"}),
    ("sh:maxInclusive 5", {"6"}),
])  # fmt: skip
def test_a_bound_is_inclusive_or_exclusive(constraint: str, bad: set[str]) -> None:
    assert bad_values("4, 5, 6", constraint) == bad


@pytest.mark.parametrize(("constraint", "bad"), [
    ('sh:minInclusive "2020-02-29"^^xsd:date', {"2020-02-28"}),
    ('sh:maxExclusive "2020-03-01"^^xsd:date', {"2020-03-01"}),
])  # fmt: skip
def test_days_are_compared_as_days(constraint: str, bad: set[str]) -> None:
    days = ("2020-02-28", "2020-02-29", "2020-03-01")
    assert bad_values(", ".join(f'"{day}"^^xsd:date' for day in days), constraint) == bad


def test_what_cannot_be_compared_is_reported() -> None:
    values = '"6", ex:six, "x"^^xsd:integer, "2020"^^xsd:gYear, "NaN"^^xsd:double, 6'
    assert bad_values(values, "sh:minInclusive 5") == {"6", "six", "x", "2020", "NaN"}


def test_integers_decimals_and_doubles_are_one_kind_of_number() -> None:
    assert bad_values('4.9, 5.0, 5.1e0, "5"^^xsd:byte, "-INF"^^xsd:double', "sh:minInclusive 5") == {"4.9", "-INF"}


def test_a_bound_is_a_literal() -> None:
    with pytest.raises(ShapesError, match="must be a literal"):
        bad_values("1", "sh:minInclusive ex:five")
