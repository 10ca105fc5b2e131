from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.publish.tables import tidy_table
from kg.publish.tables.tidy_table import Column, Kind, Table
from kg.rdf.namespaces import XSD


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(("terms", "kind"), [
    ([typed("1971-10-04", "date"), typed("1999-01-01", "date")], Kind.DATE),
    ([typed("1971", "gYear")], Kind.YEAR),
    ([typed("1971", "gYear"), typed("1971-10-04", "date")], Kind.TEXT),
    ([typed("12", "nonNegativeInteger"), typed("1", "integer")], Kind.INTEGER),
    ([typed("twelve", "integer")], Kind.TEXT),
    ([NamedNode("http://a.example/")], Kind.IRI),
    ([NamedNode("http://a.example/"), BlankNode("b")], Kind.TEXT),
    ([Literal("Gent", language="nl")], Kind.TEXT),
    ([], Kind.TEXT),
])  # fmt: skip
def test_a_column_has_the_kind_that_all_its_values_are_of(terms: list[object], kind: Kind) -> None:
    assert tidy_table.kind(terms) is kind


def test_titles_differ_and_values_stand_apart_by_what_none_of_them_contains() -> None:
    columns = (Column("a", "City"), Column("b", "City"), Column("c", "Sources", repeats=True))
    made = Table("t", "T", "en", columns, [(("x",), ("y",), ("one; two", "three")), ((), (), ("four",))])
    assert made.titles() == ["City (a)", "City (b)", "Sources"]
    assert list(made.texts()) == [["x", "y", "one; two | three"], ["", "", "four"]]
