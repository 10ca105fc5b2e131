"""The font of pictures: how wide its characters are, and a copy of it with only those that a picture uses.

tools/fonts.py makes the files in ``fonts/``: TrueType with simple glyphs, short offsets, one character map, of format
12, and no kerning. So the width of a text is the sum of its characters' advances, in every browser and in a PNG alike.
https://learn.microsoft.com/typography/opentype/spec/ and https://www.w3.org/TR/WOFF/
"""

from __future__ import annotations

import base64
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

FAMILY = "City Ties Sans"
FOLDER = Path(__file__).parent / "fonts"


class Weight(IntEnum):
    """The weights of the font, by their numbers in CSS."""

    REGULAR = 400
    SEMIBOLD = 600


@dataclass(frozen=True, slots=True)
class Font:
    """A font file. ``glyphs`` maps characters to glyph numbers; a glyph's metrics are its advance and left bearing."""

    units: int
    tables: Mapping[str, bytes]
    glyphs: Mapping[str, int]
    metrics: Sequence[tuple[int, int]]
    offsets: Sequence[int]

    def advance(self, character: str) -> float:
        """The width of a character in ems; of one that the font lacks, an estimate of what the reader's font needs."""
        if character in self.glyphs:
            return self.metrics[self.glyphs[character]][0] / self.units
        if unicodedata.combining(character):
            return 0.0
        return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.7

    def woff(self, characters: Iterable[str]) -> bytes:
        """The font with these characters alone, in the Web Open Font Format 1.0."""
        mapped = sorted(
            (ord(character), self.glyphs[character]) for character in set(characters) if character in self.glyphs
        )
        # Glyph 0 is what a renderer draws for a character that the font lacks.
        kept = [0, *sorted({glyph for _, glyph in mapped} - {0})]
        outlines = [self.tables["glyf"][self.offsets[glyph] : self.offsets[glyph + 1]] for glyph in kept]
        ends = [0]
        for outline in outlines:
            ends.append(ends[-1] + len(outline))
        numbers = {glyph: number for number, glyph in enumerate(kept)}
        replaced = {
            "cmap": _character_map([(code, numbers[glyph]) for code, glyph in mapped]),
            "glyf": b"".join(outlines),
            # The sum of the whole file, which no reader of WOFF looks at, is left out.
            "head": self.tables["head"][:8] + bytes(4) + self.tables["head"][12:],
            "hhea": self.tables["hhea"][:34] + struct.pack(">H", len(kept)),
            "hmtx": b"".join(struct.pack(">Hh", *self.metrics[glyph]) for glyph in kept),
            "loca": struct.pack(f">{len(ends)}H", *(end // 2 for end in ends)),
            "maxp": self.tables["maxp"][:4] + struct.pack(">H", len(kept)) + self.tables["maxp"][6:],
        }
        return _woff({**self.tables, **replaced})


@lru_cache(maxsize=len(Weight))
def load(weight: Weight) -> Font:
    """The font in a weight."""
    data = (FOLDER / f"sans-{weight}.ttf").read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {}
    for number in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
        tables[tag.decode()] = data[start : start + length]
    (units,) = struct.unpack_from(">H", tables["head"], 18)
    (glyphs,) = struct.unpack_from(">H", tables["maxp"], 4)
    offsets = [2 * half for half in struct.unpack(f">{glyphs + 1}H", tables["loca"])]
    return Font(units, tables, _mapped(tables["cmap"]), _metrics(tables, glyphs), offsets)


@lru_cache(maxsize=256)
def face(weight: Weight, characters: frozenset[str]) -> str:
    """A rule of CSS that declares the font with these characters, its data within."""
    data = base64.b64encode(load(weight).woff(characters)).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight:d};'
        f'src:url(data:font/woff;base64,{data}) format("woff")}}\n'
    )


def _metrics(tables: Mapping[str, bytes], glyphs: int) -> list[tuple[int, int]]:
    """Glyphs after the last full entry of hmtx have its advance, and only a bearing of their own."""
    (full,) = struct.unpack_from(">H", tables["hhea"], 34)
    pairs = [struct.unpack_from(">Hh", tables["hmtx"], 4 * number) for number in range(full)]
    bearings = struct.unpack_from(f">{glyphs - full}h", tables["hmtx"], 4 * full)
    return [(advance, bearing) for advance, bearing in pairs] + [(pairs[-1][0], bearing) for bearing in bearings]


def _mapped(table: bytes) -> dict[str, int]:
    """A table ``cmap`` of format 12: groups of characters that follow one another, as their glyphs do."""
    (start,) = struct.unpack_from(">L", table, 8)
    (groups,) = struct.unpack_from(">L", table, start + 12)
    mapped = {}
    for number in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", table, start + 16 + 12 * number)
        mapped.update({chr(code): glyph + code - first for code in range(first, last + 1)})
    return mapped


def _character_map(mapped: Sequence[tuple[int, int]]) -> bytes:
    """A table ``cmap`` of format 4, which every renderer reads: a segment for each character, and the closing one."""
    segments = [(code, (glyph - code) % 0x10000) for code, glyph in mapped] + [(0xFFFF, 1)]
    count = len(segments)
    power = 1 << (count.bit_length() - 1)
    codes = struct.pack(f">{count}H", *(code for code, _ in segments))
    deltas = struct.pack(f">{count}H", *(delta for _, delta in segments))
    search = struct.pack(">4H", 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    body = search + codes + bytes(2) + codes + deltas + bytes(2 * count)
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + struct.pack(">3H", 4, len(body) + 6, 0) + body


def _woff(tables: Mapping[str, bytes]) -> bytes:
    """Tables in a file, each compressed where that makes it smaller, in the order of their tags."""
    directory, content = b"", b""
    start = 44 + 20 * len(tables)
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        packed = min(table, zlib.compress(table, 9), key=len)
        directory += struct.pack(">4s4L", tag.encode(), start + len(content), len(packed), len(table), checksum)
        content += packed + bytes(-len(packed) % 4)
    unpacked = 12 + sum(16 + len(table) + -len(table) % 4 for table in tables.values())
    length = start + len(content)
    head = struct.pack(">4sLLHHLHH5L", b"wOFF", 0x10000, length, len(tables), 0, unpacked, 1, 0, 0, 0, 0, 0, 0)
    return head + directory + content
