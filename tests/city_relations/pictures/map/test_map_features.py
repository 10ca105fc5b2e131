from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kg.city_relations.pictures import gallery
from kg.city_relations.pictures.view import View


def test_the_lines_of_the_map_are_geojson(seen: Callable[..., View]) -> None:
    found = json.loads(gallery.represent("map", seen(on="2019-06-01"), gallery.GEOJSON).body)
    lines = [each for each in found["features"] if each["geometry"]["type"] == "LineString"]
    assert len(lines) == 12
    assert sum(each["properties"]["standing"] in ("certain", "possible") for each in lines) == 11
    for each in lines:
        assert each["geometry"]["coordinates"][0] == pytest.approx([3.7167, 51.05], abs=1e-4)
        assert each["properties"]["path"].startswith("/id/partnership/")
