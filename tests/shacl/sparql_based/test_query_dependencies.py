from __future__ import annotations

import pytest

from kg.shacl.sparql_based.query_dependencies import query_lookups
from kg.sparql.property_path import text
from kg.sparql.query_reader import read_query

EVERYTHING = {"? *"}


def read(body: str) -> set[str]:
    query = read_query(f"SELECT $this {{ {body} }}", {"": "http://example.org/"})
    return {
        ("?" if lookup.way is None else "/".join(text(path, lambda iri: iri.value[-1]) for path in lookup.way))
        + (" ^" if lookup.backwards else " ")
        + ("*" if lookup.predicate is None else lookup.predicate.value[-1])
        for lookup in query_lookups(query, {"this": ()})
    }


@pytest.mark.parametrize(
    ("body", "lookups"),
    [
        ("$this :p ?x", {" p"}),
        ("?x :p $this", {" ^p"}),
        ("?x :q ?y . $this :p ?x", {" p", "p q"}),
        ("$this :p ?x OPTIONAL { ?x :q ?y }", {" p", "p q"}),
        ("OPTIONAL { $this :p ?x } ?x :q ?y", {" p", "? q"}),
        ("$this :p ?x FILTER NOT EXISTS { ?y :q ?x }", {" p", "p ^q"}),
        ("{ $this :p ?x } UNION { $this :q ?x }", {" p", " q"}),
        ("$this ?v ?x FILTER(?v IN (:p, :q))", {" p", " q"}),
        ("$this ?v ?x", {" *"}),
        ("{ SELECT ?x { ?x :p ?y } } $this :q ?x", {" q", "q p"}),
        ("{ SELECT ?y { ?x :p ?y } } $this :q ?x", {" q", "? p"}),
        ("GRAPH $shapesGraph { ?s :p ?o } $this :q ?x", {" q"}),
    ],
)
def test_a_query_reads_along_the_variables_that_it_joins(body: str, lookups: set[str]) -> None:
    assert read(body.replace("$shapesGraph", "<urn:shapes>")) == lookups


@pytest.mark.parametrize("body", ["$this :p [ :q ?x ]", "$this !:p ?x", "GRAPH ?g { $this :p ?x }", "?x ?v ?y"])
def test_a_query_that_is_not_read_in_full_reads_everything(body: str) -> None:
    assert read(body) == EVERYTHING
