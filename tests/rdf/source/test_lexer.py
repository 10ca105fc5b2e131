from __future__ import annotations

import time

import pytest

from kg.rdf.source.lexer import BLOCK, TOKEN


def tokens(text: str) -> list[tuple[str, str]]:
    return [(m.lastgroup, m[m.lastgroup]) for m in TOKEN.finditer(text) if m.lastgroup and m.lastgroup != "stray"]


@pytest.mark.parametrize(("text", "terms"), [
    ("<a#b> ex:c.d .", ["<a#b>", "ex:c.d"]),
    ("_:b1 a ex:T.", ["_:b1", "a", "ex:T"]),
    ("'a' \"b\"@nl-BE 'c'^^ex:t", ["'a'", '"b"@nl-BE', "'c'^^ex:t"]),
    ("'''a'b''' \"\"\"a\"b\n\"\"\"", ["'''a'b'''", '"""a"b\n"""']),
    (r"'it\'s' ex:a\,b", [r"'it\'s'", r"ex:a\,b"]),
    ("1 1.5 -2 .5 1e3 1.E-2 true", ["1", "1.5", "-2", ".5", "1e3", "1.E-2", "true"]),
    ("'a' # ^^ex:no\n^^ # yes\n ex:t", ["'a' # ^^ex:no\n^^ # yes\n ex:t"]),
    ("# <no> 'no'\n<yes>", ["<yes>"]),
])  # fmt: skip
def test_a_term_is_one_token_with_its_language_or_datatype(text: str, terms: list[str]) -> None:
    assert [token for kind, token in tokens(text) if kind == "term"] == terms


def test_marks_are_tokens_of_their_own() -> None:
    text = "[] ( ) ; , . { } <<( )>> << >> {| |} ~"
    assert [token for kind, token in tokens(text) if kind == "mark"] == text.replace("[]", "[ ]").split()


def test_a_full_stop_after_a_number_ends_the_statement() -> None:
    assert tokens("<a> <b> 1.") == [("term", "<a>"), ("term", "<b>"), ("term", "1"), ("mark", ".")]


def test_a_block_is_a_directive_or_a_whole_statement() -> None:
    text = "@prefix ex: <urn:> .\nex:a ex:p 1.5 ; ex:q 'x.' .\n# c\nBASE <urn:b>\nex:b ex:p [ ex:q 2 ] ."
    found = [(bool(m["directive"]), m["subject"]) for m in BLOCK.finditer(text) if m["directive"] or m["subject"]]
    assert found == [(True, None), (False, "ex:a"), (True, None), (False, "ex:b")]


@pytest.mark.parametrize(
    "text", ["<" * 50_000, "'" + "a" * 100_000, "# " * 50_000, "a" + "." * 50_000 + "b", "\\" * 50_000]
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    for _ in TOKEN.finditer(text):
        pass
    assert time.process_time() - start < 5
