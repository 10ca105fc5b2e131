from __future__ import annotations

from itertools import pairwise
from math import dist, radians

import pytest

from kg.city_relations.pictures.drawing import great_circle
from kg.city_relations.pictures.drawing.labels import Box
from kg.city_relations.pictures.map import globe, outlines, panel
from kg.city_relations.pictures.map.outlines import Detail, _within
from kg.city_relations.pictures.map.projection import NaturalEarth, Surroundings

INLAND = [
    (3.7, 51.05),
    (136.6, 36.4),
    (105.0, 35.0),
    (-58.0, -15.0),
    (178.0, -38.5),
    (-99.0, 40.0),
    (20.0, 0.0),
    (175.2, -40.6),
]
AT_SEA = [
    (-30.0, 40.0),
    (3.0, 56.0),
    (90.0, -10.0),
    (-150.0, 10.0),
    (50.5, 42.0),
    (170.0, -50.0),
    (19.0, 56.5),
    (174.5, -40.6),
]


@pytest.mark.parametrize("detail", list(Detail))
def test_the_file_of_outlines_is_small_and_says_whose_it_is(detail: Detail) -> None:
    text = outlines.file(detail).read_text("ascii")
    assert len(text) < 80_000
    assert "Natural Earth" in text
    assert "public\n# domain" in text


@pytest.mark.parametrize("detail", list(Detail))
def test_rings_are_closed(detail: Detail) -> None:
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in outlines.land(detail))


@pytest.mark.parametrize(("positions", "parity"), [(INLAND, 1), (AT_SEA, 0)], ids=["land", "sea"])
def test_land_is_where_rings_lie_around_it_an_odd_number_of_times(
    positions: list[tuple[float, float]], parity: int
) -> None:
    for x, y in positions:
        around = sum(_within((x + turn, y), ring) for ring in outlines.land(Detail.NEAR) for turn in (-360, 0, 360))
        assert around % 2 == parity, (x, y)
        assert outlines.on_land((x, y)) == (parity == 1)


@pytest.mark.parametrize("reach", [0.1, 0.4, 0.9, 1.5])
@pytest.mark.parametrize(("positions", "parity"), [(INLAND, 1), (AT_SEA, 0)], ids=["land", "sea"])
def test_surroundings_have_land_where_it_is_however_much_of_what_is_far_is_cut_short(
    positions: list[tuple[float, float]], parity: int, reach: float
) -> None:
    for x, y in positions:
        drawn = Surroundings((x + 1.0, y - 0.5))
        around = sum(_within(drawn.project((x, y)), shore.ring) for shore in drawn.land(reach))
        assert around % 2 == parity, (x, y)


def test_of_the_outlines_every_point_that_is_near_is_kept_and_few_that_are_far() -> None:
    centre, most = (35.2, 31.7), sum(map(len, outlines.land(Detail.NEAR)))
    kept = [point for ring in globe.near(great_circle.vector(centre), radians(20)) for point in ring]
    wanted = {
        great_circle.vector(each)
        for ring in outlines.land(Detail.NEAR)
        for each in ring
        if great_circle.distance(centre, each) < 6371 * radians(20)
    }
    assert wanted <= set(kept)
    assert len(kept) < most / 2


def test_geojson_has_the_caspian_sea_as_a_hole() -> None:
    polygons = outlines.geojson()["geometry"]["coordinates"]
    assert [len(polygon) for polygon in polygons if len(polygon) > 1] == [2]
    assert len(polygons) == len(outlines.land(Detail.NEAR)) - 1


def test_the_natural_earth_projection_meets_its_published_corners() -> None:
    # Patterson's table: the length of the equator is 0.8707 of its globe's, the height 0.52 of the width.
    projection = NaturalEarth(0.0)
    width = 2 * projection.project((179.9999, 0.0))[0]
    height = 2 * projection.project((0.0, 90.0))[1]
    assert width == pytest.approx(0.8707 * 2 * 3.14159265, rel=1e-4)
    assert height / width == pytest.approx(0.52, abs=0.001)


def test_surroundings_keep_area_and_can_be_turned_back() -> None:
    projection = Surroundings((3.7, 51.05))
    for position in INLAND[:4]:
        assert projection.inverse(projection.project(position)) == pytest.approx(position, abs=1e-6)
    near = dist(projection.project((3.7, 51.05)), projection.project((5.57, 50.63)))
    assert near * 6371 == pytest.approx(great_circle.distance((3.7, 51.05), (5.57, 50.63)), rel=1e-3)


def test_a_great_circle_to_japan_passes_the_arctic_circle() -> None:
    way = great_circle.between((3.72, 51.05), (136.62, 36.6))
    assert 65 < max(y for _, y in way) < 70
    parts = [great_circle.distance(a, b) for a, b in pairwise(way)]
    assert sum(parts) == pytest.approx(great_circle.distance(way[0], way[-1]), rel=1e-6)


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
