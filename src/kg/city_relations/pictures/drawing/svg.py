"""Writes SVG: escaped elements, and the document around them with its title, description, style and font.

A picture has no link and no script, and contains the font that its texts need, so it is complete as a file, in a page
and as an image. https://www.w3.org/TR/SVG2/ and, for the title and the description, https://www.w3.org/TR/svg-aam-1.0/.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from pyoxigraph import Literal

from kg.city_relations.pictures.drawing import font
from kg.city_relations.pictures.drawing.font import Weight
from kg.city_relations.pictures.drawing.stylesheet import Ink, stylesheet

Attribute = str | float | None

_SPECIAL = re.compile('[&<>"]')
_TEXT = re.compile(r"<text([^>]*)>([^<]+)")
_SEMIBOLD = re.compile(r'class="[^"]*\b(?:heading|strong)\b')
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escape(text: str) -> str:
    """Text for XML, without the characters that XML 1.0 excludes.

    >>> escape('A & "B"')
    'A &amp; &quot;B&quot;'
    """
    if text.isprintable() and not _SPECIAL.search(text):
        return text
    allowed = (character for character in text if character >= " " or character in "\t\n\r")
    return "".join(character for character in allowed if character not in "\ufffe\uffff").translate(_ESCAPED)


def tag(name: str, *content: str, **attributes: Attribute) -> str:
    """An element around markup; ``class_`` is written as ``class``, and ``stroke_width`` as ``stroke-width``.

    >>> tag("circle", cx=1.0, cy=2.26, r=3, class_="mark")
    '<circle cx="1" cy="2.3" r="3" class="mark"/>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(content)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def number(value: float) -> str:
    """A coordinate, rounded to a tenth.

    >>> number(3.04), number(-0.01), number(1002.26)
    ('3', '0', '1002.3')
    """
    return f"{round(value, 1) + 0.0:g}"


@lru_cache(maxsize=4096)
def _tenths(value: float) -> str:
    """A number of tenths. Outlines repeat few different numbers many times, so they are cached."""
    return number(value / 10)


def text(
    x: float, y: float, words: str | Literal, class_: str | None = None, anchor: str | None = None, **more: Attribute
) -> str:
    """A line of text, with the language of its literal."""
    value = words if isinstance(words, str) else words.value
    language = None if isinstance(words, str) else words.language
    return tag("text", escape(value), x=x, y=y, class_=class_, text_anchor=anchor, lang=language, **more)


def title(words: str) -> str:
    """The tooltip of an element."""
    return tag("title", escape(words))


def path(points: Sequence[tuple[float, float]], closed: bool = False) -> str:
    """The data of a path through points, each relative to the one before, rounded to a tenth.

    >>> path([(1, 1), (2.5, 1), (2.5, 4)])
    'M1 1l1.5 0 0 3'
    >>> path([(1, 1), (0, 0)], closed=True)
    'M1 1l-1-1z'
    """
    steps = [(round(x * 10), round(y * 10)) for x, y in points]
    if not steps:
        return ""
    moves = []
    for (x, y), (a, b) in zip(steps[1:], steps, strict=False):
        moves.append(f"{_tenths(x - a)} {_tenths(y - b)}")
    first = f"M{_tenths(steps[0][0])} {_tenths(steps[0][1])}"
    # A minus sign separates two numbers as a space does.
    return f"{first}{'l' if moves else ''}{' '.join(moves)}{'z' if closed else ''}".replace(" -", "-")


def smooth(points: Sequence[tuple[float, float]]) -> str:
    """The data of a path of quadratic curves, each through three points.

    >>> smooth([(0, 0), (10, 2), (20, 0)])
    'M0 0q10 4 20 0'
    """
    steps = [(round(x * 10), round(y * 10)) for x, y in points]
    data = [path(points[:1])]
    for (a, b), (c, d), (e, f) in zip(steps[::2], steps[1::2], steps[2::2], strict=False):
        bent = (2 * c - (a + e) / 2 - a, 2 * d - (b + f) / 2 - b, e - a, f - b)
        data.append("q" + " ".join(map(_tenths, bent)))
    if len(steps) % 2 == 0:
        data.append("l" + " ".join(_tenths(far - near) for near, far in zip(steps[-2], steps[-1], strict=True)))
    return "".join(data).replace(" -", "-")


def style(body: Sequence[str], ink: Ink | None = None, embed: bool = True) -> str:
    """The style of a picture: the sheet of all, and if ``embed`` the font with the characters that its texts have."""
    characters: dict[Weight, set[str]] = {weight: set() for weight in Weight}
    for attributes, words in _TEXT.findall("".join(body)) if embed else ():
        characters[Weight.SEMIBOLD if _SEMIBOLD.search(attributes) else Weight.REGULAR].update(html.unescape(words))
    return "".join(font.face(weight, frozenset(used)) for weight, used in characters.items() if used) + stylesheet(ink)


def document(
    name: str,
    size: tuple[float, float],
    title_and_description: tuple[str, str],
    language: str,
    body: Sequence[str],
    sheet: str,
) -> str:
    """The whole picture: ``told`` is its title and its description, ``sheet`` its style."""
    width, height = size
    heading, description = title_and_description
    return (
        tag(
            "svg",
            tag("title", escape(heading), id=f"{name}-title"),
            tag("desc", escape(description), id=f"{name}-desc"),
            tag("style", sheet),
            tag("rect", class_="paper", width=width, height=height, rx=8),
            *body,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=width,
            height=height,
            role="img",
            aria_labelledby=f"{name}-title {name}-desc",
            class_="picture",
            lang=language,
        )
        + "\n"
    )
