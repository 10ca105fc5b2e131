"""The colours of what is embedded in another site, as its address gives them: ``?theme=dark&accent=9a2a21``.

A colour is three or six hexadecimal digits and nothing else, since it ends up in a style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.drawing.stylesheet import DARK, LIGHT, Ink
from kg.errors import UsageError, phrase

_COLOUR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)

COLOURS: Mapping[str, tuple[str, str]] = {
    "paper": ("paper", "paper"),
    "ink": ("ink", "ink"),
    "soft": ("soft", "soft"),
    "line": ("line", "hair"),
    "wash": ("wash", "wash"),
    "accent": ("accent", "city"),
    "land": ("", "land"),
    "certain": ("", "certain"),
    "possible": ("", "possible"),
    "dropped": ("", "dropped"),
    "ended": ("", "ended"),
    "unknown": ("", "unknown"),
}
"""What each colour is called in the style sheet of the page around a picture, and in that of the picture."""


class Scheme(StrEnum):
    """Light, dark, or what the reader prefers."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Theme:
    """``colours`` are those that the address names; the others are the scheme's."""

    scheme: Scheme = Scheme.AUTO
    colours: Mapping[str, str] = field(default_factory=dict)

    def arguments(self) -> dict[str, str]:
        """The theme as an address gives it."""
        scheme = {} if self.scheme == Scheme.AUTO else {"theme": str(self.scheme)}
        return scheme | {name: value.removeprefix("#") for name, value in self.colours.items()}

    def sheet(self) -> str:
        """The style sheet of the page."""
        scheme = "light dark" if self.scheme == Scheme.AUTO else self.scheme
        named = ((COLOURS[name][0], value) for name, value in self.colours.items())
        return f":root{{color-scheme:{scheme};{_properties('--', named)}}}\n"

    def ink(self) -> Ink | None:
        """The colours of a picture; none where they follow the reader's scheme."""
        if self.scheme == Scheme.AUTO:
            return None
        return {**(DARK if self.scheme == Scheme.DARK else LIGHT), **dict(self._named())}

    def picture(self, drawing: Drawing) -> str:
        """The picture in these colours, as a document."""
        if ink := self.ink():
            return drawing.svg(ink)
        # Without a scheme the picture follows the reader's, and its sheet asks for these before its own colours.
        named = self._named()
        return drawing.svg().replace("<style>", f"<style>svg{{{_properties('--ct-', named)}}}", 1)

    def _named(self) -> list[tuple[str, str]]:
        return [(COLOURS[name][1], value) for name, value in self.colours.items()]


def of(arguments: Mapping[str, str]) -> Theme:
    """The theme that an address asks for; a ground that it names decides between light and dark, unless it does itself.

    Raises UsageError for what is no colour or no scheme.
    """
    try:
        scheme = Scheme(arguments.get("theme") or Scheme.AUTO)
    except ValueError as error:
        raise UsageError(
            phrase("There is no theme {theme}.", theme=arguments["theme"]),
            hint=phrase("Themes: {names}.", names=", ".join(Scheme)),
        ) from error
    colours = {name: _colour(name, arguments[name]) for name in COLOURS if arguments.get(name)}
    if scheme == Scheme.AUTO and "paper" in colours:
        scheme = Scheme.LIGHT if _light(colours["paper"]) else Scheme.DARK
    return Theme(scheme, colours)


def _colour(name: str, value: str) -> str:
    match = _COLOUR.fullmatch(value)
    if not match:
        raise UsageError(
            phrase("{value} is no colour for {name}.", value=value, name=name),
            hint=phrase("Write three or six hexadecimal digits: 9a2a21."),
        )
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def _light(colour: str) -> bool:
    """Whether dark words are read more easily on it than light ones.

    >>> _light("#fff8e7"), _light("#30343a")
    (True, False)
    """
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue > 127


def _properties(prefix: str, named: Iterable[tuple[str, str]]) -> str:
    return ";".join(f"{prefix}{name}:{value}" for name, value in named if name)
