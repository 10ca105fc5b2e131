from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.city_relations.pictures import legend
from kg.city_relations.pictures.drawing.labels import width
from kg.city_relations.pictures.view import View
from kg.city_relations.status_on_day import Standing


@pytest.mark.parametrize("tag", ["nl", "en"])
def test_every_standing_has_a_name_of_its_own(seen: Callable[..., View], tag: str) -> None:
    names = [legend.name(seen(tag=tag), standing) for standing in Standing]
    assert all(names)
    assert len(set(names)) == len(names)


def test_marks_differ_by_shape_not_only_by_colour() -> None:
    marks = {standing: legend.mark(standing, (0, 0)) for standing in legend.SHOWN}
    shapes = {mark.replace(standing, "") for standing, mark in marks.items()}
    assert len(shapes) == len(legend.SHOWN)
    assert legend.mark(Standing.POSSIBLE, (0, 0), kept=True).count("<circle") == 2


def test_words_are_wrapped_within_their_room_where_they_can_be() -> None:
    lines = legend.wrapped("one two three four five six seven", 90, 13)
    assert " ".join(lines) == "one two three four five six seven"
    assert all(width(line, 13) <= 90 for line in lines)
    assert legend.wrapped("unbreakable", 10, 13) == ["unbreakable"]


def test_a_legend_has_what_is_drawn_and_grows_with_it(seen: Callable[..., View]) -> None:
    drawn, high = legend.legend(seen(), [Standing.ENDED, Standing.CERTAIN], None, (0, 0), 1, 300)
    assert drawn.index("certain") < drawn.index("ended")
    assert "possibly" not in drawn
    assert high == 2 * legend.ROW


def test_a_flowing_key_takes_a_row_more_only_where_its_words_need_it() -> None:
    words = [("", "one"), ("", "two"), ("", "three")]
    assert legend.flowing_key(words, (0, 0), 600)[1] == legend.ROW
    assert legend.flowing_key(words, (0, 0), 190)[1] == 2 * legend.ROW
    assert legend.flowing_key([], (0, 0), 190) == ("", 0)
