"""The map's lines and places as GeoJSON (RFC 7946), for maps that can be zoomed and for other programs.

A line that crosses the 180th meridian goes on beyond 180 degrees, as maps on a screen expect, rather than being cut.
"""

from __future__ import annotations

from typing import Any

from kg.city_relations.pictures import legend
from kg.city_relations.pictures.drawing import great_circle
from kg.city_relations.pictures.drawing.geometry import Position
from kg.city_relations.pictures.map.outlines import unbroken
from kg.city_relations.pictures.map.world_map import Line, lines
from kg.city_relations.pictures.relation import Partner, Place, partner, relations
from kg.city_relations.pictures.view import View

STEP = 1.0


def features(view: View) -> dict[str, Any]:
    """A point for the city and, for each line of the map, the line and the point at its end."""
    home = partner(view.reader, view.city)
    collected: list[dict[str, Any]] = []
    if home.place:
        collected.append(_feature("Point", home.place.position, {**_city(view, home), "standing": "city"}))
        for line in lines(relations(view)):
            collected += _line(view, home.place, line)
    return {"type": "FeatureCollection", "features": collected}


def _line(view: View, home: Place, line: Line) -> list[dict[str, Any]]:
    way = unbroken(great_circle.between(home.position, line.position, STEP))
    # The line begins at the city as it lies on the map, whatever turn the other end lies on.
    turn = home.position[0] - way[0][0]
    properties = {
        **_city(view, line.partner),
        "standing": line.relation.standing.value,
        "says": legend.name(view, line.relation.standing),
        "kept": line.relation.kept,
        "exact": line.exact,
        "partnership": line.relation.node.value,
        "path": "/" + line.relation.node.value.removeprefix(view.revision.project.base),
    }
    points = [(round(x + turn, 4), round(y, 4)) for x, y in way]
    return [_feature("LineString", points, properties), _feature("Point", points[-1], properties)]


def _city(view: View, city: Partner) -> dict[str, Any]:
    country = view.name(city.country).value if city.country else None
    return {"name": city.name.value, "country": country, "city": city.node.value}


def _feature(kind: str, coordinates: Position | list[Position], properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
