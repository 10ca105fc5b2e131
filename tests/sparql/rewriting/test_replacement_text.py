"""Replacements of XPath, in the dialect of the engine."""

from __future__ import annotations

import pytest

from kg.sparql.rewriting.replacement_text import for_engine


@pytest.mark.parametrize(
    ("replacement", "pattern", "ours"),
    [
        ("$1c", "(a)", "${1}c"),
        ("$0", "a", "${0}"),
        ("$10", "(a)", "${1}0"),
        ("$10", "()()()()()()()()()()", "${10}"),
        ("$12", r"(\()[(](?:a)()", "${1}2"),
        ("$2", "(a)", "${2}"),
        (r"\$1\\", "(a)", "$$1\\"),
        ("plain", "a", "plain"),
        ("", "a", ""),
        ("$", "a", None),
        ("$x", "a", None),
        ("${1}", "(a)", None),
        (r"\n", "a", None),
        ("a\\", "a", None),
    ],
)
def test_a_group_is_named_by_the_digits_that_a_group_has(replacement: str, pattern: str, ours: str | None) -> None:
    assert for_engine(replacement, pattern) == ours
