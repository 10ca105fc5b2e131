from __future__ import annotations

import pytest

from kg.city_relations.pictures.drawing.stylesheet import DARK, LIGHT, stylesheet


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_marks_stand_out_from_all_that_lies_under_them(ink: dict[str, str]) -> None:
    for text in ("ink", "soft"):
        assert contrast(ink[text], ink["paper"]) >= 4.5
    assert contrast(ink["ink"], ink["land"]) >= 4.5
    for mark in ("city", "certain", "possible", "dropped", "ended", "unknown", "soft"):
        for ground in ("paper", "land", "wash"):
            assert contrast(ink[mark], ink[ground]) >= 3


def test_a_sheet_in_one_ink_has_no_properties_left_and_the_other_has_both_schemes() -> None:
    assert "var(" not in stylesheet(LIGHT)
    assert "prefers-color-scheme:dark" in stylesheet()
    assert "--ct-ink" in stylesheet()
