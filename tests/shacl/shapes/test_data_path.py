from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.shacl.shapes.data_path import Lookup, lookups_along, path_back
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

P, Q = Predicate(NamedNode("http://example.org/p")), Predicate(NamedNode("http://example.org/q"))


@pytest.mark.parametrize(
    ("path", "lookups"),
    [
        (P, [Lookup((), P.iri)]),
        (Inverse(P), [Lookup((), P.iri, backwards=True)]),
        (Sequence((P, Q)), [Lookup((), P.iri), Lookup((P,), Q.iri)]),
        (Alternative((P, Inverse(Q))), [Lookup((), P.iri), Lookup((), Q.iri, backwards=True)]),
        (Repeated(P, "?"), [Lookup((), P.iri)]),
        (Repeated(P, "+"), [Lookup((Repeated(P, "*"),), P.iri)]),
        (Inverse(Sequence((P, Q))), [Lookup((), Q.iri, backwards=True), Lookup((Inverse(Q),), P.iri, backwards=True)]),
    ],
)
def test_a_path_reads_its_predicates_one_after_the_other(path: Path, lookups: list[Lookup]) -> None:
    assert list(lookups_along(path, ())) == lookups


def test_the_path_back_is_inverted_from_its_end() -> None:
    assert path_back(()) is None
    assert path_back((P,)) == Inverse(P)
    assert path_back((P, Inverse(Q))) == Sequence((Q, Inverse(P)))
