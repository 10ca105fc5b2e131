"""The font of pictures, read again by fontTools."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from kg.city_relations.pictures.drawing import font
from kg.city_relations.pictures.drawing.font import Weight

WORDS = "Gdańsk, Göteborg & Saint-Raphaël: 1971–2026"


def outline(of: TTFont, character: str) -> list[object]:
    pen = RecordingPen()
    of.getGlyphSet()[of.getBestCmap()[ord(character)]].draw(pen)
    return pen.value


@pytest.mark.parametrize("weight", Weight)
def test_a_subset_has_the_characters_of_a_text_and_no_others_as_the_whole_font_has_them(weight: Weight) -> None:
    part = TTFont(BytesIO(font.load(weight).woff(WORDS)))
    whole = TTFont(font.FOLDER / f"sans-{weight}.ttf")
    assert "".join(map(chr, sorted(part.getBestCmap()))) == "".join(sorted(set(WORDS)))
    for character in set(WORDS):
        assert outline(part, character) == outline(whole, character)
        assert part["hmtx"][part.getBestCmap()[ord(character)]] == whole["hmtx"][whole.getBestCmap()[ord(character)]]
    assert part["OS/2"].usWeightClass == weight
    assert part["name"].getDebugName(1) == font.FAMILY


@pytest.mark.parametrize("weight", Weight)
def test_every_advance_is_that_of_the_file(weight: Weight) -> None:
    whole = TTFont(font.FOLDER / f"sans-{weight}.ttf")
    read = font.load(weight)
    expected = {chr(code): whole["hmtx"][name][0] / 1000 for code, name in whole.getBestCmap().items()}
    assert {character: read.advance(character) for character in read.glyphs} == expected
    assert {"n", "ń", "ș", "Я", "Ω", "→"} <= set(read.glyphs)


def test_checksums_and_lengths_of_a_subset_are_right() -> None:
    data = font.load(Weight.REGULAR).woff("Gent")
    part = TTFont(BytesIO(data), checkChecksums=2)
    assert part.reader.flavor == "woff"
    assert int.from_bytes(data[8:12], "big") == len(data)
    for tag in set(part.keys()) - {"GlyphOrder"}:
        assert part.reader[tag]


def test_a_character_that_the_font_lacks_has_an_estimated_width() -> None:
    regular = font.load(Weight.REGULAR)
    assert [regular.advance(each) for each in ("市", "\u0301", "ا")] == [1.0, 0.0, 0.7]


def test_the_licence_stands_beside_the_fonts_and_their_name_is_not_the_reserved_one() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (font.FOLDER / "OFL.txt").read_text("utf-8")
    for path in font.FOLDER.glob("*.ttf"):
        assert not any(TTFont(path)["name"].getDebugName(number).startswith("Source") for number in (1, 4, 6))
