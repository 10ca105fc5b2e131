"""Graph names elsewhere: renamed there and back, a query means the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.query_engine.evaluation import GraphSelection
from kg.query_engine.remote.graph_names import EMPTY, Renaming

BASE = "https://w3id.org/city-ties/"
GHENT, STATUS = f"{BASE}graph/data/ghent", f"{BASE}graph/ontology/status"
DIGEST = "0123456789abcdef" * 2
RENAMING = Renaming(frozenset({GHENT, STATUS}), DIGEST)
BOTH = (f"{GHENT}!{DIGEST}", f"{STATUS}!{DIGEST}")


@pytest.mark.parametrize("query", [
    f"SELECT * {{ GRAPH <{GHENT}> {{ ?s ?p ?o }} }}",
    f"BASE <{BASE}>\nSELECT * {{ GRAPH <graph/data/ghent> {{ ?s ?p ?o }} }}",
    f"PREFIX g: <{BASE}graph/data/>\nSELECT * {{ GRAPH g:ghent {{ ?s ?p ?o }} }}",
    "SELECT * { VALUES ?g { <graph/data/ghent> } GRAPH ?g { ?s ?p ?o } }",
    f"PREFIX g: <{GHENT}>\nSELECT * {{ GRAPH g: {{ ?s ?p ?o }} }}",
])  # fmt: skip
def test_a_graph_is_renamed_however_it_is_written(query: str) -> None:
    text, selected = RENAMING.query(query, BASE, None)
    assert f"<{BOTH[0]}>" in text
    assert text.count(DIGEST) == 1
    assert selected == GraphSelection(BOTH, BOTH)


@pytest.mark.parametrize("query", [
    f'SELECT ("{GHENT}" AS ?x) {{}}',
    f"SELECT * {{ # <{GHENT}>\n ?s ?p ?o }}",
    f"SELECT * {{ <{GHENT}x> ?p ?o }}",
    f"PREFIX g: <{GHENT}>\nSELECT * {{ ?s g:x ?o }}",
    'SELECT (BNODE("x") AS ?b) { ?x <urn:a>|<urn:b>* ?y FILTER(?y && TRUE) }',  # rewritten for the local engine
])  # fmt: skip
def test_what_is_no_name_of_a_graph_stays(query: str) -> None:
    assert RENAMING.query(query, BASE, None)[0] == query


def test_from_clauses_become_the_dataset_and_leave_the_text() -> None:
    asked = f"SELECT * FROM <{GHENT}> FROM NAMED <graph/ontology/status> FROM <file:///etc/passwd> {{ ?s ?p ?o }}"
    text, selected = RENAMING.query(asked, BASE, None)
    assert text.split() == ["SELECT", "*", "{", "?s", "?p", "?o", "}"]
    assert selected == GraphSelection((BOTH[0], EMPTY), (BOTH[1],))


def test_the_dataset_of_the_request_goes_before_that_of_the_query() -> None:
    asked = f"SELECT * FROM <{GHENT}> {{ ?s ?p ?o }}"
    _, selected = RENAMING.query(asked, BASE, GraphSelection((), (STATUS,)))
    assert selected == GraphSelection((EMPTY,), (BOTH[1],))


def test_relative_iris_are_sent_in_full() -> None:
    text, _ = RENAMING.query("ASK { <id/city/be-gent> ?p <#x> }", BASE, None)
    assert text == f"ASK {{ <{BASE}id/city/be-gent> ?p <{BASE}#x> }}"


def test_names_in_statements_are_renamed_and_texts_are_not() -> None:
    graph, computed = NamedNode(GHENT), NamedNode(f"{BASE}ns#computedOn")
    assert RENAMING.quad(Quad(graph, computed, Literal(GHENT), graph)) == Quad(
        NamedNode(BOTH[0]), computed, Literal(GHENT), NamedNode(BOTH[0])
    )


@given(st.integers(1, 60), st.text("ab!01", max_size=40))
def test_names_are_restored_wherever_an_answer_is_cut(size: int, noise: str) -> None:
    answer = f'{noise}"{BOTH[0]}"!{noise}<{BOTH[1]}>{noise}'.encode()
    pieces = [answer[start : start + size] for start in range(0, len(answer), size)]
    assert b"".join(RENAMING.restored(pieces)) == f'{noise}"{GHENT}"!{noise}<{STATUS}>{noise}'.encode()


def test_without_a_digest_names_are_what_they_are() -> None:
    bare = Renaming(frozenset({GHENT}))
    asked = f"SELECT * {{ GRAPH <{GHENT}> {{ ?s ?p ?o }} }}"
    assert bare.query(asked, BASE, None) == (asked, GraphSelection((GHENT,), (GHENT,)))
    assert b"".join(bare.restored([b"a!", b"b"])) == b"a!b"
