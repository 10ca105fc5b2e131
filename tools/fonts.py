"""Makes the fonts of pages and pictures, from Adobe's Source Sans 3 and Source Serif 4 (SIL Open Font License 1.1).

    npm install --prefix /tmp/fonts source-sans@3.52.0 source-serif@4.5.1
    python tools/fonts.py /tmp/fonts/node_modules /usr/share/fonts/truetype/liberation

For pages it writes src/kg/web/static/fonts: WOFF2 files with a digest in their names, and fonts.css, which declares
them and the reader's fonts that stand in while they load. The second folder has the Liberation fonts, whose letters are
as wide as those of Arial and Times New Roman. For pictures it writes
src/kg/city_relations/pictures/drawing/fonts: TrueType files in the plain form that drawing/font.py reads. The licence
allows both, under another name than the reserved one, "Source".
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

SOURCE = Path(__file__).resolve().parents[1] / "src" / "kg"
PAGES = SOURCE / "web" / "static" / "fonts"
PICTURES = SOURCE / "city_relations" / "pictures" / "drawing" / "fonts"

LATIN = "U+20-7E, U+A0-FF, U+152-153, U+2013-201E, U+2020-2026, U+2039-203A, U+20AC, U+2190-2194, U+2212, U+2264-2265"
"""Basic Latin, Latin-1, the ligature of French, and signs. Most pages need no more."""
EXTENDED = "U+100-151, U+154-17F, U+218-21B, U+1E80-1E85, U+1E9E, U+1EF2-1EF3"
"""The rest of Latin Extended-A, and what Romanian, Welsh and German need beyond it."""
GREEK_AND_CYRILLIC = "U+386-3CE, U+400-45F, U+490-491"
PARTS = {"latin": LATIN, "extended": EXTENDED}
"""The files of a font for pages: a browser fetches those whose characters a page has."""
KEPT = {"GlyphOrder", "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"}
"""The tables that a TrueType font needs."""
FEATURES = ("kern", "mark", "ccmp", "locl", "liga")


@dataclass(frozen=True, slots=True)
class Fallback:
    """Fonts of the reader's that stand in, all of one width, and the file of one of them that is measured."""

    file: str
    names: tuple[str, ...]


ARIAL = Fallback("LiberationSans-Regular.ttf", ("Arial", "ArialMT", "Liberation Sans", "Arimo"))
ARIAL_BOLD = Fallback(
    "LiberationSans-Bold.ttf", ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "LiberationSans-Bold")
)
TIMES = Fallback("LiberationSerif-Regular.ttf", ("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "Tinos"))
TIMES_BOLD = Fallback(
    "LiberationSerif-Bold.ttf",
    ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "LiberationSerif-Bold"),
)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of Adobe's, and what it becomes here."""

    source: str
    name: str
    family: str
    weight: int
    fallback: Fallback

    @property
    def style(self) -> str:
        return {400: "Regular", 600: "Semibold"}[self.weight]


SANS = (
    Face("source-sans/TTF/SourceSans3-Regular.ttf", "sans-400", "City Ties Sans", 400, ARIAL),
    Face("source-sans/TTF/SourceSans3-Semibold.ttf", "sans-600", "City Ties Sans", 600, ARIAL_BOLD),
)
SERIF = (
    Face("source-serif/TTF/SourceSerif4-Regular.ttf", "serif-400", "City Ties Serif", 400, TIMES),
    # The cut for headings: finer strokes, narrower letters.
    Face("source-serif/TTF/SourceSerif4Subhead-Semibold.ttf", "serif-600", "City Ties Serif", 600, TIMES_BOLD),
)


def reduced(folder: Path, face: Face, ranges: str, features: tuple[str, ...]) -> TTFont:
    """The font with these characters alone, without instructions for the pixels of old screens, renamed."""
    options = subset.Options(layout_features=list(features), hinting=False, notdef_outline=True, name_IDs=[0, 14])
    font = subset.load_font(str(folder / face.source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(ranges.replace("U+", "")))
    subsetter.subset(font)
    full = f"{face.family} {face.style}"
    for number, name in ((1, face.family), (2, face.style), (4, full), (6, full.replace(" ", ""))):
        font["name"].setName(name, number, 3, 1, 0x409)
    return font


def width(font: TTFont, text: str) -> float:
    """How wide a text is in a font, in ems; characters that it lacks are left out."""
    cmap, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[cmap[ord(c)]][0] for c in text if ord(c) in cmap) / font["head"].unitsPerEm


def stand_in(face: Face, own: TTFont, installed: TTFont) -> str:
    """The rule that makes a font of the reader's as wide and as high as one of ours.

    size-adjust is the width of the site's own texts in our font by their width in the reader's. The other three are
    what hhea of our font says, by its units per em and by size-adjust, as a browser multiplies them with it.
    """
    texts = "".join(path.read_text("utf-8") for path in sorted((SOURCE.parents[1] / "pages").glob("about.*.md")))
    texts = "".join(letter for letter in texts if ord(letter) in own.getBestCmap())
    size = width(own, texts) / width(installed, texts)
    high = {name: value / own["head"].unitsPerEm / size for name, value in vertical(own).items()}
    overrides = "".join(f" {name}-override: {100 * value:.2f}%;" for name, value in high.items())
    sources = ", ".join(f'local("{name}")' for name in face.fallback.names)
    return (
        f'@font-face {{ font-family: "{face.family} Fallback"; font-weight: {face.weight}; '
        f"src: {sources}; size-adjust: {100 * size:.2f}%;{overrides} }}\n"
    )


def vertical(font: TTFont) -> dict[str, int]:
    """How high a line is, above and below its base, and the gap to the next one."""
    return {"ascent": font["hhea"].ascent, "descent": -font["hhea"].descent, "line-gap": font["hhea"].lineGap}


def for_pages(folder: Path, installed: Path) -> None:
    """Write the WOFF2 files and their style sheet.

    ``swap``: a page stands in a font of the reader's until ours are there. That one is made as wide and as high as
    ours, so that lines and sections stay where they are.
    """
    rules = [
        "/* The fonts of all pages. Licence: OFL.txt. Made by python tools/fonts.py. */\n"
        "/* The fallbacks: size-adjust is the width of pages/about.*.md in our font by that in the reader's; the\n"
        "   others are the ascent, descent and line gap (hhea) of our font by its units per em and by size-adjust. */\n"
    ]
    for face, (part, ranges) in product((*SANS, *SERIF), PARTS.items()):
        font = reduced(folder, face, ranges, FEATURES)
        font.flavor = "woff2"
        data = BytesIO()
        font.save(data)
        file = f"{face.name}-{part}.{hashlib.sha256(data.getvalue()).hexdigest()[:8]}.woff2"
        (PAGES / file).write_bytes(data.getvalue())
        if part == "latin":
            rules.append(stand_in(face, font, TTFont(installed / face.fallback.file)))
        rules.append(
            f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-display: swap; '
            f'src: url("{file}") format("woff2"); unicode-range: {ranges}; }}\n'
        )
    (PAGES / "fonts.css").write_text("".join(rules), "utf-8")


def for_pictures(folder: Path) -> None:
    """Write the TrueType files: simple glyphs, short offsets, one character map, of format 12, and no layout."""
    for face in SANS:
        font = reduced(folder, face, ", ".join((*PARTS.values(), GREEK_AND_CYRILLIC)), ())
        glyphs, table = font.getGlyphSet(), font["glyf"]
        for name in font.getGlyphOrder():
            if table[name].isComposite():
                recording, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
                glyphs[name].draw(recording)
                recording.replay(pen)
                table[name] = pen.glyph()
                table[name].recalcBounds(table)
        groups = CmapSubtable.newSubtable(12)
        groups.platformID, groups.platEncID, groups.language, groups.cmap = 3, 10, 0, font.getBestCmap()
        font["cmap"].tables = [groups]
        for tag in set(font.keys()) - KEPT:
            del font[tag]
        font.save(PICTURES / f"{face.name}.ttf")


def licence(folder: Path) -> str:
    """The text of the licence, with the notices of both fonts first."""
    texts = [(folder / package / "LICENSE.md").read_text("utf-8") for package in ("source-sans", "source-serif")]
    notices = [text.split("\n", 1)[0].strip() for text in texts]
    renamed = "City Ties Sans and City Ties Serif are parts of Source Sans 3 and Source Serif 4, under other names."
    return "\n\n".join([renamed, *notices, texts[0].split("\n", 1)[1].strip()]) + "\n"


if __name__ == "__main__":
    packages, liberation = Path(sys.argv[1]), Path(sys.argv[2])
    for target in (PAGES, PICTURES):
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        (target / "OFL.txt").write_text(licence(packages), "utf-8")
    for_pages(packages, liberation)
    for_pictures(packages)
