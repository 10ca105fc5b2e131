from __future__ import annotations

import pytest

from kg.errors import ShapesError

from ..judging import bad_focus, results

DATA = "ex:none ex:q 1 . ex:one ex:p 1 . ex:two ex:p 1, 2 . ex:three ex:p 1, 2, 3 ."


@pytest.mark.parametrize(("constraint", "bad"), [
    ("sh:minCount 0", set()),
    ("sh:minCount 1", {"none"}),
    ("sh:minCount 2", {"none", "one"}),
    ("sh:maxCount 0", {"one", "two", "three"}),
    ("sh:maxCount 2", {"three"}),
    ("sh:maxCount 3", set()),
    ("sh:minCount 2 ; sh:maxCount 2", {"none", "one", "three"}),
])  # fmt: skip
def test_values_are_counted_from_both_ends(constraint: str, bad: set[str]) -> None:
    assert bad_focus(DATA, constraint).keys() == bad


def test_a_count_has_one_result_a_focus_node_without_a_value() -> None:
    (found,) = results("ex:a ex:q 1 .", "ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 3 ] .")
    assert found.value is None


@pytest.mark.parametrize("constraint", ['sh:minCount "1"', "sh:minCount 1.0", "sh:maxCount -1, 2", "sh:maxCount ex:a"])
def test_a_count_that_is_no_integer_or_given_twice_is_refused(constraint: str) -> None:
    with pytest.raises(ShapesError):
        bad_focus(DATA, constraint)


def test_a_node_shape_counts_nothing() -> None:
    with pytest.raises(ShapesError, match="property shapes only"):
        results(DATA, "ex:s sh:targetNode ex:one ; sh:minCount 1 .")
