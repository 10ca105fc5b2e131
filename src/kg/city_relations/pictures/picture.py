"""A finished picture: what it shows, said, drawn and tabulated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.city_relations.pictures.drawing import svg
from kg.city_relations.pictures.drawing.stylesheet import Ink
from kg.city_relations.pictures.drawing.table import Table
from kg.city_relations.pictures.view import View


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

    def svg(self, ink: Ink | None = None) -> str:
        """The picture as a document; with an ``ink``, in those colours whatever the reader prefers."""
        told = (self.title, self.description)
        return svg.document(self.name, (self.width, self.height), told, self.language, self.body, ink)


Draw = Callable[[View], Drawing]
