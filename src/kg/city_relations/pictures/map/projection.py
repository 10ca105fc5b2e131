"""From the globe to the plane: the whole world, or the surroundings of one place.

A projection maps longitude and latitude in degrees to a plane whose unit is the globe's radius and whose y grows
northwards; a ``Panel`` puts that plane on a picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, atan2, ceil, cos, degrees, hypot, radians, sin, sqrt
from typing import Protocol

from kg.city_relations.pictures.drawing.geometry import Point, Position
from kg.city_relations.pictures.drawing.great_circle import Vector, vector
from kg.city_relations.pictures.map import globe, outlines
from kg.city_relations.pictures.map.outlines import Detail

Sides = tuple[float, float, float, float]
"""West, south, east and north."""

_RIM = radians(100)
_FAR = cos(_RIM)


@dataclass(frozen=True, slots=True)
class Shore:
    """A ring of land on the plane, and how far it reaches."""

    ring: Sequence[Point]
    sides: Sides


class Projection(Protocol):
    """Where a position on the globe lies on the plane."""

    def project(self, position: Position) -> Point: ...
    def line(self, positions: Iterable[Position]) -> list[Point]:
        """Where each position of a line lies."""
        ...

    def land(self, reach: float, /) -> Sequence[Shore]:
        """The rings of land on the plane, cut where the projection cuts the globe open.

        What lies farther than ``reach`` from the projection's zero need not be as it is.
        """
        ...


@dataclass(frozen=True, slots=True)
class NaturalEarth:
    """The whole world, by the polynomial of Šavrič, Patterson and Jenny (2011); ``middle`` is its central meridian.

    https://doi.org/10.1080/15230406.2011.10639731 (Patterson's Natural Earth projection).
    """

    middle: float

    def project(self, position: Position) -> Point:
        across = radians((position[0] - self.middle + 180) % 360 - 180)
        return self.flat(across, radians(position[1]))

    def line(self, positions: Iterable[Position]) -> list[Point]:
        turn, flat = 180 - self.middle, self.flat
        return [flat(radians((x + turn) % 360 - 180), radians(y)) for x, y in positions]

    def land(self, _reach: float, /) -> Sequence[Shore]:
        return _world(self)

    @staticmethod
    def flat(across: float, up: float) -> Point:
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
        return next(self.flat([vector(position)]))

    def line(self, positions: Iterable[Position]) -> list[Point]:
        return list(self.flat(map(vector, positions)))

    def land(self, reach: float, /) -> Sequence[Shore]:
        # In steps, so that frames of about one size share what is projected.
        step = radians(10)
        return _around(self, min(_RIM, ceil(2 * asin(min(1.0, reach / 2)) / step) * step))

    def flat(self, vectors: Iterable[Vector]) -> Iterator[Point]:
        """By the vectors of positions, which spares the sines and cosines of thousands of them."""
        a, b, c = vector(self.centre)
        right, ahead = -sin(radians(self.centre[0])), cos(radians(self.centre[0]))
        d, e, f = -c * ahead, c * right, cos(radians(self.centre[1]))
        for x, y, z in vectors:
            east, north, up = right * x + ahead * y, d * x + e * y + f * z, a * x + b * y + c * z
            # What is farther slides to the rim, in its direction: so no ring can leap over the opposite of the centre.
            factor = sqrt(2 / (1 + up)) if up > _FAR else 2 * sin(_RIM / 2) / (hypot(east, north) or 1.0)
            yield factor * east, factor * north

    def inverse(self, point: Point) -> Position:
        """The position of a point of the plane."""
        radius = hypot(*point) or 1e-9
        angle = 2 * asin(min(1.0, radius / 2))
        middle = radians(self.centre[1])
        up = asin(cos(angle) * sin(middle) + point[1] * sin(angle) * cos(middle) / radius)
        east = point[0] * sin(angle)
        north = radius * cos(middle) * cos(angle) - point[1] * sin(middle) * sin(angle)
        return (self.centre[0] + degrees(atan2(east, north)) + 180) % 360 - 180, degrees(up)


@lru_cache(maxsize=36)
def _world(projection: NaturalEarth) -> Sequence[Shore]:
    """Each ring, cut at the edge of the map; what is cut off comes in at the other side.

    Maps have a meridian of tens of degrees in their middle, so there are few of them.
    """
    shores = []
    for ring in outlines.land(Detail.WORLD):
        west, east = min(x for x, _ in ring) - projection.middle, max(x for x, _ in ring) - projection.middle
        for turn in (turn for turn in (-360.0, 0.0, 360.0) if west + turn <= 180 and east + turn >= -180):
            moved = [(x + turn - projection.middle, y) for x, y in ring]
            inside = clipped(moved, (-180.0, -90.0, 180.0, 90.0))
            if inside:
                shores.append(_shore([projection.flat(radians(x), radians(y)) for x, y in inside]))
    return shores


@lru_cache(maxsize=4)
def _around(projection: Surroundings, angle: float) -> Sequence[Shore]:
    """Each ring of which a part may be within an angle of the centre; both layouts of a map ask for much the same."""
    shores = [_shore(list(projection.flat(ring))) for ring in globe.near(vector(projection.centre), angle)]
    across, up = projection.centre
    # A ring around the opposite of the centre lies around all of the plane: another one undoes what it does there.
    return [*shores, _EVERYTHING] if outlines.on_land((across % 360 - 180, -up)) else shores


def _shore(ring: Sequence[Point]) -> Shore:
    return Shore(ring, sides(ring))


def sides(ring: Sequence[Point]) -> Sides:
    """How far a ring reaches."""
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


_EVERYTHING = _shore([(-3.0, -3.0), (3.0, -3.0), (3.0, 3.0), (-3.0, 3.0)])


def clipped(ring: Sequence[Point], box: Sides) -> Sequence[Point]:
    """The part of a ring in a box, by the algorithm of Sutherland and Hodgman."""
    west, south, east, north = box
    left, low, right, high = sides(ring)
    if right < west or left > east or high < south or low > north:
        return []
    # A side that cuts nothing off leaves a ring as it is.
    if left < west:
        ring = list(_half(ring, 0, west, 1))
    if right > east:
        ring = list(_half(ring, 0, east, -1))
    if low < south:
        ring = list(_half(ring, 1, south, 1))
    if high > north:
        ring = list(_half(ring, 1, north, -1))
    return ring


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
