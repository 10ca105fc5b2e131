from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.rdf.namespaces import XSD
from kg.sparql.term_input import Term, read

BASE, PREFIXES = "https://example.org/", {"ex": "https://example.org/ns#"}
DAY = Literal("2019-06-01", datatype=NamedNode(XSD + "date"))


def term(value: str, like: Term | None = None) -> Term:
    return read(value, "day", like, PREFIXES, BASE)


@pytest.mark.parametrize(
    "value", ["ex:party", "https://example.org/ns#party", "<https://example.org/ns#party>", "ns#party"]
)
def test_an_iri_is_written_in_full_relative_or_with_a_prefix(value: str) -> None:
    assert term(value, NamedNode("urn:x")) == NamedNode("https://example.org/ns#party")


def test_without_a_model_a_scheme_or_prefix_makes_an_iri_and_anything_else_is_a_string() -> None:
    assert term("ex:a") == NamedNode("https://example.org/ns#a")
    assert term("urn:a") == NamedNode("urn:a")
    assert term("Ghent") == Literal("Ghent")


def test_a_literal_takes_the_datatype_or_language_of_its_model() -> None:
    assert term("2020-02-29", DAY) == Literal("2020-02-29", datatype=NamedNode(XSD + "date"))
    assert term("Gent", Literal("Ghent", language="en")) == Literal("Gent", language="en")
    assert term("x:y", Literal("a")) == Literal("x:y")
    own = Literal("a", datatype=NamedNode("urn:t"))
    assert term("b", own) == Literal("b", datatype=NamedNode("urn:t"))


@pytest.mark.parametrize(
    ("value", "day"), [("1990", "1990-12-31"), ("1992-02", "1992-02-29"), ("1992-02-03", "1992-02-03")]
)
def test_a_year_or_a_month_is_read_as_its_last_day(value: str, day: str) -> None:
    assert term(value, DAY) == Literal(day, datatype=NamedNode(XSD + "date"))


@pytest.mark.parametrize("value", ["yesterday", "0000", "2019-13", "2019-13-01", "2019-6-1", ""])
def test_a_value_of_another_type_is_refused_with_an_example(value: str) -> None:
    with pytest.raises(QueryError, match="day must be a value of the type date, such as 2019-06-01"):
        term(value, DAY)


@pytest.mark.parametrize("value", ["", "a b", "<a>b>"])
def test_what_is_not_an_iri_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="day must be an IRI"):
        term(value, NamedNode("urn:x"))
