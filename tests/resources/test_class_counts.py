"""What there is by class."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.rdf.namespaces import RDF, SKOS
from kg.resources import class_counts
from kg.resources.language_view import Reader
from kg.revision import Revision

from ..presence import present


def test_a_class_counts_each_of_its_iris_once(revision: Revision, reader: Reader) -> None:
    for kind, count in present(class_counts.counts(revision)):
        typed = revision.store.quads_for_pattern(None, NamedNode(RDF + "type"), kind, None)
        assert count == len({quad.subject for quad in typed if isinstance(quad.subject, NamedNode)})
        assert count == len(class_counts.members(reader, kind))


def test_classes_come_by_size_and_members_by_name(revision: Revision, reader: Reader) -> None:
    sizes = [count for _, count in class_counts.counts(revision)]
    assert sizes == sorted(sizes, reverse=True)
    names = [reader.name(node).value.casefold() for node in class_counts.members(reader, NamedNode(SKOS + "Concept"))]
    assert names == sorted(names)
    assert len(names) > 20
