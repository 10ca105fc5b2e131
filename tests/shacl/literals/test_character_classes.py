from __future__ import annotations

import sys
import unicodedata

import pytest

from kg.shacl.literals.character_classes import category_ranges, complement, name_ranges


def contains(ranges: list[tuple[int, int]], character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in ranges)


@pytest.mark.parametrize("name", ["L", "Lu", "Nd", "P", "Zs", "S"])
def test_a_category_has_the_characters_that_unicode_puts_into_it(name: str) -> None:
    ranges = category_ranges(name)
    for code in range(0, 0x3000, 7):
        assert contains(ranges, chr(code)) == unicodedata.category(chr(code)).startswith(name)


def test_a_block_is_its_range_of_code_points() -> None:
    assert category_ranges("IsGreek") == [(0x370, 0x3FF)]


@pytest.mark.parametrize("name", ["Xx", "IsAtlantis", "greek"])
def test_what_is_no_category_and_no_block_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="unknown character property"):
        category_ranges(name)


def test_a_complement_is_everything_else() -> None:
    assert complement([]) == [(0, sys.maxunicode)]
    assert complement([(0, sys.maxunicode)]) == []
    assert complement([(1, 2), (4, 4)]) == [(0, 0), (3, 3), (5, sys.maxunicode)]
    assert complement(complement([(1, 2), (4, 4)])) == [(1, 2), (4, 4)]


def test_an_xml_name_may_go_on_with_more_than_it_may_start_with() -> None:
    assert [character for character in "a_é-1.·" if contains(name_ranges(start=True), character)] == ["a", "_", "é"]
    assert all(contains(name_ranges(start=False), character) for character in "a_é-1.·")
