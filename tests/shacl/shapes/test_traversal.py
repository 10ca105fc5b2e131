from __future__ import annotations

from itertools import product
from random import Random

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from kg.shacl.data_graph import Index
from kg.shacl.shapes.traversal import endpoints, value_nodes
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence, text

P, Q = Predicate(NamedNode("http://example.org/p")), Predicate(NamedNode("http://example.org/q"))
NODES = [NamedNode(f"http://example.org/n{number}") for number in range(6)]


def data() -> list[Quad]:
    random = Random(5)
    pairs = [pair for pair in product(NODES, NODES) if random.random() < 0.2]
    return [Quad(s, random.choice((P, Q)).iri, o) for s, o in pairs]


@pytest.mark.parametrize(
    "path",
    [
        P,
        Inverse(P),
        Sequence((P, Inverse(Q))),
        Alternative((P, Q)),
        Repeated(P, "*"),
        Repeated(Alternative((P, Inverse(Q))), "+"),
        Repeated(Sequence((P, Q)), "?"),
        Inverse(Sequence((P, Repeated(Q, "*")))),
    ],
)
def test_a_path_reaches_the_nodes_that_sparql_reaches(path: Path) -> None:
    quads = data()
    index, store = Index(quads), Store()
    store.extend(quads)
    for start in NODES:
        solutions = store.query(f"SELECT DISTINCT ?end {{ {start} {text(path)} ?end }}")
        assert isinstance(solutions, QuerySolutions)
        expected = {solution["end"] for solution in solutions}
        number = index.number(start)
        (reached,) = value_nodes(index, path, [number])
        assert {index.terms[node] for node in reached} == expected
        assert len(reached) == len(expected)
        assert endpoints(index, path, [number]) == set(reached)
