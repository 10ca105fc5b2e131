"""SPARQL tokens: their kinds, their offsets, and the same tokens without offsets."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QuerySyntaxError
from kg.sparql import lexer
from kg.sparql.lexer import Kind, Token

WORDS = r"""
    SELECT * ?s ? $ $x { } ( ) [ ] . ; , a + < <= # ex:b : :c ex: ex:. a.b:c a.:b a.-b a.5e3 a.·b _:b _ <http://a/> <>
    <#a'> % \ '' 'x' "y" '''z''' ''' @en @ ^^ 1 1.5 .5 1e5 true true. true.:x x é ٣ PREFIX NOW() UNION
"""


def test_a_full_stop_ends_a_word_but_not_a_prefixed_name() -> None:
    tokens = [(token.kind, token.text) for token in lexer.scan("?s a ex:v1.2. ?s ex:p true.")]
    assert tokens[2:4] == [(Kind.PREFIXED_NAME, "ex:v1.2"), (Kind.SIGN, ".")]
    assert tokens[-2:] == [(Kind.WORD, "true"), (Kind.SIGN, ".")]


@given(st.text(alphabet="SELECT*{}?a.<>#'\"\\:ex u0@^/()[]\n"))
def test_tokens_of_any_text_follow_each_other_or_an_error_has_a_place(text: str) -> None:
    tokens: list[Token] = []
    place = None
    try:
        tokens.extend(lexer.scan(text))
    except QuerySyntaxError as error:
        place = (error.line, error.column)
    assert place is None or place >= (1, 1)
    assert all(text[token.offset : token.end] == token.text for token in tokens)
    assert all(first.end <= second.offset for first, second in pairwise(tokens))


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from((*WORDS.split(), "\n")), max_size=14), st.sampled_from(["", " "]))
def test_tokens_without_offsets_are_those_of_a_scan(pieces: list[str], between: str) -> None:
    agree(between.join(pieces))


def test_tokens_without_offsets_are_those_of_a_scan_in_real_queries(root: Path, shared: Path) -> None:
    folders = (root / "queries", root / "bench" / "queries", shared / "suites" / "sparql11")
    paths = [path for folder in folders for path in folder.rglob("*.rq")]
    assert len(paths) > 50
    for path in paths:
        agree(path.read_text("utf-8"))


def agree(text: str) -> None:
    """Assert that ``read`` has the tokens of ``scan``, or raises the same error."""
    assert read(text) == scan(text)


def read(text: str) -> list[tuple[Kind, str]] | str:
    try:
        texts, kinds = lexer.read(text)
    except QuerySyntaxError as error:
        return str(error)
    return [(kinds[token], token) for token in texts]


def scan(text: str) -> list[tuple[Kind, str]] | str:
    try:
        return [(token.kind, token.text) for token in lexer.scan(text)]
    except QuerySyntaxError as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("true.", ["true", "."]),
        ("a.b:c", ["a.b:c"]),
        ("a.:c", ["a", ".", ":c"]),
        ("a.5e3", ["a", ".", "5e3"]),
        ("<a>?b", ["<a>", "?b"]),
        ("?a<?b", ["?a", "<", "?b"]),
        ("'', 'its'@en", ["''", ",", "'its'", "@en"]),
    ],
)
def test_a_text_is_taken_apart_where_the_grammar_does(text: str, tokens: list[str]) -> None:
    assert lexer.read(text).texts == tokens


def test_a_long_run_of_words_and_full_stops_is_read_in_linear_time() -> None:
    assert len(lexer.read("a." * 50_000).texts) == 100_000
