"""A finished picture: what it shows, said, drawn and tabulated."""

from __future__ import annotations

from dataclasses import dataclass

from kg.city_relations.pictures.drawing import svg
from kg.city_relations.pictures.drawing.stylesheet import Ink
from kg.city_relations.pictures.drawing.table import Table


@dataclass(frozen=True, slots=True)
class Drawing:
    """``body`` is the markup within the picture; ``table`` has the facts that it shows, no more and no fewer."""

    name: str
    title: str
    description: str
    width: float
    height: float
    language: str
    body: tuple[str, ...]
    table: Table

    def svg(self, ink: Ink | None = None, embed: bool = True) -> str:
        """The picture as a document; with an ``ink``, in those colours whatever the reader prefers."""
        title_and_description, size = (self.title, self.description), (self.width, self.height)
        return svg.document(self.name, size, title_and_description, self.language, self.body, self.style(ink, embed))

    def style(self, ink: Ink | None = None, embed: bool = True) -> str:
        """What the style element of the document contains: the sheet of all pictures and, if ``embed``, the font."""
        return svg.style(self.body, ink, embed)
