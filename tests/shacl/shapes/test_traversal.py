from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.shacl.data_graph import Index
from kg.shacl.shapes.traversal import endpoints, value_nodes
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

from ..judging import quads, short

DATA = "ex:a ex:p ex:b, ex:c . ex:b ex:p ex:d . ex:c ex:p ex:d ; ex:q ex:e . ex:d ex:p ex:a . ex:x ex:q ex:x ."
P, Q = (Predicate(NamedNode(f"https://example.org/{name}")) for name in "pq")


def reached(path: Path, start: str = "a") -> list[str]:
    index = Index(quads(DATA))
    number = index.number(NamedNode(f"https://example.org/{start}"))
    (nodes,) = value_nodes(index, path, [number])
    assert set(nodes) == endpoints(index, path, [number])
    return sorted(short(index.terms[node]) for node in nodes)


@pytest.mark.parametrize(("path", "start", "nodes"), [
    (P, "a", ["b", "c"]),
    (P, "e", []),
    (Inverse(P), "d", ["b", "c"]),
    (Sequence((P, P)), "a", ["d"]),
    (Sequence((P, Q)), "a", ["e"]),
    (Inverse(Sequence((P, Q))), "e", ["a"]),
    (Alternative((P, Q)), "c", ["d", "e"]),
    (Repeated(P, "?"), "a", ["a", "b", "c"]),
    (Repeated(P, "*"), "b", ["a", "b", "c", "d"]),
    (Repeated(Q, "*"), "c", ["c", "e"]),
    (Repeated(Q, "+"), "c", ["e"]),
    (Repeated(Q, "+"), "x", ["x"]),
    (Repeated(Alternative((P, Inverse(Q))), "+"), "e", ["a", "b", "c", "d"]),
])  # fmt: skip
def test_a_path_reaches_each_node_once(path: Path, start: str, nodes: list[str]) -> None:
    assert reached(path, start) == nodes


def test_value_nodes_stand_in_the_order_of_the_starts() -> None:
    index = Index(quads(DATA))
    starts = [index.number(NamedNode(f"https://example.org/{name}")) for name in "dba"]
    found = value_nodes(index, Sequence((P, Repeated(P, "?"))), starts)
    assert [sorted(short(index.terms[node]) for node in nodes) for nodes in found] == [
        ["a", "b", "c"],
        ["a", "d"],
        ["b", "c", "d"],
    ]
