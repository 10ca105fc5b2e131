from __future__ import annotations

from random import Random

from pyoxigraph import NamedNode

from kg import dataset as datasets
from kg.compact.table_file import Tables
from kg.project import Project
from kg.shacl.data_graph import RDF_TYPE, SUBCLASS_OF, Index
from kg.validation.stored_index import data_index
from kg.validation.stored_index.data_index import StoredIndex


def stored(index: Index) -> StoredIndex:
    sections = {name: memoryview(content) for name, content in data_index.sections_of(index).items()}
    return StoredIndex(Tables({}, sections), [predicate.value for predicate in index.predicates])


def same(one: Index, other: Index) -> bool:
    assert set(one.predicates) == set(other.predicates)
    for predicate in one.predicates:
        for table, expected in (
            (other.forward(predicate), one.forward(predicate)),
            (other.inverse(predicate), one.inverse(predicate)),
        ):
            assert {key: set(values) for key, values in table.items()} == {
                key: set(values) for key, values in expected.items()
            }
        assert set(other.values(predicate)) == set(one.values(predicate))
    classes = set(one.values(RDF_TYPE))
    return all(one.instances(a_class) == other.instances(a_class) for a_class in classes)


def test_it_is_the_index_that_was_stored_and_stays_so_under_changes(project: Project) -> None:
    index = Index(datasets.load(project).quads)
    again, random = stored(index), Random(2)
    statements = list(index.triples())
    assert same(index, again)
    assert sorted(map(str, set(again.triples()))) == sorted(map(str, set(statements)))
    for _ in range(12):
        removed = {random.choice(statements) for _ in range(3)}
        new = NamedNode(f"urn:new:{random.randrange(3)}")
        subject = random.choice(statements)[0]
        added = [(subject, random.choice((RDF_TYPE, SUBCLASS_OF, new)), index.number(new))]
        assert again.number(new) == index.number(new)
        for each_index in (index, again):
            each_index.change(added, removed)
        assert same(index, again)
        for each_index in (index, again):
            each_index.change(removed, added)
    assert same(index, again)


def test_the_number_of_a_term_is_that_of_the_stored_index(project: Project) -> None:
    index = Index(datasets.load(project).quads)
    again = stored(index)
    assert [again.number(term) for term in index.terms] == list(range(len(index.terms)))
    assert again.number(NamedNode("urn:new")) == len(index.terms) == len(again.terms) - 1
