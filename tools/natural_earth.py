"""From Natural Earth's land, as TopoJSON, to the short files of outlines that the pictures read.

    npm pack world-atlas && tar -xzf world-atlas-*.tgz
    python tools/natural_earth.py package/land-50m.json

That writes the files beside src/kg/city_relations/pictures/map/outlines.py, one for each ``Detail`` of the outlines.

TopoJSON: https://github.com/topojson/topojson-specification. Rings are simplified by the algorithm of Douglas and
Peucker, on degrees of which those of longitude are shortened as they are on the ground.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from kg.city_relations.pictures.map.outlines import STEPS_A_DEGREE, Detail, Position, file, unbroken

TOLERANCE = {Detail.NEAR: 0.08, Detail.WORLD: 0.35}
"""How far, in degrees of latitude, an outline may lie from the one that it simplifies."""
SMALLEST = {Detail.NEAR: 0.03, Detail.WORLD: 0.6}
"""Islands of less are left out: in square degrees of latitude, each about 12,000 square kilometres."""
SOUTH = -58.0
HEADING = """\
# Outlines of land, simplified from Natural Earth 1:50m (https://www.naturalearthdata.com), which is in the public
# domain, by way of the npm package world-atlas 2.0.2 (ISC). Made by python tools/natural_earth.py.
# A ring a line: longitude and latitude in twentieths of a degree, each point after the first relative to the one
# before; longitudes go on beyond 180 degrees rather than leap.
"""


def rings(topology: dict[str, Any]) -> Iterator[list[Position]]:
    """Every ring of the object ``land``, outer and inner ones alike."""
    arcs = list(_arcs(topology))
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points: list[Position] = []
            for index in ring:
                # A negative index is the ones' complement of an arc that runs the other way.
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += arc[1:] if points else arc
            yield unbroken(points)


def simplified(points: Sequence[Position], tolerance: float) -> list[Position]:
    """The points that are needed to stay within ``tolerance`` degrees of the line."""
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, index = max(
            ((_distance(points[i], points[first], points[last]), i) for i in range(first + 1, last)), default=(0.0, 0)
        )
        if far > tolerance:
            kept.add(index)
            spans += [(first, index), (index, last)]
    return [points[index] for index in sorted(kept)]


def written(points: Sequence[Position]) -> str:
    """A line of the file.

    >>> written([(1.0, 2.0), (1.5, 1.95)])
    '20 40 10 -1'
    """
    steps = [(round(x * STEPS_A_DEGREE), round(y * STEPS_A_DEGREE)) for x, y in points]
    before = [(0, 0), *steps[:-1]]
    return " ".join(f"{x - a} {y - b}" for (x, y), (a, b) in zip(steps, before, strict=True))


def _arcs(topology: dict[str, Any]) -> Iterator[list[Position]]:
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Position] = []
        for right, above in arc:
            x, y = x + right, y + above
            points.append((x * across + west, y * up + south))
        yield points


def _distance(point: Position, start: Position, end: Position) -> float:
    """From a point to a segment."""
    shortened = cos(radians((start[1] + end[1]) / 2))
    along = (end[0] - start[0]) * shortened, end[1] - start[1]
    to_point = (point[0] - start[0]) * shortened, point[1] - start[1]
    length = along[0] ** 2 + along[1] ** 2
    share = (to_point[0] * along[0] + to_point[1] * along[1]) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return hypot(to_point[0] - share * along[0], to_point[1] - share * along[1])


def _area(points: Sequence[Position]) -> float:
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))
    return abs(twice) / 2 * cos(radians(sum(y for _, y in points) / len(points)))


def main(path: str) -> None:
    """Write the files of outlines."""
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    for detail in Detail:
        large = (r for r in rings(topology) if max(y for _, y in r) > SOUTH and _area(r) >= SMALLEST[detail])
        short = (simplified(ring, TOLERANCE[detail]) for ring in large)
        lines = "".join(written(ring) + "\n" for ring in short if len(ring) > 3)
        file(detail).write_text(HEADING + lines, encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
