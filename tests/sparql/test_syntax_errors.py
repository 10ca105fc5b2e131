"""What the engine cannot read, as a place and a sentence: lines and columns are those that an editor shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.errors import QueryError, QuerySyntaxError

GEOF = "http://www.opengis.net/def/function/geosparql/"


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT", 1, 7, "ends too early"),
        ("SELECT * { ?s ?p ?o } GROUP BY", 1, 31, "ends too early"),
        ("SELECT * { ?s ?p ?o , }", 1, 21, "from , on"),
        ("SELECT ?s { ?s ?p ?o FILTER(?s = ) }", 1, 34, "from ) on"),
        ("SELECT *\r\n{\r\n\t?s ?p ?o , }", 3, 11, "from , on"),
        ('SELECT *\n{ ?s ?p "😀😀" , , ?o }', 2, 14, "from , on"),
        ('# 😀\nSELECT * {\n ?s ?p "é" . "x" }', 3, 14, 'from "x" on'),
        ('SELECT * {\n ?s ?p """a\nb\nc""" . ?s ?p ?o , }', 4, 17, "from , on"),
        ("SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o }", 1, 8, "neither in GROUP BY nor aggregated"),
        ("SELECT ?s, ?p { ?s ?p ?o }", 1, 10, "not by commas"),
        ("SELECT (STR(?s) AS ?t) (CONCAT(?t, ?t) AS ?u), ?p\n{ ?s ?p ?o, ?q }", 1, 46, "not by commas"),
        ("SELECT ?s { { SELECT DISTINCT ?s ,?p { ?s ?p ?o } } }", 1, 34, "not by commas"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 8, "SELECT * is not allowed with GROUP BY"),
        ("SELECT ?x (1 AS ?x) {}", 1, 1, "names a variable twice"),
        ("SELECT * { ?s ?p ?o }}", 1, 22, "has no matching"),
        ("SELECT * { ?s ?p ?o", 1, 10, "never closed"),
        ("SELECT *\r\n{\r\n ?s foaf:x ?o }", 3, 5, "foaf: is not declared"),
    ],
)
def test_an_error_has_its_place_and_says_what_is_wrong(
    ask: Callable[..., str], text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(text)
    assert words in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("SELECT * {\n FILTER(<http://example.org/f>(1)) }", (2, 9), "The service description"),
        (f"PREFIX g: <{GEOF}>\nSELECT (g:distanc(1, 2) AS ?d) {{}}", (2, 9), f"Did you mean <{GEOF}distance>?"),
        ("BASE <http://example.org/>\nSELECT (<f>() AS ?d) {}", (None, None), "The service description"),
    ],
)
def test_a_function_that_there_is_not_has_its_place(
    ask: Callable[..., str], text: str, place: tuple[int | None, int | None], hint: str
) -> None:
    with pytest.raises(QueryError, match="is not offered") as caught:
        ask(text)
    assert (caught.value.line, caught.value.column) == place
    assert caught.value.hint
    assert caught.value.hint.startswith(hint)
