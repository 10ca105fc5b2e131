from __future__ import annotations

import pytest

from ..judging import bad_values

SMALL, LARGE = "[ sh:maxInclusive 4 ]", "[ sh:minInclusive 3 ]"


@pytest.mark.parametrize(("constraint", "bad"), [
    (f"sh:not {SMALL}", {"1", "3"}),
    (f"sh:and ( {SMALL} {LARGE} )", {"1", "6"}),
    (f"sh:or ( {SMALL} {LARGE} )", set()),
    (f"sh:xone ( {SMALL} {LARGE} )", {"3"}),
    ("sh:or ( [ sh:hasValue 1 ] [ sh:hasValue 6 ] )", {"3"}),
    ("sh:or ( [ sh:hasValue 1 ] [ sh:hasValue 6 ] ) ; sh:or ( [ sh:hasValue 3 ] [ sh:hasValue 6 ] )", {"1", "3"}),
    ("sh:and ( )", set()),
    ("sh:or ( )", {"1", "3", "6"}),
    ("sh:xone ( ex:same ex:same )", {"1", "3", "6"}),
])  # fmt: skip
def test_shapes_are_combined_by_logic(constraint: str, bad: set[str]) -> None:
    assert (
        bad_values("1, 3, 6", f"{constraint} ] . ex:same sh:minInclusive 1 . ex:other sh:property [ sh:path ex:q")
        == bad
    )
