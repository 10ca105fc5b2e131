from __future__ import annotations

import pytest

from kg.errors import ShapesError

from ..judging import bad_focus, results

DATA = """
ex:a ex:p ex:red, ex:blue, ex:green . ex:b ex:p ex:red, ex:scarlet . ex:c ex:p ex:blue .
ex:red a ex:Red . ex:scarlet a ex:Red . ex:blue a ex:Blue .
"""
RED = "sh:qualifiedValueShape [ sh:class ex:Red ]"


@pytest.mark.parametrize(("constraint", "bad"), [
    (f"{RED} ; sh:qualifiedMinCount 1", {"c"}),
    (f"{RED} ; sh:qualifiedMinCount 2", {"a", "c"}),
    (f"{RED} ; sh:qualifiedMaxCount 1", {"b"}),
    (f"{RED} ; sh:qualifiedMaxCount 0", {"a", "b"}),
    (f"{RED} ; sh:qualifiedMinCount 0 ; sh:qualifiedMaxCount 2", set()),
])  # fmt: skip
def test_values_that_conform_to_a_shape_are_counted(constraint: str, bad: set[str]) -> None:
    assert bad_focus(DATA, constraint).keys() == bad


def test_disjoint_siblings_count_no_value_twice() -> None:
    shapes = """
    ex:s sh:targetNode ex:a ;
      sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:Red ] ; sh:qualifiedMinCount 1 {0} ] ;
      sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1 {0} ] .
    """
    disjoint = "; sh:qualifiedValueShapesDisjoint true"
    data = "ex:a ex:p ex:red . ex:red a ex:Red ."
    assert len(results(data, shapes.replace("{0}", ""))) == 0
    assert len(results(data, shapes.replace("{0}", disjoint))) == 2


def test_a_node_shape_is_one_result_and_a_property_shape_reports_its_own() -> None:
    data = "ex:a ex:p ex:b ."
    needs = "sh:property [ sh:path ex:q ; sh:minCount 1 ]"
    node = f"ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node [ {needs} ] ] ."
    nested = f"ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {needs} ] ."
    assert [(r.focus_node.value, r.component.value.rpartition("#")[2]) for r in results(data, node)] == [
        ("https://example.org/a", "NodeConstraintComponent")
    ]
    assert [(r.focus_node.value, r.component.value.rpartition("#")[2]) for r in results(data, nested)] == [
        ("https://example.org/b", "MinCountConstraintComponent")
    ]


def test_a_qualified_shape_needs_a_count() -> None:
    with pytest.raises(ShapesError, match="needs a sh:qualifiedMinCount"):
        bad_focus(DATA, RED)
