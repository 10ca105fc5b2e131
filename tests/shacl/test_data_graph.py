from __future__ import annotations

import gc

from pyoxigraph import NamedNode

from kg import dataset as datasets
from kg.project import Project
from kg.shacl.data_graph import RDF_TYPE, SUBCLASS_OF, Index, closure, collector_paused

from .judging import quads

P = NamedNode("https://example.org/p")


def node(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def test_a_table_has_each_object_once_and_its_inverse_each_subject() -> None:
    index = Index([*quads("ex:a ex:p ex:b, ex:c ."), *quads("ex:a ex:p ex:b . ex:d ex:p ex:b .")])
    a, b, c, d = (index.number(node(name)) for name in "abcd")
    assert {key: list(values) for key, values in index.forward(P).items()} == {a: [b, c], d: [b]}
    assert {key: list(values) for key, values in index.inverse(P).items()} == {b: [a, d], c: [a]}
    assert set(index.values(P)) == {b, c}


def test_terms_are_kept_as_written() -> None:
    index = Index(quads("ex:a ex:p 1.0, 1.00, '1.0' ."))
    assert len(index.values(P)) == 3


def test_instances_include_those_of_subclasses() -> None:
    index = Index(quads("ex:B rdfs:subClassOf ex:A . ex:x a ex:A . ex:y a ex:B . ex:z a ex:C ."))
    a = index.number(node("A"))
    assert {index.terms[number] for number in index.instances(a)} == {node("x"), node("y")}
    assert index.is_instance(index.number(node("y")), a)
    assert not index.is_instance(index.number(node("z")), a)


def test_targets_do_not_see_the_instances_of_the_background() -> None:
    index = Index(quads("ex:x a ex:A ."), quads("ex:y a ex:A ."))
    a = index.number(node("A"))
    assert len(index.instances(a)) == 2
    assert {index.terms[number] for number in index.targeted_instances(a)} == {node("x")}


def test_a_change_updates_tables_and_instances() -> None:
    index = Index(quads("ex:x a ex:A ; ex:p ex:b ."))
    a, x, y, b = (index.number(node(name)) for name in ("A", "x", "y", "b"))
    assert index.instances(a) == {x}
    assert index.inverse(P)[b] == (x,)
    index.change([(y, RDF_TYPE, a), (y, P, b)], [(x, RDF_TYPE, a)])
    assert index.instances(a) == {y}
    assert set(index.inverse(P)[b]) == {x, y}
    index.change([], [(x, P, b), (y, P, b)])
    assert P not in index.predicates
    index.change([(index.number(node("B")), SUBCLASS_OF, a), (x, RDF_TYPE, index.number(node("B")))], [])
    assert index.instances(a) == {x, y}


def test_a_new_term_gets_a_new_number() -> None:
    index = Index(quads("ex:a ex:p ex:b ."))
    assert index.number(node("new")) == 2
    assert index.terms[2] == node("new")


def test_a_closure_ends_in_a_cycle() -> None:
    assert closure(1, {1: [2], 2: [3], 3: [1]}) == {1, 2, 3}


def test_the_collector_is_enabled_again() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_table_of_quads_gives_the_index_that_its_quads_give(project: Project) -> None:
    table = datasets.load_compact(project).quads
    expected, index = Index(tuple(table)), Index(table)
    written, known = (
        {(one.terms[subject], predicate, one.terms[value]) for subject, predicate, value in one.triples()}
        for one in (index, expected)
    )
    assert written == known
    assert len(written) > 1000
    assert list(index.predicates) == list(expected.predicates)
    assert [index.number(term) for term in index.terms] == list(range(len(index.terms)))
    assert index.number(NamedNode("urn:new")) == len(index.terms) - 1
    assert list(table) == list(datasets.load(project).quads)
