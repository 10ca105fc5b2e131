"""A part of a picture that is a map: a projection, how large it is drawn, and the frame that cuts it off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from math import degrees, hypot, pi

from kg.city_relations.pictures.drawing import great_circle, svg
from kg.city_relations.pictures.drawing.geometry import Point, Position
from kg.city_relations.pictures.drawing.labels import Box
from kg.city_relations.pictures.map.projection import NaturalEarth, Projection, Surroundings, clipped

_THIN = 1.5
_SMOOTH = 40.0
"""About so many pixels lie between the points through which a great circle is bent."""
_GRAIN = 2
"""Steps a pixel in the outlines of land."""
_POLES = 82.0, -58.0
_SHARE = 0.45
"""What a map of the world shows of its breadth at least."""
_MARGIN = 0.14
_LEAST = 0.1
"""The width of the smallest surroundings, in radii of the globe: about 640 kilometres."""


@dataclass(frozen=True, slots=True)
class Panel:
    """``scale`` is the pixels of a radius of the globe, ``origin`` where the projection's zero lies."""

    projection: Projection
    scale: float
    origin: Point
    frame: Box

    def at(self, position: Position) -> Point:
        """Where a position is drawn."""
        return self._drawn(self.projection.project(position))

    def way(self, start: Position, end: Position) -> list[list[Point]]:
        """The great circle between two places: what of it is in the frame, in steps that look smooth."""
        step = min(9.0, degrees(_SMOOTH / self.scale))
        return [piece for stretch in self.line(great_circle.between(start, end, step)) for piece in self._seen(stretch)]

    def line(self, positions: Iterable[Position]) -> list[list[Point]]:
        """A line through positions: in pieces where the projection cuts the globe open."""
        pieces: list[list[Point]] = []
        limit = self.scale * pi / 2
        for point in map(self._drawn, self.projection.line(positions)):
            if pieces and abs(point[0] - pieces[-1][-1][0]) < limit:
                pieces[-1].append(point)
            else:
                pieces.append([point])
        return pieces

    def shows(self, position: Position) -> bool:
        x, y = self.at(position)
        return self.frame.holds(Box(x, y, x, y))

    def _seen(self, piece: Sequence[Point]) -> Iterator[list[Point]]:
        """The stretches in the frame, each with a point beyond it at either side."""
        box = self.frame
        inside = [box.left <= x <= box.right and box.top <= y <= box.bottom for x, y in piece]
        if all(inside):
            yield list(piece)
            return
        near = [any(inside[max(0, i - 1) : i + 2]) for i in range(len(piece))]
        for seen, points in groupby(zip(near, piece, strict=True), key=lambda pair: pair[0]):
            if seen:
                yield [point for _, point in points]

    def _drawn(self, point: Point) -> Point:
        return self.origin[0] + self.scale * point[0], self.origin[1] - self.scale * point[1]


def world(middle: float, positions: Iterable[Position], frame: Box) -> Panel:
    """The world around a meridian: as much of it as holds these positions, and not much less than half."""
    projection = NaturalEarth(middle)
    points = projection.line(positions)
    breadth = 2 * projection.project((middle + 179.999, 0.0))[0]
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    across, up = _middle([x for x, _ in points]), _middle([y for _, y in points])
    room = max(across[1] / (1 - 2 * _MARGIN), up[1] / (1 - 2 * _MARGIN) * wide / high, breadth * _SHARE)
    shown = min(room, breadth)
    scale = wide / shown
    # The frame does not reach beyond the edges of the map, if it can help it.
    side, tall = (breadth - shown) / 2, high / scale / 2
    north, south = (projection.project((middle, pole))[1] for pole in _POLES)
    north, south = max(north, up[0] + up[1] * 0.55), min(south, up[0] - up[1] * 0.55)
    centre = max(-side, min(side, across[0])), max(south + tall, min(north - tall, up[0]))
    origin = frame.left + wide / 2 - scale * centre[0], frame.top + high / 2 + scale * centre[1]
    return Panel(projection, scale, origin, frame)


def surroundings(centre: Position, positions: Sequence[Position], frame: Box) -> Panel:
    """The surroundings of a place that hold these positions, as large as the frame allows."""
    projection = Surroundings(centre)
    points = [projection.project(position) for position in (centre, *positions)]
    across, up = _middle([x for x, _ in points]), _middle([y for _, y in points])
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    scale = min(wide / max(across[1], _LEAST), high / max(up[1], _LEAST)) * (1 - 2 * _MARGIN)
    origin = (frame.left + frame.right) / 2 - scale * across[0], (frame.top + frame.bottom) / 2 + scale * up[0]
    return Panel(projection, scale, origin, frame)


def rim(panel: Panel) -> list[Position]:
    """The frame of surroundings as positions on the globe."""
    assert isinstance(panel.projection, Surroundings)
    box = panel.frame
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    positions = []
    for (x, y), (right, below) in pairwise((*corners, corners[0])):
        for step in range(8):
            point = x + (right - x) * step / 8, y + (below - y) * step / 8
            flat = (point[0] - panel.origin[0]) / panel.scale, (panel.origin[1] - point[1]) / panel.scale
            positions.append(panel.projection.inverse(flat))
    return [*positions, positions[0]]


@lru_cache(maxsize=64)
def land(panel: Panel) -> str:
    """All land in the frame; in halves of pixels, so that no coordinate needs a fraction."""
    box, scale, (right, down) = panel.frame, panel.scale, panel.origin
    west, east = (box.left - right) / scale, (box.right - right) / scale
    south, north = (down - box.bottom) / scale, (down - box.top) / scale
    pieces = []
    for shore in panel.projection.land(max(hypot(x, y) for x in (west, east) for y in (south, north))):
        left, low, far, high = shore.sides
        if far < west or left > east or high < south or low > north:
            continue
        drawn = [(right + scale * x, down - scale * y) for x, y in shore.ring]
        inside = _thinned(clipped(drawn, (box.left, box.top, box.right, box.bottom)))
        if len(inside) > 2:
            pieces.append(svg.path([(round(x * _GRAIN), round(y * _GRAIN)) for x, y in inside], closed=True))
    return svg.tag("path", class_="land", d="".join(pieces), transform=f"scale({1 / _GRAIN:g})")


def _middle(values: Sequence[float]) -> tuple[float, float]:
    """The middle of values and how far they spread."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return (low + high) / 2, high - low


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Without points so near to the one before that nobody sees them."""
    kept: list[Point] = []
    for point in points:
        if not kept or hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= _THIN:
            kept.append(point)
    return kept
