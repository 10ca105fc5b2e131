"""The facts of the W3C's draft tests of SHACL 1.2 (w3c/data-shapes, shacl12-test-suite/tests/core), written anew."""

from __future__ import annotations

import pytest

from ..judging import results, short

LISTS = """
ex:pair rdf:first ex:a ; rdf:rest ( ex:b ) . ex:mixed rdf:first ex:a ; rdf:rest ( "text" ex:a ) ; ex:extra 1 .
ex:texts rdf:first "one" ; rdf:rest ( "two" ) .
ex:open rdf:first ex:a . ex:wrong rdf:first ex:a ; rdf:rest ex:pair-less .
ex:circle rdf:first ex:a ; rdf:rest ex:circle .
ex:twice rdf:first ex:a , ex:b ; rdf:rest () .
"""
NODES = ("pair", "mixed", "texts", "open", "wrong", "circle", "twice", "nothing")
NO_LISTS = {"open", "wrong", "circle", "twice", "nothing"}


def reported(constraint: str, nodes: tuple[str, ...] = NODES) -> set[tuple[str, str]]:
    targets = ", ".join(f"ex:{name}" for name in nodes)
    shapes = f"ex:s a sh:NodeShape ; sh:targetNode {targets}, rdf:nil ; {constraint} ."
    return {(short(result.focus_node), short(result.value)) for result in results(LISTS, shapes)}


def themselves(names: set[str]) -> set[tuple[str, str]]:
    return {(name, name) for name in names}


def test_each_member_that_does_not_conform_and_each_node_that_is_no_list_is_a_result() -> None:
    assert reported("sh:memberShape [ sh:nodeKind sh:IRI ]") == {
        ("mixed", "text"),
        ("texts", "one"),
        ("texts", "two"),
        *themselves(NO_LISTS),
    }


@pytest.mark.parametrize(
    ("constraint", "failing"),
    [
        ("sh:minListLength 3", {"pair", "texts", "22-rdf-syntax-ns#nil"}),
        ("sh:maxListLength 2", {"mixed"}),
        ("sh:maxListLength 0", {"pair", "texts", "mixed"}),
        ("sh:uniqueMembers true", {"mixed"}),
    ],
)
def test_a_list_that_is_too_short_or_long_or_repeats_a_member_is_a_result(constraint: str, failing: set[str]) -> None:
    assert reported(constraint) == themselves(failing | NO_LISTS)


def test_unique_members_may_be_switched_off() -> None:
    assert reported("sh:uniqueMembers false") == set()


def test_a_member_is_reported_at_the_property_that_has_the_list() -> None:
    data = "ex:agenda ex:speakers ( ex:ann 'bob' ) , ( 'eve' ) ; ex:chair ex:none ."
    shape = "sh:targetNode ex:agenda ; sh:property [ sh:path %s ; sh:memberShape [ sh:nodeKind sh:IRI ] ] ."
    members = results(data, f"ex:s {shape % 'ex:speakers'}")
    assert {(short(member.focus_node), short(member.value)) for member in members} == {
        ("agenda", "bob"),
        ("agenda", "eve"),
    }
    assert [short(result.value) for result in results(data, f"ex:s {shape % 'ex:chair'}")] == ["none"]
