from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import DatasetError
from kg.rdf.source import syntax_errors


def error_of(text: str) -> DatasetError:
    with pytest.raises(SyntaxError) as caught:
        list(parse(text, format=RdfFormat.TURTLE, base_iri="https://example.org/"))
    return syntax_errors.mend(caught.value, text.encode(), "data/a.ttl")


@pytest.mark.parametrize(("text", "line", "column", "advice"), [
    ("<s> <p> 1\n<t> <p> 2 .", 2, 1, "end it with a full stop"),
    ("<s> skos:note 1 .", 1, 5, "Add the line: PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"),
    ("<s> skox:note 1 .", 1, 5, "did you mean skos:?"),
    ("<s> unknown:note 1 .", 1, 5, "Declare it: PREFIX unknown:"),
    ('<s> <p> "a\nb" .', 1, 11, "between three quotes"),
])  # fmt: skip
def test_an_error_names_the_place_and_says_what_was_expected(text: str, line: int, column: int, advice: str) -> None:
    error = error_of(text)
    assert (error.file, error.line) == ("data/a.ttl", line)
    assert abs((error.column or 0) - column) <= 1
    assert advice in (error.hint or "")


def test_the_line_is_shown_with_a_caret_under_its_column() -> None:
    error = error_of("<s> <p> 1 .\n<s> <p> é foo .")
    shown, caret = str(error).splitlines()[-2:]
    assert shown.strip() == "<s> <p> é foo ."
    assert shown.index("é") == caret.index("^")


def test_of_a_very_long_line_only_a_part_is_shown() -> None:
    error = error_of("<s> <p> " + "1, " * 500 + "foo .")
    assert max(map(len, str(error).splitlines())) < 300


def test_a_byte_that_is_not_utf_8_is_named_with_its_place() -> None:
    with pytest.raises(DatasetError, match="byte 0xe9") as caught:
        syntax_errors.text_of(b"<s>\r\n<p> 'caf\xe9'", "data/a.ttl")
    assert (caught.value.line, caught.value.column) == (2, 9)


def test_a_byte_order_mark_is_no_character_of_the_text() -> None:
    assert syntax_errors.text_of(b"\xef\xbb\xbf<s>", "a.ttl") == "<s>"
