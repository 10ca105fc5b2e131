from __future__ import annotations

import pytest

from kg.city_relations.pictures.drawing import great_circle
from kg.city_relations.pictures.drawing.labels import Box
from kg.city_relations.pictures.map import panel


def test_a_line_is_cut_where_the_map_is() -> None:
    drawn = panel.world(0.0, [(-179.0, 0.0), (179.0, 0.0)], Box(0, 0, 1000, 500))
    pieces = drawn.line([(170.0, 10.0), (179.0, 10.0), (-179.0, 10.0), (-170.0, 10.0)])
    assert [len(piece) for piece in pieces] == [2, 2]


@pytest.mark.parametrize("centre", [(3.7, 51.05), (174.8, -36.9), (-58.4, -34.6), (179.9, 0.0), (0.0, 80.0)])
def test_land_around_any_place_stays_in_its_frame(centre: tuple[float, float]) -> None:
    for drawn in (
        panel.surroundings(centre, [(centre[0] + 5, centre[1] - 5)], Box(10, 20, 330, 300)),
        panel.world(round(centre[0] / 10) * 10.0, [centre], Box(10, 20, 330, 300)),
    ):
        numbers = panel.land(drawn)
        assert numbers.startswith("<path")
        assert "nan" not in numbers
        assert drawn.shows(centre)


def test_the_world_is_shown_as_far_north_as_its_lines_go() -> None:
    way = great_circle.between((-122.3, 47.6), (69.2, 41.3))
    assert max(y for _, y in way) > 82
    drawn = panel.world(-120.0, way, Box(16, 70, 944, 490))
    assert all(drawn.shows(each) for each in way)
