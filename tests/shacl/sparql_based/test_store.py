from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import XSD
from kg.shacl.data_graph import Index
from kg.shacl.sparql_based.prebinding import plan
from kg.shacl.sparql_based.store import Inexact, QueryStore, predicates_read
from kg.sparql.query_reader import read_query
from kg.sparql.query_structure import Query

from ..judging import quads, short

EX = "https://example.org/"
DECIMAL = NamedNode(XSD + "decimal")


def query(body: str) -> Query:
    return (
        read_query(f"SELECT $this ?x {{ {body} }}", {})
        if "<" in body
        else read_query(f"PREFIX : <{EX}> SELECT $this ?x {{ {body} }}", {})
    )


@pytest.mark.parametrize(
    ("body", "predicates"),
    [
        ("$this :p/:q* ?x", {"p", "q"}),
        ("$this ?v ?x FILTER(?v IN (:p))", {"p"}),
        ("$this ?v ?x", None),
        ("$this :p [ :q ?x ]", None),
    ],
)
def test_the_predicates_that_a_query_reads(body: str, predicates: set[str] | None) -> None:
    read = predicates_read(query(body))
    assert (read if read is None else {short(iri) for iri in read}) == predicates


def test_solutions_come_for_the_rows_that_are_given() -> None:
    index = Index(quads("ex:a ex:p ex:x . ex:b ex:p ex:y . ex:c ex:p ex:z ."))
    store, read = QueryStore(index), query("$this :p ?x")
    rows = [index.number(NamedNode(EX + name)) for name in "ab"]
    store.prepare(read)
    solutions = [solution for _, solution in store.solutions(plan(read, ("this",)), [rows])]
    assert {(short(solution["this"]), short(solution["x"])) for solution in solutions} == {("a", "x"), ("b", "y")}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("$this :p ?x FILTER(?x > 1)", None),
        ("$this :p ?x FILTER(STR(?x) = '1.5')", "how the numbers or dates of ?x are written"),
        ("$this :q ?x FILTER(STR(?x) = '1.5')", None),
        ("GRAPH ?g { $this :p ?x }", "which graphs a GRAPH with a variable ranges over"),
    ],
)
def test_a_query_on_the_written_form_of_a_rewritten_literal_is_inexact(body: str, reason: str | None) -> None:
    store, read = QueryStore(Index(quads("ex:a ex:p 1.50 ; ex:q 1.5 ."))), query(body)
    store.prepare(read)
    found = store.inexact(read)
    assert found is None if reason is None else reason in (found or "")


def test_two_values_of_one_subject_that_the_store_makes_equal_are_inexact() -> None:
    store, read = QueryStore(Index(quads("ex:a ex:p 1.50, 1.5 ."))), query("$this :p ?x")
    store.prepare(read)
    assert "two values of one subject" in (store.inexact(read) or "")


def test_a_stored_literal_is_mapped_back_to_the_literal_as_written() -> None:
    index = Index(quads("ex:a ex:p 1.50 . ex:b ex:p 2.0, 2.00 ."))
    store = QueryStore(index)
    store.prepare(query("$this :p ?x"))
    assert index.terms[store.exact(Literal("1.5", datatype=DECIMAL))] == Literal("1.50", datatype=DECIMAL)
    with pytest.raises(Inexact, match="written in several ways"):
        store.exact(Literal("2", datatype=DECIMAL))


def test_a_change_of_the_index_reaches_the_store() -> None:
    index = Index(quads("ex:a ex:p ex:x ."))
    store, read = QueryStore(index), query("$this :p ?x")
    store.prepare(read)
    a, x, y = (index.number(NamedNode(EX + name)) for name in "axy")
    p = NamedNode(EX + "p")
    index.change([(a, p, y)], [(a, p, x)])
    store.change([(a, p, y)], [(a, p, x)])
    assert [short(solution["x"]) for _, solution in store.solutions(plan(read, ("this",)), [[a]])] == ["y"]
