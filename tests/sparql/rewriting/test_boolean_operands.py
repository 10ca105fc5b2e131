"""Operands of which the effective boolean value is taken."""

from __future__ import annotations

import pytest

from kg.sparql import lexer
from kg.sparql.rewriting import boolean_operands


def operands(text: str) -> list[str]:
    return [text[edit.start : edit.end] for edit in boolean_operands.changes(text, list(lexer.scan(text)))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("FILTER(?x)", ["?x"]),
        ("FILTER(!?x = 3)", ["?x"]),
        ("FILTER(?x = ?y)", []),
        ("FILTER(?x = ?y && $z)", ["$z"]),
        ("FILTER(?x || ?y && ?z)", ["?x", "?y", "?z"]),
        ("FILTER(f(?x, ?y) && g(?z))", []),
        ("FILTER(f(?x && true, ?y))", ["?x"]),
        ("FILTER(?x IN (?y, ?z))", []),
        ("HAVING (?x)", ["?x"]),
        ("HAVING (?x > 1)", []),
        ("IF(?x, ?y, ?z)", ["?x"]),
        ('IF("a"@en, "b"@en, "c")', ['"a"@en']),
        ('IF("a"^^ex:b, 1, 2)', ['"a"^^ex:b']),
        ("LANG(?x)", []),
        ("COALESCE(?x, ?y)", []),
        ("FILTER(?x", []),
        ('FILTER("a"^^', []),
    ],
)
def test_an_operand_is_one_where_a_boolean_is_wanted(text: str, values: list[str]) -> None:
    assert operands(text) == values
