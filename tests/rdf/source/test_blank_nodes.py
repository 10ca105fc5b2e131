from __future__ import annotations

from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from kg.rdf.source import blank_nodes

TEXT = """
PREFIX : <https://example.org/>
:a :p [ :q 1 ; :r [ :s 'x' ] ] , [ :q 2 ; :r [ :s 'x' ] ] , [ :q 2 ; :r [ :s 'y' ] ] .
:b :list ( 1 [ :q 3 ] 1 ) .
_:one :next _:two . _:two :next _:three . _:three :next _:one ; :q 4 .
:c :same [ :q 5 ] , [ :q 5 ] .
"""


def readings() -> tuple[list[Triple], list[Triple]]:
    first, second = (
        [q.triple for q in parse(TEXT, format=RdfFormat.TURTLE, rename_blank_nodes=True)] for _ in range(2)
    )
    return first, second


def renamed(triple: Triple, names: dict[BlankNode, BlankNode]) -> Triple:
    subject, object_ = (names.get(term, term) for term in (triple.subject, triple.object))  # type: ignore[arg-type]
    return Triple(subject, triple.predicate, object_)  # type: ignore[arg-type]


def test_two_readings_of_a_text_have_the_same_blank_nodes_under_other_labels() -> None:
    first, second = readings()
    names = blank_nodes.matched(first, second)
    assert len(names) == 15
    assert [renamed(triple, names) for triple in first] == second


def test_the_order_of_statements_does_not_matter_where_statements_tell_nodes_apart() -> None:
    first, second = readings()
    names = blank_nodes.matched(reversed(first), second)
    assert {renamed(triple, names) for triple in first} == set(second)


def test_a_blank_node_of_which_something_else_is_said_is_nobody() -> None:
    _, second = readings()
    stranger = Triple(BlankNode(), second[0].predicate, second[1].object)
    assert blank_nodes.matched([stranger], second) == {}


def test_the_nodes_of_a_long_chain_are_told_apart_by_one_walk_in_each_direction() -> None:
    chain = [f"_:n{number} :next _:n{number + 1} ." for number in range(3000)]
    first, second = (
        [q.triple for q in parse(f"PREFIX : <https://example.org/> {' '.join(lines)}", format=RdfFormat.TURTLE)]
        for lines in (chain, reversed(chain))
    )
    names = blank_nodes.matched(first, second)
    assert all(node == other for node, other in names.items())
    assert len(names) == 3001
