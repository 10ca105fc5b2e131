from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.compact.strings import in_order, joined

TEXTS = ["ghent", "gent", "antwerp", "gent", "", "gentofte"]
WORDS = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=8)


def places_of(texts: list[str]) -> list[tuple[int, int]]:
    """The beginning of each line."""
    offsets, offset = [], 0
    for number, text in enumerate(texts):
        offsets.append((number, offset))
        offset += len(text) + 1
    return offsets


def test_each_string_is_read_back() -> None:
    lines = joined(TEXTS)
    assert [lines[number] for number in range(len(lines))] == TEXTS
    assert len(joined([])) == 0


def test_lines_are_found_by_their_whole_text_and_by_its_beginning() -> None:
    index = in_order(joined(TEXTS), places_of(TEXTS))
    assert index.equal("gent") == [1, 3]
    assert index.equal("gen") == []
    assert index.beginning("gent") == [1, 3, 5]
    assert index.beginning("") == [0, 1, 2, 3, 4, 5]
    assert index.beginning("x") == []


def test_a_line_is_found_from_any_offset_that_is_given() -> None:
    index = in_order(joined(["east gate", "gate"]), [(0, 0), (0, 5), (1, 10)])
    assert index.equal("gate") == [0, 1]
    assert index.beginning("east") == [0]


@given(st.lists(WORDS, max_size=12), WORDS)
def test_lines_are_found_as_a_list_is_searched(texts: list[str], key: str) -> None:
    index = in_order(joined(texts), places_of(texts))
    assert index.equal(key) == [number for number, text in enumerate(texts) if text == key]
    assert index.beginning(key) == [number for number, text in enumerate(texts) if text.startswith(key)]
