from __future__ import annotations

from math import radians

from kg.city_relations.pictures.drawing import great_circle
from kg.city_relations.pictures.map import globe, outlines
from kg.city_relations.pictures.map.outlines import Detail


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
