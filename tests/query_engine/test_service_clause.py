"""Which texts call SERVICE, and which only contain the word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Store

from kg.errors import QueryNotAllowed
from kg.query_engine import evaluation, guard
from kg.settings.query import Limits

LIMITS = Limits()
EX = "PREFIX ex: <http://127.0.0.1:1/>\n"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?SERVICE ?load }",
        EX + "SELECT * { ?s ex:service ?o ; ex:SERVICE ?o2 . }",
        "PREFIX service: <http://a/>\nSELECT * { GRAPH service:g { ?s service:of ?o } }",
        "SELECT * { ?s ?p 'SERVICE <http://a/> {}' }",
        'SELECT * { ?s ?p """it\'s a\n"SERVICE" <http://a/> {}""" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://a/> {}",
        "SELECT * { ?s <http://a/SERVICE#it> <http://a/#service's> . _:SERVICE ?p 'x'@service }",
        "BASE <http://a/>\nSELECT * { <id/service/gent#s3> ?p <id/service/gent#s4> }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && 'service' != ?o) }",
        "SELECT ?with ?add { ?with <http://a/insert> 'DELETE', 'LOAD'@en . } # DROP ALL",
    ],
)
def test_a_name_a_text_or_a_comment_that_says_service_or_load_is_no_crime(text: str) -> None:
    checked = guard.check(text, LIMITS)
    evaluation.evaluate(Store(), checked)


def test_no_escape_of_a_comment_reaches_an_engine_that_would_end_the_comment_there() -> None:
    checked = guard.check(r"SELECT * { # \u000A SERVICE <http://127.0.0.1:1/> {} \U0000000D" + "\n}", LIMITS)
    assert checked.text == "SELECT * { #   SERVICE <http://127.0.0.1:1/> {}  \n}"
    evaluation.evaluate(Store(), checked)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_may_stand_in_a_literal(label: str) -> None:
    words = f"SERVICE {label} SERVICE <http://127.0.0.1:1/> {{}} #"
    query = guard.check(f"SELECT ?label {{ VALUES ?label {{ {Literal(words)} }} }}", LIMITS)
    solutions = evaluation.evaluate(Store(), query)
    assert [solution["label"].value for solution in solutions] == [words]  # type: ignore[union-attr, index]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT * {\n  SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }\n}", 2, 3),
        ("SELECT * { service silent ?s {} }", 1, 12),
        (r"SELECT * { S\u0045RVICE <http://127.0.0.1:1/> {} }", 1, 12),
        ("SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:1/> {} }", 1, 18),
        ("SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/> {} }", 1, 19),
        (EX + "SELECT * { SERVICEex:a {} }", 2, 12),
        (EX + "SELECT * { SERVICESILENTex:a {} }", 2, 12),
        (EX + "PREFIX serviceex: <http://a/>\nSELECT * { serviceex:a {} }", 3, 12),
        (EX + "PREFIX p: <http://x#>\n" + r"SELECT * { ?s ?p p:SERVICEex:a\#b {} }", 3, 18),
        (EX + "PREFIX p: <http://x:1>\nSELECT * { ?s ?p p:SERVICE ex:b {} }", 3, 18),
        ("SELECT * { FILTER(?a<?b#>'''\n) SERVICE <http://127.0.0.1:1/> {} #''')\n}", 1, 21),
        ("SELECT * { FILTER(?a<EXISTS#>'''\n{}) SERVICE <http://127.0.0.1:1/> {} #''')\n}", 1, 21),
        ("SELECT * { FILTER(?a<?b&&'>'=?c) SERVICE <http://127.0.0.1:1/> {} #'\n}", 1, 21),
        ("SELECT * { << ?a ?b <?c#>'''\n>> ?p ?o SERVICE <http://127.0.0.1:1/> {} #'''\n}", 1, 21),
    ],
)
def test_service_is_refused_however_it_is_written(text: str, line: int, column: int) -> None:
    with pytest.raises(QueryNotAllowed) as caught:
        guard.check(text, LIMITS)
    assert (caught.value.line, caught.value.column) == (line, column)
