"""Sets of characters by Unicode category, block or XML name rule, as sorted ranges of code points."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from itertools import groupby

Ranges = list[tuple[int, int]]

_CATEGORIES = {
    "L": "Lu Ll Lt Lm Lo",
    "M": "Mn Mc Me",
    "N": "Nd Nl No",
    "P": "Pc Pd Ps Pe Pi Pf Po",
    "Z": "Zs Zl Zp",
    "S": "Sm Sc Sk So",
    "C": "Cc Cf Co Cn",
}
# Blocks of XML Schema that patterns use; any other block is refused.
_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "Georgian": (0x10A0, 0x10FF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
}
_NAME_START: Ranges = [
    (0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF),
    (0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF),
    (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
]  # fmt: skip
_NAME_ONLY: Ranges = [(0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)]


def category_ranges(name: str) -> Ranges:
    """The characters with a property such as ``Lu``, ``L`` or ``IsGreek``; raises ValueError for an unknown one."""
    if name.startswith("Is") and name[2:] in _BLOCKS:
        return [_BLOCKS[name[2:]]]
    wanted = _CATEGORIES.get(name, name).split()
    if not set(wanted) <= set(" ".join(_CATEGORIES.values()).split()):
        raise ValueError(f"unknown character property: {name}")
    return sorted(span for category in wanted for span in _by_category().get(category, []))


def name_ranges(*, start: bool) -> Ranges:
    """The characters of an XML name: those it may start with, or all."""
    return _NAME_START if start else sorted(_NAME_START + _NAME_ONLY)


def complement(ranges: Ranges) -> Ranges:
    """Every code point that is in none of the sorted ranges."""
    out: Ranges = []
    following = 0
    for low, high in ranges:
        if low > following:
            out.append((following, low - 1))
        following = max(following, high + 1)
    if following <= sys.maxunicode:
        out.append((following, sys.maxunicode))
    return out


@cache
def _by_category() -> dict[str, Ranges]:
    ranges: dict[str, Ranges] = {}
    start = 0
    # This takes a tenth of a second for all of Unicode, and runs only for patterns that need it.
    for category, run in groupby(map(unicodedata.category, map(chr, range(sys.maxunicode + 1)))):
        end = start + sum(1 for _ in run)
        ranges.setdefault(category, []).append((start, end - 1))
        start = end
    return ranges
