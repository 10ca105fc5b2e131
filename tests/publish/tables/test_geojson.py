from __future__ import annotations

import json

from kg.publish.tables import geojson
from kg.publish.tables.tidy_table import Column, Kind, Table

COLUMNS = (Column("iri", "I", Kind.IRI), Column("n", "N", Kind.INTEGER), Column("s", "S", repeats=True),
           Column("d", "D", Kind.NUMBER), Column("b", "B", Kind.BOOLEAN))  # fmt: skip


def test_properties_have_the_types_of_json_and_a_feature_may_lie_nowhere() -> None:
    rows = [(("http://a.example/",), ("12",), ("x", "y"), ("1.5",), ("true",)), ((), (), (), ("INF",), ())]
    point = {"type": "Point", "coordinates": [3.7, 51.0]}
    document = json.loads(geojson.write(Table("t", "T", "en", COLUMNS, rows, "iri", [point, None])))
    assert document["type"] == "FeatureCollection"
    one, other = document["features"]
    assert (one["id"], one["geometry"]) == ("http://a.example/", point)
    assert one["properties"] == {"iri": "http://a.example/", "n": 12, "s": ["x", "y"], "d": 1.5, "b": True}
    assert other["geometry"] is None
    assert "id" not in other
    assert other["properties"] == {"iri": None, "n": None, "s": [], "d": "INF", "b": None}
