from __future__ import annotations

from pyoxigraph import NamedNode

from kg.shacl.report import Severity
from kg.shacl.shapes.shape import Shape, Targets, ValueNodes

SHAPE = Shape(NamedNode("urn:s"), None, Targets(), (), Severity.VIOLATION.iri, (), False)


def test_targets_are_true_where_there_is_any() -> None:
    assert not Targets()
    assert Targets(nodes=(NamedNode("urn:a"),))
    assert Targets(objects_of=(NamedNode("urn:p"),))


def test_value_nodes_are_known_with_their_focus_nodes() -> None:
    nodes = ValueNodes(SHAPE, [1, 2, 3], [[10, 11], [], [11]])
    assert nodes.distinct == {10, 11}
    assert list(nodes.pairs()) == [(1, [10, 11]), (2, []), (3, [11])]
    assert sorted(nodes.having({11})) == [(1, 11), (3, 11)]
    assert list(nodes.having(set())) == []
