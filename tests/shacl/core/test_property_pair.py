from __future__ import annotations

import pytest

from ..judging import bad_focus, results


def found(data: str, constraint: str) -> list[str]:
    shapes = f"ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] ."
    return sorted(str(result.value) for result in results(data, shapes))


def test_equal_values_are_compared_as_sets_and_each_difference_is_a_result() -> None:
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert found("ex:a ex:p 1, 2 ; ex:q 2, 1 .", "sh:equals ex:q") == []
    assert found("ex:a ex:p 1, 2 ; ex:q 2, 3 .", "sh:equals ex:q") == [f'"1"{integer}', f'"3"{integer}']


def test_disjoint_values_are_reported_where_both_have_them() -> None:
    assert bad_focus("ex:a ex:p 1, 2, 3 ; ex:q 2, 3 . ex:b ex:p 1 .", "sh:disjoint ex:q") == {"a": 2}


@pytest.mark.parametrize(("value", "less", "at_most"), [(1, True, True), (2, False, True), (3, False, False)])
def test_a_value_is_less_or_at_most_the_other(value: int, *, less: bool, at_most: bool) -> None:
    data = f"ex:a ex:p {value} ; ex:q 2 ."
    assert bool(found(data, "sh:lessThan ex:q")) is not less
    assert bool(found(data, "sh:lessThanOrEquals ex:q")) is not at_most


def test_each_value_is_compared_with_each_other_value() -> None:
    assert {value[1] for value in found("ex:a ex:p 1, 2, 3 ; ex:q 2, 3 .", "sh:lessThan ex:q")} == {"2", "3"}
    assert {value[1] for value in found("ex:a ex:p 1, 2, 3 ; ex:q 2, 3 .", "sh:lessThanOrEquals ex:q")} == {"3"}


def test_what_cannot_be_compared_is_out_of_order_and_what_is_absent_is_not() -> None:
    assert found('ex:a ex:p "x" ; ex:q 2 .', "sh:lessThan ex:q")
    assert not found("ex:a ex:p 1 .", "sh:lessThan ex:q")
    assert not found("ex:a ex:q 1 .", "sh:lessThan ex:q")
