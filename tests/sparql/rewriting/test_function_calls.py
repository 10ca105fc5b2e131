"""Calls of functions that the engine evaluates otherwise."""

from __future__ import annotations

import pytest

from kg.sparql import lexer
from kg.sparql.rewriting import edits, function_calls


def changed(text: str) -> str:
    return edits.applied(text, function_calls.changes(list(lexer.scan(text))))


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        (r'REPLACE(?x, "(a)(,)", "$1", "i")', r'REPLACE(?x, "(a)(,)", "${1}", "i")'),
        (r"replace(f(?x, ?y), '(a)', 'it\'s $1 \n')", "replace(f(?x, ?y), '(a)', \"it's ${1} \\n\")"),
        ('REPLACE(?x, "(a)", "$1", "q")', None),
        ('REPLACE(?x, "(a)", "$1"@en)', None),
        ('REPLACE(?x, ?y, "$1")', None),
        ('REPLACE(?x, "(a)")', None),
        ('REPLACE(?x, "(a)", "plain")', None),
        ('BNODE("k")', "BNODE()"),
        ("BNODE()", None),
        ("BNODE(?k)", None),
        ('BNODE("k") BNODE("k")', None),
        ('BNODE("k") BNODE()', None),
        ("GROUP_CONCAT(?x)", "STR(GROUP_CONCAT(?x))"),
        ('GROUP_CONCAT(DISTINCT CONCAT(?x, ")")) + 1', 'STR(GROUP_CONCAT(DISTINCT CONCAT(?x, ")"))) + 1'),
        ("GROUP_CONCAT(?x", None),
    ],
)
def test_a_call_is_written_as_the_engine_needs_it(text: str, ours: str | None) -> None:
    assert changed(text) == (ours or text)


def test_true_and_false_are_in_small_letters() -> None:
    text = 'TRUE False true "TRUE" ?TRUE ex:TRUE'
    lowered = edits.applied(text, function_calls.lower_case(list(lexer.scan(text))))
    assert lowered == 'true false true "TRUE" ?TRUE ex:TRUE'
