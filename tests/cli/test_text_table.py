from __future__ import annotations

from pyoxigraph import QuerySolutions, Store

from kg.cli.text_table import table

PREFIXES = {"ex": "https://example.org/ns#", "exa": "https://example.org/ns#a/"}


def written(values: str, base: str | None = "https://example.org/") -> list[str]:
    solutions = Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(solutions, QuerySolutions)
    return table(solutions, PREFIXES, base).splitlines()


def test_iris_are_shortened_by_the_longest_prefix_else_by_the_base() -> None:
    rows = written("(<https://example.org/ns#a/b> <https://example.org/ns#x>) (<https://example.org/x/y> <urn:z>)")
    assert rows[2].split() == ["exa:b", "ex:x"]
    assert rows[3].split() == ["<x/y>", "<urn:z>"]


def test_columns_are_aligned_also_with_wide_and_combining_characters() -> None:
    rows = written("('ゲント' 1) ('e\u0301' 2) ('abcdef' 3)")
    assert [row.split()[-1] for row in rows[2:5]] == ["1", "2", "3"]
    assert rows[2] == "ゲント  1"
    assert rows[3] == "e\u0301       2"


def test_what_would_move_the_cursor_is_replaced() -> None:
    (row,) = written(r"('a\tb\u001B[2J' UNDEF)")[2:3]
    assert row == "a b�[2J"


def test_the_last_line_counts_the_solutions() -> None:
    assert written("('a' 'b')")[-1] == "(1 solution)"
    assert written("('a'@nl 'b') ('c' 'd')")[-1] == "(2 solutions)"
    assert written("")[-1] == "(0 solutions)"


def test_a_base_direction_and_a_triple_term_are_shown() -> None:
    (row,) = written('("a"@ar--rtl <<( <https://example.org/ns#a> <https://example.org/x> "b"@en )>>)')[2:3]
    assert row.split("  ") == ["a @ar--rtl", "<<( ex:a <x> b @en )>>"]
