from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.shacl.shapes.data_path import Read, along, way_back
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

A, B = Predicate(NamedNode("urn:a")), Predicate(NamedNode("urn:b"))


@pytest.mark.parametrize(("path", "reads"), [
    (A, {Read((), A.iri)}),
    (Inverse(A), {Read((), A.iri, backwards=True)}),
    (Sequence((A, B)), {Read((), A.iri), Read((A,), B.iri)}),
    (Inverse(Sequence((A, B))), {Read((), B.iri, backwards=True), Read((Inverse(B),), A.iri, backwards=True)}),
    (Alternative((A, Inverse(B))), {Read((), A.iri), Read((), B.iri, backwards=True)}),
    (Repeated(A, "?"), {Read((), A.iri)}),
    (Repeated(A, "+"), {Read((Repeated(A, "*"),), A.iri)}),
])  # fmt: skip
def test_a_path_reads_the_statements_of_each_of_its_steps(path: Path, reads: set[Read]) -> None:
    assert set(along(path, ())) == reads


def test_the_way_back_is_walked_from_its_end() -> None:
    assert way_back(()) is None
    assert way_back((A,)) == Inverse(A)
    assert way_back((A, Inverse(B))) == Sequence((B, Inverse(A)))
