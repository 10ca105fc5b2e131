from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.namespaces import XSD
from kg.shacl.literals.comparison import compare, value_of


def order(one: str, other: str, name: str, second: str = "") -> int | None:
    left, right = (
        value_of(Literal(form, datatype=NamedNode(XSD + kind))) for form, kind in ((one, name), (other, second or name))
    )
    assert left
    assert right
    return compare(left, right)


@pytest.mark.parametrize(("one", "other", "name", "expected"), [
    ("1", "2", "integer", -1),
    ("2", "2.0", "decimal", 0),
    ("INF", "1e308", "double", 1),
    ("-INF", "0", "double", -1),
    ("NaN", "NaN", "double", None),
    ("a", "b", "string", -1),
    ("é", "z", "string", 1),
    ("false", "true", "boolean", -1),
    ("2020-01-01", "2020-01-02", "date", -1),
    ("-0001-12-31", "0000-01-01", "date", -1),
    ("2020", "2021", "gYear", -1),
    ("--02-29", "--03-01", "gMonthDay", -1),
    ("23:59:59", "24:00:00", "time", -1),
    ("P1M", "P29D", "duration", None),
    ("P1M", "P27D", "duration", 1),
    ("P1Y", "P12M", "duration", 0),
    ("PT60M", "PT1H", "duration", 0),
])  # fmt: skip
def test_values_are_ordered_as_xml_schema_orders_them(one: str, other: str, name: str, expected: int | None) -> None:
    assert order(one, other, name) == expected
    assert order(other, one, name) == (None if expected is None else -expected)


def test_numbers_of_all_types_are_one_kind() -> None:
    assert order("5", "5.0", "byte", "double") == 0
    assert order("9007199254740993", "9007199254740992.5", "integer", "decimal") == 1


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", 0),
    ("2020-01-01T00:00:00+14:00", "2020-01-01T00:00:00-14:00", -1),
    ("2020-01-01T00:00:00", "2020-01-01T14:00:00Z", None),
    ("2020-01-01T00:00:00", "2020-01-01T14:00:01Z", -1),
    ("2020-01-01T14:00:01", "2020-01-01T00:00:00Z", 1),
    ("2020-01-01T14:00:00", "2020-01-01T00:00:00Z", None),
])  # fmt: skip
def test_moments_with_and_without_a_time_zone_compare_where_no_zone_could_change_the_order(
    one: str, other: str, expected: int | None
) -> None:
    assert order(one, other, "dateTime") == expected


@pytest.mark.parametrize("term", [
    NamedNode("urn:a"), BlankNode("b"), Literal("a", language="nl"), Literal("x", datatype=NamedNode(XSD + "integer")),
    Literal("a", datatype=NamedNode("urn:t")),
])  # fmt: skip
def test_what_has_no_order_has_no_value(term: NamedNode | BlankNode | Literal) -> None:
    assert value_of(term) is None


def test_values_of_two_kinds_do_not_compare() -> None:
    assert order("2020", "2020-01-01", "gYear", "date") is None
    assert order("1", "1", "integer", "string") is None
