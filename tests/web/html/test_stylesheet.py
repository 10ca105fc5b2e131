"""Contrast as WCAG 2.1 measures it (1.4.3: at least 4.5 to 1), computed from the colours of the stylesheet."""

from __future__ import annotations

import re

import pytest

from kg.web.html import assets

SHEET = (assets.FOLDER / "city-ties.css").read_text("utf-8")
PAIRS = [
    ("ink", "paper"), ("ink", "sheet"), ("ink", "wash"), ("ink", "mute-wash"), ("soft", "paper"), ("soft", "sheet"),
    ("soft", "wash"), ("accent", "paper"), ("accent", "sheet"), ("accent-ink", "accent"), ("good", "sheet"),
    ("good", "good-wash"), ("warn", "sheet"), ("warn", "warn-wash"), ("bad", "sheet"), ("bad", "bad-wash"),
]  # fmt: skip


def palette(dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", SHEET, re.S)
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[0]))
    return light | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[1])) if dark else light


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, dark: bool) -> None:
    colours = palette(dark)
    lighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_the_sheet_asks_nothing_of_anybody() -> None:
    assert "url(" not in SHEET
    assert "@import" not in SHEET
