from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.errors import ShapesError
from kg.shacl.shapes.shape_node import ShapeNode
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh

from ..judging import quads

NAME = NamedNode("https://example.org/S")


def shape(properties: str) -> ShapeNode:
    return ShapeNode(ShapesGraph(quads(f"ex:S {properties} .")), NAME, is_property=False)


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("false", False), ('"1"^^xsd:boolean', True), ('"0"^^xsd:boolean', False)]
)
def test_a_boolean_is_read_in_each_of_its_forms(value: str, *, expected: bool) -> None:
    assert shape(f"sh:closed {value}").boolean(sh("closed")) is expected
    assert shape("sh:order 1").boolean(sh("closed")) is False


@pytest.mark.parametrize(("reader", "value"), [
    ("boolean", "'true'"), ("boolean", '"yes"^^xsd:boolean'), ("count", "1.0"), ("count", '"x"^^xsd:integer'),
    ("iri", "'a'"),
    ("node", "1"), ("string", "'a'@nl"), ("text", "1"), ("members", "1"),
])  # fmt: skip
def test_a_value_of_another_kind_is_refused_with_its_shape(reader: str, value: str) -> None:
    node = shape(f"sh:closed {value}")
    read = getattr(node, reader)
    with pytest.raises(ShapesError) as caught:
        read(sh("closed")) if reader == "boolean" else read(sh("closed"), node.values(sh("closed"))[0])
    assert caught.value.shape == str(NAME)


def test_of_a_parameter_that_may_be_given_once_two_values_are_refused() -> None:
    with pytest.raises(ShapesError, match="must not have more than one value"):
        shape("sh:minCount 1, 2").one(sh("minCount"))
