"""What a query reads, so that what it does not read cannot change its answer."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.answer_changes import read_set

PREFIXES = {"ex": "urn:ex:"}
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
BASE = "http://example.org/"


def ex(name: str) -> NamedNode:
    return NamedNode(f"urn:ex:{name}")


def sees(query: str, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> bool:
    return read_set.of_query(query, BASE, PREFIXES).sees(Quad(subject, predicate, value))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ex:p ?o }",
        "ASK { ?s ex:p ?o }",
        "CONSTRUCT { ?s ex:q ?o } WHERE { ?s ex:p ?o }",
        "CONSTRUCT WHERE { ?s ex:p ?o }",
        "SELECT * { ?a ex:q ?b OPTIONAL { ?s ex:p ?o } }",
        "SELECT * { ?a ex:q ?b MINUS { ?s ex:p ?o } }",
        "SELECT * { ?a ex:q ?b FILTER NOT EXISTS { ?s ex:p ?o } }",
        "SELECT * { ?a ex:q ?b BIND(EXISTS { ?s ex:p ?o } AS ?c) }",
        "SELECT * { { ?a ex:q ?b } UNION { ?a ex:r/^ex:p* ?b } }",
        "SELECT * { { SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ex:p ?o } } } }",
        "SELECT * { VALUES ?x { 1 2 } VALUES (?y) { (1) } ?s ex:p ?o }",
        "SELECT * { ?s ?verb ?o FILTER(?verb IN (ex:p, ex:r)) }",
    ],
)
def test_a_statement_of_a_predicate_in_any_part_of_the_query_is_seen_and_another_is_not(query: str) -> None:
    assert sees(query, ex("s"), ex("p"), ex("o"))
    assert not sees(query, ex("s"), ex("other"), ex("o"))


@pytest.mark.parametrize(
    "query",
    [
        "DESCRIBE ex:s",
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?s !ex:p ?o }",
        "SELECT * { ?s ex:q* ?o }",
        "SELECT * { ?s ex:q ( ?a ?b ) }",
        "SELECT * FROM <urn:g> { ?s ex:q ?o }",
        "SELECT ?s { ?s ex:q ?o } ORDER BY EXISTS { ?s ex:r ?o }",
    ],
)
def test_what_is_not_understood_reads_everything(query: str) -> None:
    assert sees(query, ex("s"), ex("anything"), ex("o"))


def test_constants_narrow_what_a_pattern_sees() -> None:
    query = "BASE <http://example.org/here/> SELECT * { <a> ex:p <../b> . ?s a ex:C }"
    assert sees(query, NamedNode(f"{BASE}here/a"), ex("p"), NamedNode(f"{BASE}b"))
    assert not sees(query, NamedNode(f"{BASE}a"), ex("p"), NamedNode(f"{BASE}b"))
    assert not sees(query, NamedNode(f"{BASE}here/a"), ex("p"), Literal("b"))
    assert sees("PREFIX ns: <ns#> SELECT * { ?s ns:p ?o }", ex("s"), NamedNode(f"{BASE}ns#p"), ex("o"))
    assert sees(query, ex("s"), TYPE, ex("C"))
    assert not sees(query, ex("s"), TYPE, ex("D"))
