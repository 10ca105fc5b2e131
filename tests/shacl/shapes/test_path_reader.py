from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.errors import ShapesError
from kg.shacl.shapes.path_reader import read_list, read_path
from kg.shacl.shapes_graph import ShapesGraph
from kg.sparql.property_path import text

from ..judging import quads

S, P = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")


def path(turtle: str) -> str:
    graph = ShapesGraph(quads(f"ex:s ex:p {turtle} ."))
    return text(read_path(graph.objects(S, P)[0], graph.objects), lambda iri: iri.value.rpartition("/")[2])


@pytest.mark.parametrize(
    ("turtle", "written"),
    [
        ("ex:a", "a"),
        ("[ sh:inversePath ex:a ]", "^a"),
        ("( ex:a [ sh:zeroOrMorePath ex:b ] )", "a/b*"),
        ("[ sh:alternativePath ( ex:a ( ex:b ex:c ) ) ]", "a|(b/c)"),
        ("[ sh:oneOrMorePath [ sh:zeroOrOnePath ex:a ] ]", "(a?)+"),
    ],
)
def test_each_kind_of_path_is_read(turtle: str, written: str) -> None:
    assert path(turtle) == written


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("'a'", "must be an IRI or a blank node"),
        ("[ sh:inversePath ex:a ; sh:oneOrMorePath ex:b ]", "it has 2 path properties"),
        ("[]", "it has 0 path properties"),
        ("( ex:a )", "needs two or more members"),
        ("[ sh:inversePath _:x ] . _:x sh:inversePath _:x", "contains itself"),
    ],
)
def test_a_path_that_is_not_well_formed_is_refused(turtle: str, message: str) -> None:
    with pytest.raises(ShapesError) as caught:
        path(turtle)
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("[ rdf:first 1 ; rdf:rest 'end' ]", "not a list node"),
        ("[ rdf:first 1, 2 ; rdf:rest () ]", "needs one rdf:first"),
        ("_:l . _:l rdf:first 1 ; rdf:rest _:l", "and an end"),
    ],
)
def test_a_list_that_is_not_well_formed_is_refused(turtle: str, message: str) -> None:
    graph = ShapesGraph(quads(f"ex:s ex:p {turtle} ."))
    with pytest.raises(ShapesError) as caught:
        read_list(graph.objects(S, P)[0], graph.objects)
    assert message in caught.value.message


def test_a_list_may_be_empty() -> None:
    graph = ShapesGraph(quads("ex:s ex:p () ."))
    assert read_list(graph.objects(S, P)[0], graph.objects) == []
