from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import XSD
from kg.spreadsheets.column_key import ColumnKey, Names, escaped, unescaped

NAMES = Names("https://b.example/", {"ex": "https://b.example/ns#", "xsd": XSD, "wd": "http://wd.example/"})
P = NamedNode("https://b.example/ns#p")


@pytest.mark.parametrize(("value", "text"), [
    (NamedNode("http://x.example/"), "ex:p"),
    (Literal("x"), "ex:p^^xsd:string"),
    (Literal("x", language="nl"), "ex:p@nl"),
    (Literal("x", datatype=NamedNode("http://dt.example/a")), "ex:p^^http://dt.example/a"),
    (Literal("x", datatype=NamedNode("urn:a:b")), "ex:p^^<urn:a:b>"),
])  # fmt: skip
def test_a_key_says_property_and_kind_and_is_read_back(value: NamedNode | Literal, text: str) -> None:
    key = ColumnKey.of(P, value)
    assert key.text(NAMES) == text
    assert ColumnKey.read(text, NAMES) == key
    assert isinstance(value, NamedNode) or key.literal(value.value) == value


@pytest.mark.parametrize("iri", [
    "https://b.example/id/x#y", "https://b.example/", "http://wd.example/Q1", "http://wd.example/a/b", "urn:x:y",
    "https://b.example/wd:x", "https://b.example/http://x", "mailto:a@b.example",
])  # fmt: skip
def test_an_iri_is_written_short_and_means_the_same(iri: str) -> None:
    assert NAMES.expanded(NAMES.short(iri)) == iri


@pytest.mark.parametrize("text", ["a b", "<x", "http://x y", "", " "])
def test_what_cannot_be_an_iri_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        NAMES.expanded(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_value_is_one_line_without_what_spreadsheets_lose(value: str) -> None:
    line = escaped(value)
    assert unescaped(line) == value
    assert line
    assert not set(line) & {"\n", "\r", "\t", "\x00"}
