from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.shacl.shapes_graph import ShapesGraph

from .judging import quads


def node(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def test_values_stand_once_in_the_order_of_the_graph() -> None:
    graph = ShapesGraph([*quads("ex:a ex:p 2, 1 . ex:b ex:p 1 ."), *quads("ex:a ex:p 2 .")])
    assert [value.value for value in graph.objects(node("a"), node("p"))] == ["2", "1"]  # type: ignore[union-attr]
    assert graph.objects(node("a"), node("none")) == []
    assert graph.subjects(node("p")) == [node("a"), node("b")]
    assert graph.subjects(node("p"), node("x")) == []


def test_an_instance_of_a_subclass_is_one_of_the_class() -> None:
    graph = ShapesGraph(quads("ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:A . ex:x a ex:A ."))
    assert graph.is_instance(node("x"), node("B"))
    assert not graph.is_instance(node("x"), node("C"))


@pytest.mark.parametrize(("shape", "says"), [
    ("ex:S sh:minCuont 1", "minCount"), ("ex:S sh:target [ ]", "Advanced"), ("ex:S a sh:Shap", "sh:Shap"),
])  # fmt: skip
def test_a_term_that_shacl_core_does_not_have_is_refused(shape: str, says: str) -> None:
    (problem,) = ShapesGraph(quads(f"{shape} .")).vocabulary_problems()
    assert says in str(problem)
