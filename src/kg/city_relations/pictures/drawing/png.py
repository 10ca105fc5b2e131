"""A picture as PNG, drawn by resvg in light colours and in the font of pictures, so that it is the same everywhere."""

from __future__ import annotations

from functools import lru_cache

from kg.city_relations.pictures.drawing import font
from kg.city_relations.pictures.drawing.font import Weight
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.drawing.stylesheet import LIGHT

FONTS = tuple(str(font.FOLDER / f"sans-{weight}.ttf") for weight in Weight)
SCALE = 2
MOST_PIXELS = 12_000_000


def png(drawing: Drawing) -> bytes:
    """The picture in twice its size, or in the largest size that has at most ``MOST_PIXELS``."""
    scale = min(SCALE, (MOST_PIXELS / (drawing.width * drawing.height)) ** 0.5)
    return _rendered(drawing.svg(LIGHT, embed=False), round(drawing.width * scale))


@lru_cache(maxsize=16)
def _rendered(source: str, width: int) -> bytes:
    import resvg_py  # Only a PNG needs it; without it a process starts faster.

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=source,
            width=width,
            # Loading all fonts of a machine takes longer than drawing: only for characters that our font lacks.
            skip_system_fonts=set(source) <= {"\n", *font.load(Weight.REGULAR).glyphs},
            font_files=list(FONTS),
            sans_serif_family=font.FAMILY,
        )
    )
