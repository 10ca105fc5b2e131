from __future__ import annotations

from kg.shacl.evaluation import validate

from .judging import quads, results, short


def test_a_shape_that_many_focus_nodes_share_is_evaluated_for_each_of_them() -> None:
    data = "ex:a ex:p ex:x . ex:b ex:p ex:x . ex:c ex:p ex:y . ex:y ex:q 1 ."
    needs = "sh:property [ sh:path ex:q ; sh:minCount 1 ]"
    found = results(data, f"ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:node [ {needs} ] ] .")
    assert [short(result.focus_node) for result in found] == ["a", "b"]


def test_results_do_not_depend_on_the_order_of_the_statements() -> None:
    data = quads("ex:a ex:p 1, 2 . ex:b ex:p 3 . ex:c ex:q 4 .")
    shapes = quads(
        "ex:S sh:targetSubjectsOf ex:p, ex:q ; sh:property [ sh:path ex:p ; sh:maxCount 1 ; sh:minCount 1 ] ."
    )
    one, other = (
        sorted(map(str, (result.focus_node for result in validate(each, shapes)))) for each in (data, data[::-1])
    )
    assert one == other == ["<https://example.org/a>", "<https://example.org/c>"]


def test_a_focus_node_that_is_not_in_the_data_is_judged_too() -> None:
    (found,) = results("ex:a ex:p 1 .", "ex:S sh:targetNode ex:none ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    assert short(found.focus_node) == "none"


def test_a_node_shape_judges_the_focus_node_itself() -> None:
    (found,) = results("ex:a ex:p 1 .", "ex:S sh:targetNode ex:a, 'text' ; sh:nodeKind sh:IRI .")
    assert short(found.value) == "text"
    assert found.path is None
