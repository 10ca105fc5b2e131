from __future__ import annotations

import pytest

from kg.publish.tables import places


@pytest.mark.parametrize(("wkt", "position"), [
    ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point(3.7 51)", (3.7, 51.0)),
    ("POINT Z (3.7 51 12)", (3.7, 51.0)),
    ("POINT(3.7 151)", None),
    ("POINT(1.2.3 4)", None),
    ("LINESTRING(1 2, 3 4)", None),
])  # fmt: skip
def test_a_point_in_well_known_text_is_a_place_on_the_earth(wkt: str, position: tuple[float, float] | None) -> None:
    assert places.position(wkt) == position


def test_a_line_is_cut_where_it_crosses_the_180th_meridian() -> None:
    assert places.lines((0.0, 0.0), []) is None
    assert places.lines((3.7, 51.0), [(136.6, 36.6)]) == {
        "type": "LineString", "coordinates": [[3.7, 51.0], [136.6, 36.6]]
    }  # fmt: skip
    line = places.lines((-170.0, 0.0), [(170.0, 10.0), (-160.0, 0.0)])
    assert line is not None
    assert line["type"] == "MultiLineString"
    assert line["coordinates"][:2] == [[[-170.0, 0.0], [-180.0, 5.0]], [[180.0, 5.0], [170.0, 10.0]]]
