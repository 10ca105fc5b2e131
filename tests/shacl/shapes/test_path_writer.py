from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from kg.shacl.shapes.path_reader import read_path
from kg.shacl.shapes.path_writer import write_path
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

A, B = Predicate(NamedNode("urn:a")), Predicate(NamedNode("urn:b"))


@pytest.mark.parametrize("path", [
    A, Inverse(A), Sequence((A, B, A)), Alternative((A, Inverse(B))), Repeated(A, "*"), Repeated(Sequence((A, B)), "+"),
    Repeated(Alternative((A, B)), "?"),
])  # fmt: skip
def test_a_path_that_is_written_reads_back(path: Path) -> None:
    triples: list[Triple] = []
    node = write_path(path, triples)

    def objects(subject: object, predicate: NamedNode) -> list[object]:
        return [triple.object for triple in triples if (triple.subject, triple.predicate) == (subject, predicate)]

    assert read_path(node, objects) == path  # type: ignore[arg-type]


def test_a_predicate_needs_no_triples() -> None:
    triples: list[Triple] = []
    assert write_path(A, triples) == A.iri
    assert triples == []
