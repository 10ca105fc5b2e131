from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.rdf.blank_node_labels import labelled

P, Q = NamedNode("urn:p"), NamedNode("urn:q")
SMALL = {
    "a tree": "<urn:a> <urn:p> [ <urn:q> [ <urn:p> 1 ] , [ <urn:p> 2 ] ] , [ <urn:q> 3 ] .",
    "alike leaves": "<urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> 1 ] , [ <urn:q> 1 ] .",
    "alike trees": "<urn:a> <urn:p> [ <urn:q> [ <urn:p> 1 ] , [] ] , [ <urn:q> [ <urn:p> 1 ] , [] ] .",
    "a ring": "_:a <urn:p> _:b . _:b <urn:p> _:c . _:c <urn:p> _:a . <urn:x> <urn:q> [ <urn:q> 1 ] .",
    "two rings": "_:a <urn:p> _:b . _:b <urn:p> _:a . _:c <urn:p> _:d . _:d <urn:p> _:e . _:e <urn:p> _:c .",
    "alone": "_:a <urn:p> _:a . _:b <urn:p> _:b , _:c .",
    "a triple term": "_:a <urn:p> <<( _:b <urn:q> _:c )>> . _:d <urn:p> <<( _:e <urn:q> _:c )>> .",
    "a graph": "_:g { _:a <urn:p> _:g } _:h { _:a <urn:p> _:a }",
}


def quads(text: str) -> list[Quad]:
    return list(parse(text, format=RdfFormat.TRIG))


def chain(length: int, start: str = "urn:x") -> list[Quad]:
    nodes = [
        NamedNode(start),
        *(BlankNode(f"{random.Random(length).random()}{n}".replace(".", "x")) for n in range(length)),
    ]
    return [*(Quad(a, P, b) for a, b in pairwise(nodes)), Quad(nodes[-1], P, Literal(1))]


def canonical(statements: list[Quad]) -> list[str]:
    dataset = Dataset(statements)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


@pytest.mark.parametrize("text", SMALL.values(), ids=SMALL.keys())
def test_labels_follow_from_the_statements_whatever_their_order_and_names(text: str) -> None:
    expected = sorted(map(str, labelled(quads(text))))
    for seed in range(6):
        shuffled = quads(text)  # a new parse: new names
        random.Random(seed).shuffle(shuffled)
        assert sorted(map(str, labelled(shuffled))) == expected


@pytest.mark.parametrize("text", SMALL.values(), ids=SMALL.keys())
def test_the_graph_stays_the_same(text: str) -> None:
    assert canonical(labelled(quads(text))) == canonical(quads(text))


def test_random_graphs_are_the_same_bytes_in_any_order_and_stay_the_same_graphs() -> None:
    generator = random.Random(14)
    for _ in range(150):
        size = generator.randint(1, 6)
        pairs = [(generator.randrange(size), generator.choice([P, Q]), generator.randrange(size + 1)) for _ in range(8)]
        texts = set()
        for names in ([f"a{n}" for n in range(size)], [f"a{size - n}" for n in range(size)]):
            ends: list[BlankNode | NamedNode] = [*map(BlankNode, names), NamedNode("urn:o")]
            statements = [Quad(ends[s], p, ends[o]) for s, p, o in pairs]
            generator.shuffle(statements)
            texts.add("\n".join(sorted(map(str, labelled(statements)))))
            assert canonical(labelled(statements)) == canonical(statements)
        assert len(texts) == 1


@pytest.mark.parametrize("statements", [chain(2_000), chain(500) + chain(499), chain(300) * 2], ids=len)
def test_long_chains_are_labelled_in_one_walk(statements: list[Quad]) -> None:
    start = time.process_time()
    assert len(labelled(statements)) == len(set(statements))
    assert time.process_time() - start < 2


def test_a_knot_for_which_rdfc_would_take_hours_is_labelled() -> None:
    nodes = [BlankNode(f"n{n}") for n in range(24)]
    knot = [Quad(a, P, b) for a in nodes for b in nodes if a != b]
    labels = {str(quad.subject) for quad in labelled(knot)}
    assert labels == {f"_:b{n}" for n in range(24)}
    assert labelled(knot) == labelled(list(knot))


def test_a_blank_node_in_a_triple_term_is_renamed_with_the_others() -> None:
    node = BlankNode("x")
    (quad,) = labelled([Quad(node, P, Triple(node, Q, node))])
    assert quad.object == Triple(BlankNode("b0"), Q, BlankNode("b0"))
