"""The shortest line between two places on the globe."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, hypot, radians, sin

from kg.publish.pictures.outlines import Position

STEP = 3.0


def between(start: Position, end: Position, step: float = STEP) -> list[Position]:
    """Positions about ``step`` degrees apart, both ends among them.

    >>> [(round(x), round(y)) for x, y in between((0, 0), (9, 0))]
    [(0, 0), (3, 0), (6, 0), (9, 0)]
    """
    a, b = _vector(start), _vector(end)
    angle = _angle(start, end)
    pieces = max(1, round(degrees(angle) / step))
    if sin(angle) < 1e-9:
        return [start, end]
    found = [start]
    for piece in range(1, pieces):
        share = piece / pieces
        near, far = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
        x, y, z = (near * p + far * q for p, q in zip(a, b, strict=True))
        found.append((degrees(atan2(y, x)), degrees(asin(max(-1.0, min(1.0, z))))))
    return [*found, end]


def distance(start: Position, end: Position) -> float:
    """Kilometres, on a sphere of 6,371 km.

    >>> round(distance((0, 0), (0, 90)))
    10008
    """
    return 6371 * _angle(start, end)


def _angle(start: Position, end: Position) -> float:
    a, b = _vector(start), _vector(end)
    crossed = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    return atan2(hypot(*crossed), a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def _vector(position: Position) -> tuple[float, float, float]:
    across, up = radians(position[0]), radians(position[1])
    return cos(up) * cos(across), cos(up) * sin(across), sin(up)
