"""The outlines in detail as vectors from the middle of the globe, and the few of them that lie near a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import acos, hypot, pi, radians

from kg.city_relations.pictures.drawing.great_circle import Vector, vector
from kg.city_relations.pictures.map import outlines
from kg.city_relations.pictures.map.outlines import Detail

_LENGTH = 24
"""So many points of a ring make a stretch."""
_WIDEST = radians(15)
_SAFE = radians(10)
"""So much nearer than its ends a straight line between two points of a stretch may come, on the plane."""
_OPPOSITE = radians(150)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Points of a ring that follow each other, all within ``angle`` of ``middle``; so is the first of the next."""

    points: Sequence[Vector]
    middle: Vector
    angle: float

    def far(self, centre: Vector, angle: float) -> bool:
        """Whether it lies farther from a centre than an angle, and so small that a straight line in its stead does too.

        Around the opposite of the centre a line might lead to any side.
        """
        away = _between(self.middle, centre)
        return self.angle < _WIDEST and away - self.angle > angle + _SAFE and away + self.angle < _OPPOSITE


def near(centre: Vector, angle: float) -> list[list[Vector]]:
    """The rings that may be within an angle of a centre; what is farther of them is cut short."""
    rings = []
    for ring in _rings():
        far = [stretch.far(centre, angle) for stretch in ring]
        if len(ring) > 1 or not far[0]:
            parts = (stretch.points[:1] if cut else stretch.points for stretch, cut in zip(ring, far, strict=True))
            points = [point for part in parts for point in part]
            rings.append(points if points[0] == points[-1] else [*points, points[0]])
    return rings


@lru_cache(maxsize=1)
def _rings() -> Sequence[Sequence[Stretch]]:
    return [_stretches([vector(position) for position in ring]) for ring in outlines.land(Detail.NEAR)]


def _stretches(ring: Sequence[Vector]) -> list[Stretch]:
    stretches = []
    for start in range(0, len(ring), _LENGTH):
        points = ring[start : start + _LENGTH]
        reached = [*points, *ring[start + _LENGTH : start + _LENGTH + 1]]
        x, y, z = (sum(coordinate) for coordinate in zip(*reached, strict=True))
        length = hypot(x, y, z)
        middle = (x / length, y / length, z / length) if length else reached[0]
        angle = max(_between(middle, point) for point in reached) if length else pi
        stretches.append(Stretch(points, middle, angle))
    return stretches


def _between(a: Vector, b: Vector) -> float:
    return acos(max(-1.0, min(1.0, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])))
