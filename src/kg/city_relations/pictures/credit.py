"""The line below a picture that is taken away: who made it, under which licence, on which day, and where it is."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from kg.city_relations import overview
from kg.city_relations.pictures import legend
from kg.city_relations.pictures.drawing import svg
from kg.city_relations.pictures.drawing.labels import SMALL, width
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.view import View
from kg.resources import catalog

_LINE = 17.0


def credited(drawing: Drawing, view: View) -> Drawing:
    """The picture with its credit below, on as many lines as it needs."""
    parts = [
        *([publisher] if (publisher := catalog.publisher(view.revision)) else []),
        *(catalog.licence_name(licence) for licence in catalog.licences(view.revision)),
        view.gettext("data of {day}", day=view.in_words(view.revision.day)),
        address(drawing.name, view),
    ]
    left = legend.margin(view)
    lines = _lines(parts, drawing.width - 2 * left)
    texts = tuple(
        svg.text(left, drawing.height + 4 + _LINE * number, line, "soft small credit")
        for number, line in enumerate(lines)
    )
    return replace(drawing, height=drawing.height + _LINE * len(lines) + 2, body=(*drawing.body, *texts))


def address(name: str, view: View) -> str:
    """The lasting address of a picture, with the city and the day where they are not those of the start."""
    arguments: dict[str, str] = {}
    if view.city != overview.centre(view.revision):
        arguments["city"] = view.city.value.rpartition("/")[2]
    if not view.is_of_today:
        arguments["on"] = view.days.text
    query = f"?{urlencode(arguments)}" if arguments else ""
    return f"{view.revision.project.base}pictures/{name}{query}"


def _lines(parts: list[str], room: float) -> list[str]:
    """The parts with dots between them, broken where there is no room; an address too long is broken within."""
    lines: list[str] = []
    for part in parts:
        if lines and width(joined := f"{lines[-1]} · {part}", SMALL) <= room:
            lines[-1] = joined
        else:
            lines.append(part)
    return [piece for line in lines for piece in _pieces(line, room)]


def _pieces(line: str, room: float) -> list[str]:
    pieces = [""]
    for character in line:
        if width(pieces[-1] + character, SMALL) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
