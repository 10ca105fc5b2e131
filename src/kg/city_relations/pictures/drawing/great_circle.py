"""The shortest line between two places on the globe."""

from __future__ import annotations

from functools import lru_cache
from math import asin, atan2, cos, degrees, hypot, radians, sin

from kg.city_relations.pictures.drawing.geometry import Position

Vector = tuple[float, float, float]

STEP = 3.0


@lru_cache(maxsize=1024)
def between(start: Position, end: Position, step: float = STEP) -> tuple[Position, ...]:
    """Positions about ``step`` degrees apart, both ends among them; both layouts of a map ask for the same.

    >>> [(round(x), round(y)) for x, y in between((0, 0), (9, 0))]
    [(0, 0), (3, 0), (6, 0), (9, 0)]
    """
    a, b = vector(start), vector(end)
    angle = _angle(start, end)
    pieces = max(1, round(degrees(angle) / step))
    sine = sin(angle)
    if sine < 1e-9:
        return start, end
    positions = [start]
    for piece in range(1, pieces):
        share = piece / pieces
        near, far = sin((1 - share) * angle) / sine, sin(share * angle) / sine
        x, y, z = near * a[0] + far * b[0], near * a[1] + far * b[1], near * a[2] + far * b[2]
        positions.append((degrees(atan2(y, x)), degrees(asin(max(-1.0, min(1.0, z))))))
    return (*positions, end)


def distance(start: Position, end: Position) -> float:
    """Kilometres, on a sphere of 6,371 km.

    >>> round(distance((0, 0), (0, 90)))
    10008
    """
    return 6371 * _angle(start, end)


def _angle(start: Position, end: Position) -> float:
    a, b = vector(start), vector(end)
    crossed = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    return atan2(hypot(*crossed), a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def vector(position: Position) -> Vector:
    """From the middle of the globe, whose radius is 1, to a position."""
    across, up = radians(position[0]), radians(position[1])
    return cos(up) * cos(across), cos(up) * sin(across), sin(up)
