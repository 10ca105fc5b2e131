"""A picture as PNG, by resvg: in light colours, with fonts of our own, so that it looks the same on every machine.

The fonts are Noto Sans (SIL Open Font License 1.1, beside them), cut down to Latin, Greek and Cyrillic with fontTools:

    python -m fontTools.subset NotoSans-Regular.ttf --no-hinting --layout-features=kern,mark,ccmp --unicodes=...
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.city_relations.pictures.drawing.stylesheet import LIGHT
from kg.city_relations.pictures.picture import Drawing

FONTS = tuple(sorted(str(path) for path in (Path(__file__).parent / "fonts").glob("*.ttf")))
SCALE = 2
MOST_PIXELS = 12_000_000


def png(drawing: Drawing) -> bytes:
    """Twice as large as the picture says, or less where that would be very much."""
    scale = min(SCALE, (MOST_PIXELS / (drawing.width * drawing.height)) ** 0.5)
    return _rendered(drawing.svg(LIGHT), round(drawing.width * scale))


@lru_cache(maxsize=16)
def _rendered(source: str, width: int) -> bytes:
    import resvg_py  # Only a PNG needs it, and what starts without it starts faster.

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=source,
            width=width,
            # Reading in all fonts of a machine takes longer than the picture: only for writings that ours do not have.
            skip_system_fonts=all(map(_written, source)),
            font_files=list(FONTS),
            sans_serif_family="Noto Sans",
        )
    )


def _written(character: str) -> bool:
    """Whether the fonts here have it."""
    return character < "\u0500" or "\u1e80" <= character < "\u1ea0" or "\u2010" <= character < "\u2213"
