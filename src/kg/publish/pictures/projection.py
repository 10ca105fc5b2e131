"""From the globe to the plane: the whole world, or the surroundings of one place.

A projection maps longitude and latitude in degrees to a plane whose unit is the globe's radius and whose y grows
northwards; a ``Panel`` puts that plane on a picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, radians, sin
from typing import Protocol

from kg.publish.pictures.outlines import Position

Point = tuple[float, float]


class Projection(Protocol):
    """Where a position on the globe lies on the plane."""

    def project(self, position: Position) -> Point: ...
    def rings(self, rings: Iterable[Sequence[Position]]) -> Iterator[list[Point]]:
        """The rings on the plane, cut where the projection cuts the globe open."""
        ...


@dataclass(frozen=True, slots=True)
class NaturalEarth:
    """The whole world, by the polynomial of Šavrič, Patterson and Jenny (2011); ``middle`` is its central meridian.

    https://doi.org/10.1080/15230406.2011.10639731 (Patterson's Natural Earth projection).
    """

    middle: float

    def project(self, position: Position) -> Point:
        across = radians((position[0] - self.middle + 180) % 360 - 180)
        return self._flat(across, radians(position[1]))

    def rings(self, rings: Iterable[Sequence[Position]]) -> Iterator[list[Point]]:
        """Each ring, cut at the edge of the map; what is cut off comes in at the other side."""
        for ring in rings:
            for turn in (-360.0, 0.0, 360.0):
                moved = [(x + turn - self.middle, y) for x, y in ring]
                inside = clipped(moved, (-180.0, -90.0, 180.0, 90.0))
                if inside:
                    yield [self._flat(radians(x), radians(y)) for x, y in inside]

    @staticmethod
    def _flat(across: float, up: float) -> Point:
        square = up * up
        fourth = square * square
        width = 0.870700 - 0.131979 * square + fourth * (-0.013791 + fourth * square * (0.003971 - 0.001529 * square))
        height = 1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth))
        return across * width, up * height


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Lambert's azimuthal equal-area projection around ``centre``, to 100 degrees from it.

    Snyder, Map Projections: A Working Manual (USGS 1395), pages 185 and 186.
    """

    centre: Position

    def project(self, position: Position) -> Point:
        middle, up, across = radians(self.centre[1]), radians(position[1]), radians(position[0] - self.centre[0])
        east = cos(up) * sin(across)
        north = cos(middle) * sin(up) - sin(middle) * cos(up) * cos(across)
        angle = atan2(hypot(east, north), sin(middle) * sin(up) + cos(middle) * cos(up) * cos(across))
        # What is farther slides to the rim, in its direction: so no ring can leap over the opposite of the centre.
        radius = 2 * sin(min(angle, radians(100)) / 2)
        length = hypot(east, north) or 1.0
        return radius * east / length, radius * north / length

    def rings(self, rings: Iterable[Sequence[Position]]) -> Iterator[list[Point]]:
        for ring in rings:
            yield [self.project(each) for each in ring]

    def inverse(self, point: Point) -> Position:
        """The position of a point of the plane."""
        radius = hypot(*point) or 1e-9
        angle = 2 * asin(min(1.0, radius / 2))
        middle = radians(self.centre[1])
        up = asin(cos(angle) * sin(middle) + point[1] * sin(angle) * cos(middle) / radius)
        east = point[0] * sin(angle)
        north = radius * cos(middle) * cos(angle) - point[1] * sin(middle) * sin(angle)
        return (self.centre[0] + degrees(atan2(east, north)) + 180) % 360 - 180, degrees(up)


def clipped(ring: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """The part of a ring in a box (west, south, east, north), by the algorithm of Sutherland and Hodgman."""
    west, south, east, north = box
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    if max(xs) < west or min(xs) > east or max(ys) < south or min(ys) > north:
        return []
    found = list(ring)
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        found = list(_half(found, axis, limit, sign))
    return found


def _half(ring: Sequence[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    """The part of a ring on one side of a line that is parallel to an axis."""
    if not ring:
        return
    before = ring[-1]
    for point in ring:
        a, b = (before[axis] - limit) * sign, (point[axis] - limit) * sign
        if (a < 0) != (b < 0):
            share = a / (a - b)
            yield before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])
        if b >= 0:
            yield point
        before = point
