from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import pytest
from pyoxigraph import NamedNode, Quad

from kg.compact.rows import FEW, Rows, joined

CREATED: list[int] = []


def quad(row: int) -> Quad:
    return Quad(NamedNode(f"urn:{row}"), NamedNode("urn:p"), NamedNode("urn:o"))


def at(rows: Iterable[int]) -> Iterator[Quad]:
    for row in rows:
        CREATED.append(row)
        yield quad(row)


@pytest.fixture
def rows() -> Rows:
    CREATED.clear()
    return Rows(at, array("I", range(10)))


def test_a_quad_is_created_when_it_is_accessed(rows: Rows) -> None:
    assert len(rows) == 10
    assert CREATED == []
    assert rows[3] == quad(3)
    assert rows[-1] == quad(9)
    assert CREATED == [3, 9]


def test_a_slice_creates_nothing(rows: Rows) -> None:
    part = rows[2:8:2]
    assert (len(part), CREATED) == (3, [])
    assert list(part) == [quad(2), quad(4), quad(6)]


def test_rows_end_where_a_list_would(rows: Rows) -> None:
    with pytest.raises(IndexError):
        rows[10]


@pytest.mark.parametrize("sizes", [(0, 3), (3, 0), (3, 4), (FEW, 5)])
def test_joined_sequences_read_as_one_list(sizes: tuple[int, int]) -> None:
    first = [quad(number) for number in range(sizes[0])]
    second = [quad(number + 10_000) for number in range(sizes[1])]
    both = joined(first, second)
    expected = first + second
    assert list(both) == expected
    assert len(both) == len(expected)
    for place in (0, -1, len(expected) - 1, sizes[0] - 1 if sizes[0] else 0):
        assert both[place] == expected[place]
    assert list(both[1:-1]) == expected[1:-1]
    with pytest.raises(IndexError):
        both[len(expected)]
