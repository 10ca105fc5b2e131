from __future__ import annotations

import gc

from pyoxigraph import Literal, NamedNode

from kg.shacl.data_graph import Index, closure, collector_paused

from .judging import quads


def node(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def test_a_statement_that_occurs_twice_counts_once_and_terms_stay_as_written() -> None:
    index = Index([*quads('ex:a ex:p 01, "1.50"^^xsd:decimal .'), *quads("ex:a ex:p 01 .")])
    values = index.forward(node("p"))[index.number(node("a"))]
    assert sorted(str(index.terms[value].value) for value in values) == ["01", "1.50"]  # type: ignore[union-attr]


def test_a_predicate_is_looked_up_from_either_end() -> None:
    index = Index(quads("ex:a ex:p ex:b . ex:c ex:p ex:b ; ex:q 1 ."))
    a, b, c = (index.number(node(name)) for name in "abc")
    assert set(index.inverse(node("p"))[b]) == {a, c}
    assert list(index.forward(node("p"))[a]) == [b]
    assert set(index.predicates) == {node("p"), node("q")}
    assert index.forward(node("none")) == {}


def test_instances_include_those_of_subclasses_even_in_a_cycle() -> None:
    index = Index(quads("ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:C, ex:A . ex:x a ex:A . ex:y a ex:C ."))
    x, y = index.number(node("x")), index.number(node("y"))
    assert set(index.instances(index.number(node("C")))) == {x, y}
    assert set(index.instances(index.number(node("B")))) == {x}
    assert index.is_instance(x, index.number(node("C")))
    assert not index.is_instance(y, index.number(node("A")))


def test_a_change_is_undone_by_its_opposite() -> None:
    index = Index(quads("ex:a ex:p 1 . ex:x a ex:A ."))
    a, p, two = index.number(node("a")), node("p"), index.number(Literal(2))
    before = {value: list(index.forward(p)[value]) for value in index.forward(p)}
    index.change([(a, p, two)], [])
    assert two in index.forward(p)[a]
    assert list(index.inverse(p)[two]) == [a]
    index.change([], [(a, p, two)])
    assert {value: list(index.forward(p)[value]) for value in index.forward(p)} == before


def test_a_closure_includes_its_start() -> None:
    assert closure(1, {1: [2, 3], 3: [1, 4]}) == {1, 2, 3, 4}
    assert closure(9, {}) == {9}


def test_the_garbage_collector_runs_again_afterwards() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
