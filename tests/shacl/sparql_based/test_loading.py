from __future__ import annotations

from pyoxigraph import NamedNode, Store

from kg.shacl.data_graph import Index
from kg.shacl.sparql_based.loading import load

from ..judging import quads

DATA = 'ex:a ex:p "x\\n\\"y\\""@nl, 5, ex:b, _:c . ex:a ex:q 1 . _:c ex:p "é" .'


def node(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def test_only_the_statements_of_the_predicates_are_loaded_with_their_terms() -> None:
    index, store = Index(quads(DATA)), Store()
    load(store, index, {node("p")})
    assert {quad.predicate for quad in store} == {node("p")}
    written = {str(quad.object) for quad in quads(DATA) if quad.predicate == node("p") and "_:" not in str(quad.object)}
    assert written <= {str(quad.object) for quad in store}
    assert len(store) == 5
