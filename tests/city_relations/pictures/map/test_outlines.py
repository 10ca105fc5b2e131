from __future__ import annotations

import pytest

from kg.city_relations.pictures.map import outlines
from kg.city_relations.pictures.map.outlines import Detail, _within

from ....presence import present

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
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in present(outlines.land(detail)))


@pytest.mark.parametrize(("positions", "parity"), [(INLAND, 1), (AT_SEA, 0)], ids=["land", "sea"])
def test_land_is_where_rings_lie_around_it_an_odd_number_of_times(
    positions: list[tuple[float, float]], parity: int
) -> None:
    for x, y in present(positions):
        around = sum(_within((x + turn, y), ring) for ring in outlines.land(Detail.NEAR) for turn in (-360, 0, 360))
        assert around % 2 == parity, (x, y)
        assert outlines.on_land((x, y)) == (parity == 1)


def test_geojson_has_the_caspian_sea_as_a_hole() -> None:
    polygons = outlines.geojson()["geometry"]["coordinates"]
    assert [len(polygon) for polygon in polygons if len(polygon) > 1] == [2]
    assert len(polygons) == len(outlines.land(Detail.NEAR)) - 1
