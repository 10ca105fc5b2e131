from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.errors import ShapesError
from kg.shacl.shapes.path_reader import read_list, read_path
from kg.shacl.shapes_graph import ShapesGraph
from kg.sparql.property_path import text

from ..judging import quads

PATH = NamedNode("https://example.org/path")
ROOT = NamedNode("https://example.org/root")


def written(turtle: str) -> str:
    graph = ShapesGraph(quads(f"ex:root ex:path {turtle} ."))
    (node,) = graph.objects(ROOT, PATH)
    return text(read_path(node, graph.objects), lambda iri: iri.value.rpartition("/")[2])


@pytest.mark.parametrize(("turtle", "path"), [
    ("ex:a", "a"),
    ("[ sh:inversePath ex:a ]", "^a"),
    ("( ex:a ex:b )", "a/b"),
    ("[ sh:alternativePath ( ex:a ex:b ) ]", "a|b"),
    ("[ sh:zeroOrMorePath ex:a ]", "a*"),
    ("[ sh:oneOrMorePath ( ex:a [ sh:inversePath ex:b ] ) ]", "(a/^b)+"),
    ("[ sh:zeroOrOnePath [ sh:alternativePath ( ex:a ex:b ) ] ]", "(a|b)?"),
])  # fmt: skip
def test_each_kind_of_path_is_read(turtle: str, path: str) -> None:
    assert written(turtle) == path


@pytest.mark.parametrize("turtle", [
    "'a'", "[]", "( ex:a )", "[ sh:alternativePath ( ex:a ) ]", "[ sh:inversePath ex:a ; sh:zeroOrMorePath ex:a ]",
    "_:b . _:b sh:inversePath _:b",
])  # fmt: skip
def test_a_path_that_is_not_well_formed_is_refused(turtle: str) -> None:
    with pytest.raises(ShapesError):
        written(turtle)


@pytest.mark.parametrize("turtle", [
    "_:l . _:l rdf:first 1 ; rdf:rest _:l", "_:l . _:l rdf:first 1, 2 ; rdf:rest ()", "_:l . _:l rdf:first 1", "1",
])  # fmt: skip
def test_a_list_has_an_end_and_one_member_a_node(turtle: str) -> None:
    graph = ShapesGraph(quads(f"ex:root ex:path {turtle} ."))
    (node,) = graph.objects(ROOT, PATH)
    with pytest.raises(ShapesError):
        read_list(node, graph.objects)


def test_an_empty_list_has_no_members() -> None:
    graph = ShapesGraph(quads("ex:root ex:path () ."))
    assert read_list(graph.objects(ROOT, PATH)[0], graph.objects) == []
