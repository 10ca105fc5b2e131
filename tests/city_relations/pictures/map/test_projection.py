from __future__ import annotations

from math import dist

import pytest

from kg.city_relations.pictures.drawing import great_circle
from kg.city_relations.pictures.map.outlines import _within
from kg.city_relations.pictures.map.projection import NaturalEarth, Surroundings

from ....city_relations.pictures.map.test_outlines import AT_SEA, INLAND
from ....presence import present


@pytest.mark.parametrize("reach", [0.1, 0.4, 0.9, 1.5])
@pytest.mark.parametrize(("positions", "parity"), [(INLAND, 1), (AT_SEA, 0)], ids=["land", "sea"])
def test_surroundings_have_land_where_it_is_however_much_of_what_is_far_is_cut_short(
    positions: list[tuple[float, float]], parity: int, reach: float
) -> None:
    for x, y in present(positions):
        drawn = Surroundings((x + 1.0, y - 0.5))
        around = sum(_within(drawn.project((x, y)), shore.ring) for shore in drawn.land(reach))
        assert around % 2 == parity, (x, y)


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
