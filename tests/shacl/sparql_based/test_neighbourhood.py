from __future__ import annotations

from pyoxigraph import NamedNode

from kg.shacl.data_graph import Index
from kg.shacl.sparql_based.neighbourhood import neighbourhood
from kg.sparql.query_reader import read_query

from ..judging import quads, short

DATA = "ex:a ex:p ex:b . ex:b ex:q ex:c . ex:d ex:q ex:c . ex:x ex:p ex:y . ex:y ex:r 1 ."


def nearby(pattern: str, at_most: int = 100) -> set[str] | None:
    index = Index(quads(DATA))
    query = read_query(f"SELECT $this {{ {pattern} }}", {"ex": "https://example.org/"})
    focus = [index.number(NamedNode("https://example.org/a"))]
    statements = neighbourhood(index, query, focus, at_most=at_most)
    if statements is None:
        return None
    terms = index.terms
    return {f"{short(terms[s])} {short(p)} {short(terms[o])}" for s, p, o in statements}


def test_statements_are_gathered_along_the_patterns_in_both_directions() -> None:
    assert nearby("$this ex:p ?x") == {"a p b"}
    assert nearby("$this ex:p/ex:q ?x . ?y ex:q ?x") == {"a p b", "b q c", "d q c"}
    assert nearby("$this ?p ?x") == {"a p b"}


def test_a_pattern_that_is_not_connected_needs_all_statements_of_its_predicate() -> None:
    assert nearby("?x ex:p ?y") == {"a p b", "x p y"}


def test_there_is_no_neighbourhood_of_too_many_statements_or_of_any_predicate() -> None:
    assert nearby("$this ex:p/ex:q ?x . ?y ex:q ?x", at_most=2) is None
    assert nearby("?x ?p ?y") is None
