from __future__ import annotations

from array import array

from kg.compact.row_groups import RowGroups


def test_each_number_has_its_rows_in_their_order() -> None:
    groups = RowGroups(array("I", [2, 0, 2, 3, 2]), 5)
    assert [list(groups.of(number)) for number in range(5)] == [[1], [], [0, 2, 4], [3], []]
