"""Blank nodes are the same where what is said of them is, in most parts."""

from __future__ import annotations

from random import Random

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.history.blank_node_pairs import paired

P, Q = NamedNode("urn:p"), NamedNode("urn:q")


def cycle(labels: list[str]) -> list[Quad]:
    nodes = list(map(BlankNode, labels))
    return [Quad(node, P, nodes[(place + 1) % len(nodes)]) for place, node in enumerate(nodes)]


def renamed(quads: list[Quad], random: Random) -> list[Quad]:
    """The same statements with other labels, in another order."""
    labels: dict[BlankNode, BlankNode] = {}

    def name(term: object) -> object:
        return labels.setdefault(term, BlankNode()) if isinstance(term, BlankNode) else term

    copied = [Quad(name(quad.subject), quad.predicate, name(quad.object), quad.graph_name) for quad in quads]  # type: ignore[arg-type]
    random.shuffle(copied)
    return copied


def under(quads: list[Quad], pairs: dict[BlankNode, BlankNode]) -> set[Quad]:
    return {
        Quad(pairs.get(q.subject, q.subject), q.predicate, pairs.get(q.object, q.object), q.graph_name)  # type: ignore[call-overload]
        for q in quads
    }


@pytest.mark.parametrize("seed", range(20))
def test_isomorphic_statements_are_paired_whole_though_nothing_tells_their_nodes_apart(seed: int) -> None:
    random = Random(seed)
    size = random.randrange(2, 7)
    quads = cycle([f"a{n}" for n in range(size)]) + cycle([f"b{n}" for n in range(size)])
    quads += [Quad(BlankNode(f"c{n}"), Q, Literal(str(random.randrange(2)))) for n in range(5)]
    copied = renamed(quads, random)
    assert under(copied, paired(quads, copied)) == set(quads)


def test_a_node_of_which_one_value_has_changed_is_the_same_node() -> None:
    def address(street: str, city: str) -> list[Quad]:
        node = BlankNode()
        values = (("street", street), ("city", city))
        return [
            Quad(NamedNode("urn:x"), P, node),
            *(Quad(node, NamedNode(f"urn:{key}"), Literal(value)) for key, value in values),
        ]

    before, after = (address("Main", "A") + address("Side", "B") for _ in range(2))
    after[-1] = Quad(after[-1].subject, after[-1].predicate, Literal("C"))
    assert len(under(after, paired(before, after)) - set(before)) == 1


def test_nodes_of_different_graphs_are_not_the_same() -> None:
    one = Quad(BlankNode("a"), P, Literal("x"), NamedNode("urn:one"))
    other = Quad(BlankNode("b"), P, Literal("x"), NamedNode("urn:other"))
    assert paired([one], [other]) == {}
