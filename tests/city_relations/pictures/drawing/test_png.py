from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from kg.city_relations.pictures import gallery
from kg.city_relations.pictures.drawing import png
from kg.city_relations.pictures.view import View


@pytest.mark.parametrize("name", list(gallery.PICTURES))
def test_a_png_is_twice_as_large_as_the_picture(seen: Callable[..., View], name: str) -> None:
    drawing = gallery.draw(name, seen())
    image = png.png(drawing)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", image[16:24])
    assert width == 2 * drawing.width
    assert height == pytest.approx(2 * drawing.height, abs=2)


def test_the_fonts_of_a_png_are_ours_and_have_a_licence() -> None:
    assert [path.rpartition("/")[2] for path in png.FONTS] == ["sans-400.ttf", "sans-600.ttf"]
    licence = png.FONTS[0].rpartition("/")[0] + "/OFL.txt"
    with open(licence, encoding="utf-8") as file:
        assert "SIL OPEN FONT LICENSE Version 1.1" in file.read()
