from __future__ import annotations

from random import Random

import pytest
from pyoxigraph import NamedNode, Quad

from kg.shacl.data_graph import Index
from kg.shacl.shapes.distant_values import DistantValues, is_unbounded
from kg.shacl.shapes.shape import Shape, Targets, ValueNodes
from kg.shacl.shapes.traversal import value_nodes
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

from ..judging import report, results

P, Q = Predicate(NamedNode("http://example.org/p")), Predicate(NamedNode("http://example.org/q"))
PATHS = [
    Repeated(P, "*"),
    Repeated(Alternative((P, Inverse(Q))), "+"),
    Sequence((Repeated(P, "*"), Q)),
    Inverse(Sequence((P, Repeated(Q, "+")))),
    Alternative((Q, Repeated(Sequence((P, Q)), "*"))),
]


def graph() -> Index:
    random = Random(8)
    nodes = [NamedNode(f"http://example.org/n{number}") for number in range(9)]
    return Index(Quad(*(random.choice(nodes), random.choice((P, Q)).iri, random.choice(nodes))) for _ in range(14))


@pytest.mark.parametrize("path", PATHS)
def test_values_that_are_computed_together_are_those_of_each_focus_node(path: Path) -> None:
    index = graph()
    shape = Shape(NamedNode("http://example.org/s"), path, Targets(), (), NamedNode("http://example.org/v"), (), False)
    focus = list(range(len(index.terms)))
    nodes = ValueNodes(shape, focus, value_nodes(index, path, focus))
    assert is_unbounded(path)
    for values in ({2}, {1, 3, 5}, set(focus), set[int]()):
        # Each time anew: lists that are there are used.
        assert sorted(DistantValues(shape, focus, index, path).having(values)) == sorted(nodes.having(values))
        assert DistantValues(shape, focus, index, path).reaching(values) == nodes.reaching(values)
    distant = DistantValues(shape, focus, index, path)
    assert distant.distinct == nodes.distinct
    assert distant.size == len(nodes.distinct)
    assert distant.without_value() == nodes.without_value()
    assert [set(values) for _, values in distant.pairs()] == [set(values) for _, values in nodes.pairs()]


@pytest.mark.parametrize("path", [P, Inverse(P), Repeated(P, "?"), Sequence((P, Inverse(Q)))])
def test_a_path_without_repetition_has_an_end(path: Path) -> None:
    assert not is_unbounded(path)


CHAIN = "".join(f"ex:n{number} a ex:Node ; ex:next ex:n{number + 1} .\n" for number in range(3000))


@pytest.mark.parametrize(
    ("constraint", "failing"),
    [
        ("sh:nodeKind sh:IRI", 0),
        ("sh:minCount 1", 0),
        ("sh:maxCount 0", 3000),
        ("sh:hasValue ex:n3000", 0),
        ("sh:hasValue ex:n10", 2990),
        ("sh:not [ sh:hasValue ex:n3000 ]", 3000),
        ("sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ]", 0),
    ],
)
def test_a_long_chain_is_judged_without_its_pairs(
    constraint: str, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(DistantValues, "lists")  # four and a half million pairs
    path = "sh:path [ sh:oneOrMorePath ex:next ]"
    shapes = f"ex:s sh:targetClass ex:Node ; sh:property [ {path} ; {constraint} ] ."
    assert len(results(CHAIN, shapes)) == failing


def test_coverage_counts_the_value_nodes_that_focus_nodes_share_once() -> None:
    shapes = (
        "ex:s sh:targetClass ex:Node ; sh:property ex:t . ex:t sh:path [ sh:oneOrMorePath ex:next ] ; sh:minCount 1 ."
    )
    counts = {exercise.shape.value: exercise for exercise in report(CHAIN, shapes).coverage}
    assert counts["https://example.org/t"].focus_nodes == 3000
    assert counts["https://example.org/t"].value_nodes == 3000
