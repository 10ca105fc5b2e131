"""Where there is land: Natural Earth's outlines, simplified, without a border in them.

The files beside this module say where they come from; ``tools/natural_earth.py`` makes them anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.city_relations.pictures.drawing.geometry import Position

"""Longitude and latitude in degrees."""

STEPS_A_DEGREE = 20
CREDIT = "Natural Earth"


class Detail(StrEnum):
    """For the surroundings of a city, or for the whole world."""

    NEAR = "near"
    WORLD = "world"


def file(detail: Detail) -> Path:
    return Path(__file__).with_name(f"natural-earth-{detail}.txt")


@lru_cache(maxsize=2)
def land(detail: Detail) -> tuple[tuple[Position, ...], ...]:
    """Every ring, closed; lakes are rings within rings, so an even-odd rule fills them right."""
    lines = file(detail).read_text(encoding="ascii").splitlines()
    return tuple(_ring(line) for line in lines if not line.startswith("#"))


def on_land(position: Position) -> bool:
    """Whether there is land, by the outlines in detail."""
    x, y = position
    around = (
        _within((x + turn, y), ring)
        for west, east, ring in _breadths()
        for turn in (-360.0, 0.0, 360.0)
        if west <= x + turn <= east
    )
    return sum(around) % 2 == 1


@lru_cache(maxsize=1)
def _breadths() -> list[tuple[float, float, Sequence[Position]]]:
    """The rings in detail, each with its westernmost and its easternmost longitude."""
    return [(min(x for x, _ in ring), max(x for x, _ in ring), ring) for ring in land(Detail.NEAR)]


def unbroken(points: Sequence[Position]) -> list[Position]:
    """The same points with no leap at the 180th meridian: beyond it, longitudes go on.

    >>> unbroken([(179.0, 71.0), (-179.0, 71.0)])
    [(179.0, 71.0), (181.0, 71.0)]
    """
    turn, before = 0.0, points[0][0]
    turns = []
    for x, _ in points:
        turn += 360.0 if x - before < -180 else -360.0 if x - before > 180 else 0.0
        before = x
        turns.append(turn)
    middle = sum(x + turn for (x, _), turn in zip(points, turns, strict=True)) / len(points)
    home = 360.0 * round(middle / 360)
    return [(x + turn - home, y) for (x, y), turn in zip(points, turns, strict=True)]


def geojson() -> dict[str, Any]:
    """The outlines as GeoJSON (RFC 7946); there an inner ring runs clockwise, in the file the other way round."""
    outer = [[list(reversed(ring))] for ring in land(Detail.NEAR) if _area(ring) < 0]
    for lake in (ring for ring in land(Detail.NEAR) if _area(ring) > 0):
        around = min((polygon for polygon in outer if _within(lake[0], polygon[0])), key=lambda p: len(p[0]))
        around.append(list(reversed(lake)))
    geometry = {"type": "MultiPolygon", "coordinates": outer}
    return {"type": "Feature", "properties": {"source": CREDIT}, "geometry": geometry}


def _area(ring: Sequence[Position]) -> float:
    """Twice the area in square degrees; positive where the ring runs counterclockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def _within(point: Position, ring: Sequence[Position]) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    x, y = point
    crossed = (
        (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in pairwise(ring)
    )
    return sum(crossed) % 2 == 1


def _ring(line: str) -> tuple[Position, ...]:
    steps = [int(step) for step in line.split()]
    x = y = 0
    points: list[Position] = []
    for right, up in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + right, y + up
        points.append((x / STEPS_A_DEGREE, y / STEPS_A_DEGREE))
    return tuple(points)
