"""What the guard lets pass, what it refuses, and where it says that the fault is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Store

from kg.errors import QuerySyntaxError, QueryTooLarge
from kg.named_queries import template
from kg.project import Project
from kg.query_engine import evaluation, guard
from kg.query_engine.guard import QueryForm
from kg.settings.query import Limits

from ..presence import present

LIMITS = Limits()
EX = "PREFIX ex: <http://127.0.0.1:1/>\n"
KNOWN = {"skos": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/"}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", QueryForm.SELECT),
        ("select*{?s?p?o}", QueryForm.SELECT),
        ("BASE <http://a/>\nPREFIX : <#>\nASK { :a :b :c }", QueryForm.ASK),
        ("# SELECT\nCONSTRUCT { ?s a ?o } WHERE { { SELECT * { ?s ?p ?o } } }", QueryForm.CONSTRUCT),
        (r"D\u0045SCRIBE <http://a/b>", QueryForm.DESCRIBE),
    ],
)
def test_the_form_is_the_first_keyword_after_the_prologue(text: str, form: QueryForm) -> None:
    assert guard.check(text, LIMITS).form is form


def test_every_question_of_the_project_passes(project: Project) -> None:
    for path in present(project.queries()):
        guard.check(template.load(path, project.base).text, LIMITS)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://a/> <http://a/> 1 }",
        EX + "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:1/>",
        "CLEAR ALL",
        "DROP SILENT DEFAULT",
        "CREATE GRAPH <http://a/>",
        "ADD DEFAULT TO <http://a/>",
        "MOVE <http://a/> TO DEFAULT",
        "COPY <http://a/> TO DEFAULT",
        "WITH <http://a/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_every_update_is_refused(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="changes nothing"):
        guard.check(text, LIMITS)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("", 1, 1, "ends before SELECT"),
        ("SELCT * { ?s ?p ?o }", 1, 1, "Did you mean SELECT?"),
        ("SELECT * {\n  ?s ?p ?o .\n  FILTR(?o)\n}", 3, 3, "Did you mean FILTER?"),
        ("SELECT * {\n  ?s ?p ?o .\n", 1, 10, "{ is never closed"),
        ("SELECT * { ?s ?p ?o ) }", 1, 21, ") has no matching ("),
        ("SELECT * { ?s ?p 'Gent }", 1, 18, "no end on its line"),
        ('SELECT * { ?s ?p """Gent }', 1, 18, "has no end"),
        ("SELECT * {\n  ?s skos:prefLabel ?o }", 2, 6, f"PREFIX skos: <{KNOWN['skos']}>"),
        ("SELECT * { ?s skso:prefLabel ?o }", 1, 15, "Did you mean skos:?"),
        ("PREFIX dct: <http://a/>\nSELECT * { ?s dc:title ?o }", 2, 15, "Did you mean dct:?"),
        ("SELECT * { ?s ?p §5 }", 1, 18, "'§'"),
        (r"SELECT * { ?s ?p '\uD800' }", 1, 19, "does not stand for a character"),
        ("SELECT * { ?s ?p '\ud800' }", 1, 19, "half of a surrogate pair"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_do(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        guard.check(text, LIMITS, KNOWN)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("SELECT * {\n  ?s ?p\n}", 2, 3, "?s"),
        ("SELECT * { ?s ?p ?o FILTER(?o > ) }", 1, 33, ")"),
        ("SELECT * { ?s ?p ?o }\nORDER ?s", 2, 7, "?s"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 1, 8, "GROUP BY"),
        ("SELECT * {\n\n <gent> ?p ?o }", 3, 2, "<gent>"),
    ],
)
def test_a_mistake_that_the_engine_finds_is_told_with_its_place(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        evaluation.evaluate(Store(), guard.check(text, LIMITS))
    assert (caught.value.line, caught.value.column) == (line, column)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p '" + "x" * LIMITS.request_bytes + "' }",
        "SELECT * {" + "{" * 3000 + "}" * 3000 + "}",
        "SELECT * { FILTER" + "(" * 10_000 + "1" + ")" * 10_000 + "}",
        "SELECT * { ?s ?p " + "[ ?p " * 500 + "1" + "]" * 500 + "}",
        "SELECT * { ?s <http://a/>" + "/<http://a/>" * 2_000 + " ?o }",
        "SELECT * { {}" + " UNION {}" * 5_000 + "}",
        "SELECT * { FILTER(1" + "||1" * 5_000 + ") }",
        "SELECT * {" + "BIND(1 AS ?x)" * 2_000 + "}",
        "SELECT * { VALUES ?x { " + "1 " * 60_000 + "} }",
    ],
)
def test_what_is_too_large_for_the_parser_is_refused_before_it(text: str) -> None:
    with pytest.raises(QueryTooLarge):
        guard.check(text, LIMITS)


@pytest.mark.parametrize(("limit", "text", "size"), [
    ("depth", "ASK { FILTER((1 = 1)) }", 3),
    ("steps", "ASK { ?a ?b ?c . ?d ?e ?f . FILTER(?a = ?b || ?c = ?d) }", 3),
    ("request_bytes", "ASK { ?s ?p 'é" + "x" * 50 + "' }", 68),
])  # fmt: skip
def test_a_query_that_just_fits_passes_and_one_more_is_refused(limit: str, text: str, size: int) -> None:
    guard.check(text, replace(LIMITS, **{limit: size}))
    with pytest.raises(QueryTooLarge, match=str(size - 1)):
        guard.check(text, replace(LIMITS, **{limit: size - 1}))


def test_thousands_of_values_pass() -> None:
    values = " ".join(f"<http://a/{number}>" for number in range(5_000))
    guard.check(f"SELECT * {{ VALUES ?x {{ {values} }} ?x ?p -1, +2.5 }}", LIMITS)


@pytest.mark.parametrize("function", ["NOW", "rand", "UUID", "StrUUID", "BNODE"])
def test_a_query_with_a_function_of_the_moment_is_volatile(function: str) -> None:
    assert guard.check(f"SELECT ({function}() AS ?x) {{}}", LIMITS).volatile
    assert not guard.check(f"SELECT ('{function}()' AS ?x) {{}}", LIMITS).volatile


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("PREFIX x: http://x ASK {}", 11, "the IRI after PREFIX x: must be enclosed in < >", "PREFIX x: <http://…>"),
        ("ASK { ?s ?p “x” }", 13, "the character '“' cannot stand here", "Strings stand in straight quotes."),
    ],
)
def test_a_slip_of_the_pen_is_told_in_its_own_words(text: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        guard.check(text, LIMITS)
    assert (caught.value.column, caught.value.message, caught.value.hint) == (column, message, hint)
