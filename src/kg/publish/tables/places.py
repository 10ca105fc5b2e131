"""Geometries of GeoJSON (RFC 7946): points from well-known text, and lines between points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.publish.tables.tidy_table import Geometry

Position = tuple[float, float]

_POINT = re.compile(r"\s*(?:<[^>]*>\s*)?POINT\s*Z?\s*\(\s*([-+.\deE]+)\s+([-+.\deE]+)[^)]*\)\s*", re.IGNORECASE)
_HALF = 180.0


def position(wkt: str) -> Position | None:
    """The longitude and latitude of a point in well-known text; None for what is no point on the earth.

    >>> position("POINT(3.71667 51.05)")
    (3.71667, 51.05)
    """
    match = _POINT.fullmatch(wkt)
    try:
        x, y = (float(match[1]), float(match[2])) if match else (_HALF * 2, 0.0)
    except ValueError:
        return None
    return (x, y) if abs(x) <= _HALF and abs(y) <= _HALF / 2 else None


def point(where: Position) -> Geometry:
    """A point."""
    return {"type": "Point", "coordinates": list(where)}


def lines(start: Position, ends: Iterable[Position]) -> Geometry | None:
    """Lines from one place to others; one that crosses the 180th meridian is cut there (RFC 7946 §3.1.9).

    >>> lines((170.0, 0.0), [(-170.0, 10.0)])["coordinates"]
    [[[170.0, 0.0], [180.0, 5.0]], [[-180.0, 5.0], [-170.0, 10.0]]]
    """
    parts = [part for end in ends for part in _parts(start, end)]
    if not parts:
        return None
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _parts(start: Position, end: Position) -> Sequence[list[list[float]]]:
    if abs(start[0] - end[0]) <= _HALF:
        return [[list(start), list(end)]]
    side = _HALF if start[0] > 0 else -_HALF
    there = end[0] + 2 * side
    share = (side - start[0]) / (there - start[0])
    latitude = round(start[1] + share * (end[1] - start[1]), 6)
    return [[list(start), [side, latitude]], [[-side, latitude], list(end)]]
