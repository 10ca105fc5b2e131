"""Edits to a text."""

from __future__ import annotations

from kg.sparql.rewriting.edits import Edit, applied


def test_what_is_put_in_stands_before_what_is_replaced_there() -> None:
    assert applied("abc", [Edit(1, 2, "x"), Edit(1, 1, "("), Edit(2, 2, ")")]) == "a(x)c"


def test_without_edits_a_text_stays() -> None:
    assert applied("abc", []) == "abc"
