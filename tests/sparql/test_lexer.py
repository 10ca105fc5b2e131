"""SPARQL tokens: their kinds, their offsets, and the same tokens without offsets."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, QueryTriples, Store, parse, parse_query_results

from kg.errors import QuerySyntaxError
from kg.sparql import lexer
from kg.sparql.lexer import Kind, Token, decode

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


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        (r'SELECT ("\u0022 \u005Cn \u000A" AS ?v) {}', r'SELECT ("\" \\n \n" AS ?v) {}'),
        (r"SELECT ('''\u0027''' AS ?v) {}", r"SELECT ('''\'''' AS ?v) {}"),
        (r"SELECT ('\\u0041\u0041' AS ?v) {}", r"SELECT ('\\u0041A' AS ?v) {}"),
        ("S\\u0045LECT * { # it's \\u000A not\n <a#\\u00E9> ?p '\\u00E9' }", None),
    ],
)
def test_an_escape_in_a_string_is_a_character_of_it_and_in_a_comment_nothing(text: str, decoded: str | None) -> None:
    assert decode(text) == (decoded or "SELECT * { # it's   not\n <a#é> ?p 'é' }")


@pytest.mark.usefixtures("shared")
def test_the_escapes_of_sparql_1_2_are_those_of_its_tests(shared: Path) -> None:
    folder = shared / "suites" / "sparql12" / "codepoint-escapes"
    for name in ("codepoint-esc-08", "codepoint-esc-09"):
        answer = Store().query(decode((folder / f"{name}.rq").read_text("utf-8")))
        if isinstance(answer, QueryTriples):
            assert set(answer) == {quad.triple for quad in parse(path=folder / f"{name}.nt")}
        else:
            assert isinstance(answer, QuerySolutions)
            expected = parse_query_results(path=folder / f"{name}.srx")
            assert isinstance(expected, QuerySolutions)
            assert [solution["v"] for solution in answer] == [solution["v"] for solution in expected]


def test_the_kinds_of_tokens_that_are_kept_are_few_and_short() -> None:
    text = " ".join(f"?v{number} <urn:{'x' * 80}{number}>" for number in range(5_000))
    for _ in range(2):
        kinds = lexer.read(text).kinds
        assert {kinds[token] for token in kinds if token.startswith("?")} == {Kind.VARIABLE}
        assert len(kinds) == 10_000
    assert 0 < len(lexer._KINDS) <= 4_096
    assert max(map(len, lexer._KINDS)) <= 64
