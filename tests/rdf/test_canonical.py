from __future__ import annotations

import pytest

from kg.errors import DatasetError
from kg.rdf import canonical

BASE = "https://example.org/"
PREFIXES = {"ex": "https://example.org/ns#", "unused": "https://example.org/unused#"}


def form(text: str) -> str:
    return canonical.form(text, base=BASE, prefixes=PREFIXES)


def test_the_form_has_a_block_a_subject_and_a_line_a_value_and_only_used_prefixes() -> None:
    written = '<b> a ex:T ; ex:p 2, 1 . <a> ex:q "x"@en .'
    assert form(f"PREFIX ex: <https://example.org/ns#> {written}") == (
        "BASE <https://example.org/>\n\nPREFIX ex: <https://example.org/ns#>\n\n"
        '<a>\n    ex:q "x"@en ;\n.\n\n<b>\n    a ex:T ;\n    ex:p 1 ;\n    ex:p 2 ;\n.\n'
    )


def test_the_form_of_the_form_is_the_form() -> None:
    text = "PREFIX ex: <https://example.org/ns#>\n<a> ex:p [ ex:q ( 1 2 ) ], 1.50, '5'^^ex:t ."
    assert form(form(text)) == form(text)


def test_a_prefix_that_only_the_document_declares_is_kept() -> None:
    assert "PREFIX o: <urn:o:>\n" in form("PREFIX o: <urn:o:> <a> o:p 1 .")
    assert "PREFIX mine:" not in form("PREFIX mine: <https://example.org/ns#> <a> mine:p 1 .")


def test_a_prefix_of_the_project_means_what_it_means_there() -> None:
    text = form("PREFIX ex: <urn:other:> PREFIX o: <https://example.org/ns#> <a> ex:p o:q .")
    assert "<urn:other:p>" in text
    assert "ex:q" in text


def test_comments_above_the_first_statement_stay_above_it() -> None:
    assert form("# one\n\n  # two\n<a> <p> 1 .").startswith("# one\n\n  # two\n\nBASE")


@pytest.mark.parametrize(("text", "line", "column"), [
    ("<a> <p> 1 . # late", 1, 13),
    ("<a> <p> 1 .\n# late\n<b> <p> 2 .", 2, 1),
    ("<a> <p> 'it', \"#\" ;\n  <q> 1 # why\n.", 2, 9),
])  # fmt: skip
def test_a_comment_further_down_is_refused_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(DatasetError, match="comment") as caught:
        form(text)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("text", ["<a> <p#q> '# no comment' .", '<a> <p> """\n# no comment\n""" .', r"<a> <p> '\'#' ."])
def test_a_number_sign_in_an_iri_or_a_string_begins_no_comment(text: str) -> None:
    assert "#" in form(text)


def test_a_text_that_is_not_turtle_raises_what_the_parser_raises() -> None:
    with pytest.raises(SyntaxError):
        form("<a> <p>")
