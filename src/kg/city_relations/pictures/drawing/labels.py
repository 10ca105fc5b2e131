"""Places labels beside marks: each where it covers the least, and none over another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from pyoxigraph import Literal

from kg.city_relations.pictures.drawing import font
from kg.city_relations.pictures.drawing.font import Weight
from kg.city_relations.pictures.drawing.geometry import Point

Cell = tuple[int, int]
Sides = tuple[float, float, float, float]
"""Left, top, right and bottom of a box. Thousands of boxes are tried, too many for objects of a class."""

SIZE = 14.0
"""The size of text in pictures, as the style sheet has it."""
SMALL = 12.5
"""The size of notes, years and verdicts."""
HEIGHT = 16.0
_CELL = 24.0
_REACHES = (0.0, 14.0, 28.0, 44.0)


@lru_cache(maxsize=4096)
def width(words: Literal | str, size: float = SIZE, strong: bool = False) -> float:
    """The width of a text in the font of pictures, semibold where it is ``strong``.

    >>> width("iii") < width("nnn") < width("nnn", strong=True) < width("WWW")
    True
    """
    face = font.load(Weight.SEMIBOLD if strong else Weight.REGULAR)
    return sum(map(face.advance, words if isinstance(words, str) else words.value)) * size


def cut(words: Literal | str, room: float, size: float = SIZE, strong: bool = False) -> Literal | str:
    """The text, shortened to the room that there is; the table beside the picture has the whole.

    >>> cut("Amsterdam", 200.0), cut("Amsterdam", 40.0)
    ('Amsterdam', 'Ams…')
    """
    text = words if isinstance(words, str) else words.value
    if width(text, size, strong) <= room:
        return words
    fits = next((end for end in range(len(text), 0, -1) if width(f"{text[:end]}…", size, strong) <= room), 0)
    short = f"{text[:fits].rstrip()}…"
    return Literal(short, language=words.language) if isinstance(words, Literal) and words.language else short


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a picture."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: Box) -> bool:
        inside = self.left <= other.left and other.right <= self.right
        return inside and self.top <= other.top and other.bottom <= self.bottom


class Label(NamedTuple):
    """Where a text stands: ``anchor`` as in SVG; ``leader`` is the end of the line from the mark to a distant text."""

    x: float
    y: float
    anchor: str
    sides: Sides
    leader: Point | None


@dataclass(slots=True)
class Sheet:
    """What a picture has so far, by the cells that it lies in. The most important texts are placed first."""

    frame: Box
    _lines: int = 0
    _taken: dict[Cell, list[Sides]] = field(default_factory=lambda: defaultdict(list))
    _points: dict[Cell, list[tuple[int, float, float]]] = field(default_factory=lambda: defaultdict(list))

    def line(self, points: Sequence[Point]) -> None:
        """Add a line, which texts avoid where they can."""
        self._lines += 1
        for x, y in _dense(points):
            self._points[int(x // _CELL), int(y // _CELL)].append((self._lines, x, y))

    def mark(self, point: Point, radius: float) -> None:
        """Keep a mark free of text."""
        self._take((point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius))

    def place(self, point: Point, words: str, size: float = SIZE, strong: bool = False) -> Label | None:
        """The best place for the text of a mark; None where there is no room."""
        best: tuple[int, Label] | None = None
        wide, high = width(words, size, strong), size / SIZE * HEIGHT
        for reach in _REACHES:
            for label in _candidates(point, wide, high, reach):
                if self._free(label.sides):
                    crossed = self._crossings(label.sides)
                    if best is None or crossed < best[0]:
                        best = crossed, label
            # A distant text is better only than one across several lines.
            if best and best[0] <= (1 if reach == 0.0 else 2):
                break
        if best is None:
            return None
        self._take(best[1].sides)
        return best[1]

    def _take(self, sides: Sides) -> None:
        for cell in _cells(sides):
            self._taken[cell].append(sides)

    def _free(self, sides: Sides) -> bool:
        """Whether a box lies in the frame and on nothing that is taken."""
        left, top, right, bottom = sides
        frame = self.frame
        if left < frame.left or right > frame.right or top < frame.top or bottom > frame.bottom:
            return False
        rows = range(int(top // _CELL), int(bottom // _CELL) + 1)
        for column in range(int(left // _CELL), int(right // _CELL) + 1):
            for row in rows:
                for west, north, east, south in self._taken.get((column, row), ()):
                    if left < east and west < right and top < south and north < bottom:
                        return False
        return True

    def _crossings(self, sides: Sides) -> int:
        """How many lines run through a box."""
        left, top, right, bottom = sides
        near = (point for cell in _cells(sides) for point in self._points.get(cell, ()))
        return len({line for line, x, y in near if left < x < right and top < y < bottom})


def _cells(sides: Sides) -> list[Cell]:
    """The cells of a grid that a box lies in."""
    left, top, right, bottom = sides
    rows = range(int(top // _CELL), int(bottom // _CELL) + 1)
    return [(column, row) for column in range(int(left // _CELL), int(right // _CELL) + 1) for row in rows]


def _dense(line: Sequence[Point]) -> list[Point]:
    """Points along a line, so close to each other that no label fits between two of them."""
    points = list(line[:1])
    for (x, y), (far, below) in pairwise(line):
        pieces = max(1, min(100, int(hypot(far - x, below - y) / 8)))
        points += [(x + (far - x) * i / pieces, y + (below - y) * i / pieces) for i in range(1, pieces + 1)]
    return points


def _candidates(point: Point, wide: float, high: float, reach: float) -> Iterator[Label]:
    """To the right, left, above, below and at the corners; with a leader where ``reach`` is more than 0."""
    gap = 7 + reach
    for across, up in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -0.8), (-1, -0.8), (1, 0.8), (-1, 0.8)):
        x = point[0] + across * (gap if up == 0 else gap * 0.75)
        middle = point[1] + up * (gap + (high / 2 if across == 0 else 2))
        left = x - wide / 2 if across == 0 else x if across > 0 else x - wide
        sides = left - 1, middle - high / 2, left + wide + 1, middle + high / 2
        anchor = "middle" if across == 0 else "start" if across > 0 else "end"
        leader = (x - across * 2, middle - up * high / 2 * (across == 0)) if reach else None
        yield Label(x, middle + high * 0.3, anchor, sides, leader)
