from __future__ import annotations

import pytest

from kg.sparql.query_reader import read_query

PREFIXES = {"ex": "https://example.org/"}


def test_the_clause_and_its_modifiers_are_read() -> None:
    query = read_query(
        "SELECT DISTINCT $this (COUNT(?x) AS ?n) WHERE { $this ex:p ?x } GROUP BY $this LIMIT 3", PREFIXES
    )
    select = query.select
    assert (select.form, select.projected, select.assigned, select.grouped) == (
        "SELECT",
        ["this", "n"],
        {"n"},
        {"this"},
    )
    assert (select.aggregates, select.sliced, select.everything) == (True, True, False)
    assert read_query("ASK { ?s ?p ?o }", {}).select.form == "ASK"
    assert read_query("SELECT * { ?s ?p ?o }", {}).select.everything
    after = read_query("SELECT ?x { ?s ?p ?x } GROUP BY ?x HAVING(?y > 1) ORDER BY ?z", {}).select
    assert after.grouped == {"x"}
    assert read_query("SELECT ?x { ?s ?p ?o } VALUES ?x { 1 }", {}).select.grouped == set()


def test_groups_have_their_kinds_and_patterns() -> None:
    query = read_query(
        "SELECT $this { $this ex:p ?a OPTIONAL { ?a ex:q ?b } { ?a ex:r ?c } UNION { ?a ex:s ?d } "
        "FILTER NOT EXISTS { ?a ex:t ?e } }",
        PREFIXES,
    )
    assert [group.kind for group in query.groups()] == ["root", "optional", "plain", "union", "exists"]
    assert [str(pattern.value) for pattern in query.patterns()] == ["?a", "?b", "?c", "?d", "?e"]
    assert query.root.mentions() >= {"this", "a", "b", "c", "d", "e"}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [("MINUS { $this ?p ?o }", "MINUS"), ("VALUES ?x { 1 }", "VALUES"), ("SERVICE <urn:a> { ?s ?p ?o }", "SERVICE")],
)
def test_clauses_that_forbid_pre_binding_are_noted(clause: str, expected: str) -> None:
    assert read_query(f"SELECT $this {{ $this ?p ?o {clause} }}", {}).clauses == (expected,)


def test_variables_whose_written_form_matters_are_noted() -> None:
    root = read_query("SELECT $this { $this ex:p ?a, ?b FILTER(STR(?a) = '1' && ?b > 1) }", PREFIXES).root
    assert root.lexical == {"a"}
    assert root.expressions == {"a", "b"}


def test_a_filter_restricts_a_variable_to_iris() -> None:
    query = read_query("SELECT $this { $this ?path ?x FILTER(?path IN (ex:p, <https://example.org/q>)) }", PREFIXES)
    assert {iri.value for iri in query.allowed["?path"]} == {"https://example.org/p", "https://example.org/q"}


def test_a_bind_is_known_with_what_it_is_computed_from() -> None:
    root = read_query("SELECT $this { $this ex:p ?a BIND(?a + ?b AS ?c) }", PREFIXES).root
    assert root.binds == [("c", {"a", "b"})]
