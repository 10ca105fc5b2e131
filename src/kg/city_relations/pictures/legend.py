"""The marks and lines of the standings, what they are called, and the legend that tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.city_relations.pictures.drawing import svg
from kg.city_relations.pictures.drawing.geometry import Point
from kg.city_relations.pictures.drawing.labels import SIZE, width
from kg.city_relations.pictures.view import View
from kg.city_relations.status_on_day import Standing
from kg.city_relations.tables import standing_words
from kg.translations.catalogue import catalogue

ROW = 20.0
SHOWN = (Standing.CERTAIN, Standing.POSSIBLE, Standing.DROPPED, Standing.ENDED, Standing.UNKNOWN)


def name(view: View, standing: Standing) -> str:
    """What a standing is called."""
    return standing_words.of(standing, catalogue(view.tag).gettext, view.word)


def mark(standing: Standing, at: Point, kept: bool = False) -> str:
    """A filled disc, a ring, a ring with a stroke, a cross, or a small disc; what is kept has a second ring."""
    x, y = at
    drawn = []
    if kept:
        drawn.append(svg.tag("circle", class_=f"mark {standing}", cx=x, cy=y, r=7.5))
    if standing is Standing.ENDED:
        drawn.append(svg.tag("path", class_=f"mark {standing}", d=f"M{_at(x - 4, y - 4)}l8 8m0-8l-8 8"))
    elif standing is Standing.CERTAIN:
        drawn.append(svg.tag("circle", class_=f"mark fill {standing}", cx=x, cy=y, r=4))
    else:
        drawn.append(
            svg.tag("circle", class_=f"mark {standing}", cx=x, cy=y, r=4 if standing is not Standing.UNKNOWN else 2.5)
        )
        if standing is Standing.DROPPED:
            drawn.append(svg.tag("path", class_=f"mark {standing}", d=f"M{_at(x - 2.8, y + 2.8)}l5.6-5.6"))
    return "".join(drawn)


def legend(
    view: View, standings: Iterable[Standing], kept: Standing | None, at: Point, columns: int, wide: float
) -> tuple[str, float]:
    """The lines and marks that the picture needs, in columns; and how high they are together."""
    shown = _entries(view, standings, kept)
    return _set(((_line(*entry), words, 48) for entry, words in shown), at, columns, wide)


def marks(
    view: View, standings: Iterable[Standing], kept: Standing | None, at: Point, columns: int, wide: float
) -> tuple[str, float]:
    """The same without lines."""
    shown = _entries(view, standings, kept)
    return _set(((mark(entry[0], (0, 0), entry[1]), words, 16) for entry, words in shown), at, columns, wide)


def wrapped(words: str, room: float, size: float = SIZE, strong: bool = False) -> list[str]:
    """Words in lines of at most ``room``, as far as words allow.

    >>> wrapped("one two three", 60)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in words.split():
        if lines and width(f"{lines[-1]} {word}", size, strong) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def margin(view: View) -> float:
    """How far from the left edge words begin."""
    return 14.0 if view.narrow else 20.0


def heading(title: str, lead: Sequence[str], room: float, narrow: bool) -> tuple[str, float]:
    """The title and lines below it at the top of a picture; and where the rest begins."""
    left, size, step = (14.0, 16.0, 20.0) if narrow else (20.0, 19.0, 24.0)
    drawn, y = [], 12.0
    for line in wrapped(title, room - 2 * left, size, strong=True):
        y += step
        drawn.append(svg.text(left, y, line, "heading", font_size=size))
    for words in lead:
        for line in wrapped(words, room - 2 * left):
            y += 18
            drawn.append(svg.text(left, y, line, "soft"))
    return "".join(drawn), y + 14


def _entries(
    view: View, standings: Iterable[Standing], kept: Standing | None
) -> list[tuple[tuple[Standing, bool], str]]:
    present = set(standings)
    entries = [((standing, False), name(view, standing)) for standing in SHOWN if standing in present]
    if kept:
        entries.append(((kept, True), view.gettext("double ring: kept")))
    return entries


def _line(standing: Standing, ringed: bool) -> str:
    return svg.tag("path", class_=f"line {standing}" + (" kept" if ringed else ""), d="M0 0h34") + mark(
        standing, (34, 0), ringed
    )


def _set(entries: Iterable[tuple[str, str, int]], at: Point, columns: int, wide: float) -> tuple[str, float]:
    known = list(entries)
    rows = max(1, -(-len(known) // columns))
    drawn = []
    for number, (shape, words, beside) in enumerate(known):
        x, y = at[0] + (number // rows) * wide / columns, at[1] + (number % rows) * ROW
        drawn.append(svg.tag("g", shape, svg.text(beside, 4.5, words), transform=f"translate({_at(x, y)})"))
    return "".join(drawn), rows * ROW


def key(entries: Iterable[tuple[str, str]], at: Point, columns: int, wide: float) -> tuple[str, float]:
    """Shapes of 34 by 12 pixels around a middle line, each with words, in columns; and how high they are together."""
    return _set(((shape, words, 44) for shape, words in entries), at, columns, wide)


def flowing_key(entries: Iterable[tuple[str, str]], at: Point, room: float) -> tuple[str, float]:
    """The same one after another, in as many rows as the room needs; and how high they are together."""
    drawn, x, row = [], 0.0, 0
    for shape, words in entries:
        wide = 44 + width(words)
        if x and x + wide > room:
            x, row = 0.0, row + 1
        place = f"translate({_at(at[0] + x, at[1] + row * ROW)})"
        drawn.append(svg.tag("g", shape, svg.text(44, 4.5, words), transform=place))
        x += wide + 22
    return "".join(drawn), (row + 1) * ROW if drawn else 0.0


def _at(x: float, y: float) -> str:
    return f"{svg.number(x)} {svg.number(y)}"
