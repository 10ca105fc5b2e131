"""What is inside results of constraints that refer to other shapes."""

from __future__ import annotations

import pytest

from kg.shacl.report import Result

from .judging import report, results, short

BOAT = "ex:S sh:targetClass ex:Boat ; "


def inside(result: Result) -> list[tuple[str, list[str]]]:
    """Each branch: its value, and the path and component of its results."""
    return [(short(branch.value), [_message(each) for each in branch.results]) for branch in result.branches]


def _message(result: Result) -> str:
    path = str(result.path.iri.value).rpartition("/")[2] if result.path else ""  # type: ignore[union-attr]
    return f"{path} {result.component.value.rpartition('#')[2].removesuffix('ConstraintComponent')}".strip()


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("sh:or ( [ sh:path ex:p ; sh:minCount 1 ] [ sh:class ex:C ] )", [("b", ["p MinCount"]), ("b", ["Class"])]),
        ("sh:xone ( [ sh:path ex:q ; sh:minCount 1 ] [ sh:nodeKind sh:IRI ] )", [("b", []), ("b", [])]),
        ("sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] )", [("b", []), ("b", ["Class"])]),
        ("sh:not [ sh:nodeKind sh:IRI ]", [("b", [])]),
        (
            "sh:node [ sh:property [ sh:path ex:p ; sh:minCount 1 ] , [ sh:path ex:q ; sh:datatype ex:d ] ]",
            [("b", ["p MinCount", "q Datatype", "q Datatype"])],
        ),
        (
            "sh:property [ sh:path ex:q ; sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 1 ]",
            [("1", ["Class"]), ("2", ["Class"])],
        ),
        (
            "sh:property [ sh:path ex:q ; sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMaxCount 1 ]",
            [("1", []), ("2", [])],
        ),
        ("sh:nodeKind sh:Literal", []),
    ],
)
def test_each_shape_inside_has_what_failed_of_it(constraint: str, expected: list[tuple[str, list[str]]]) -> None:
    (result,) = results("ex:b a ex:Boat ; ex:q 1, 2 .", f"{BOAT}{constraint} .")
    assert inside(result) == expected


def test_details_are_nested_down_to_a_depth_that_people_read() -> None:
    nested = "sh:nodeKind sh:Literal"
    for _ in range(12):
        nested = f"sh:node [ {nested} ]"
    (result,) = results("ex:b a ex:Boat .", f"{BOAT}{nested} .")
    depth = 0
    while result.branches:
        depth += 1
        (branch,) = result.branches
        if not branch.results:
            break
        (result,) = branch.results
    assert 3 <= depth <= 6


def test_a_recursive_shape_ends() -> None:
    shapes = f"{BOAT}sh:property [ sh:path ex:next ; sh:node ex:S ] ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    both = results("ex:a a ex:Boat ; ex:next ex:b . ex:b a ex:Boat ; ex:next ex:a .", shapes)
    assert [short(each.focus_node) for each in both if each.branches] == ["a", "b"]


def test_details_do_not_count_as_applications_of_a_shape() -> None:
    judged = report("ex:b a ex:Boat .", f"{BOAT}sh:node ex:T . ex:T sh:nodeKind sh:Literal .")
    assert {short(each.shape): each.focus_nodes for each in judged.coverage} == {"S": 1, "T": 1}  # type: ignore[arg-type]


def test_a_result_is_the_same_whatever_is_inside_it() -> None:
    shapes = f"{BOAT}sh:node ex:T . ex:T sh:property [ sh:path ex:p ; sh:minCount 2 ; sh:datatype ex:d ] ."
    one, other = (results(f"ex:b a ex:Boat ; ex:p {value} .", shapes)[0] for value in (1, 2))
    assert one == other
    assert inside(one) == inside(other)
    assert one.branches != other.branches
