from __future__ import annotations

import pytest

from kg.city_relations.pictures.drawing.labels import HEIGHT, Box, width

from ....city_relations.pictures.conftest import SVG, Drawn


@pytest.mark.parametrize("layout", ["wide", "narrow"])
@pytest.mark.parametrize("day", ["1985-06-01", "2019-06-01", "2026-11-24"])
def test_no_label_of_the_map_lies_over_another(drawn: Drawn, layout: str, day: str) -> None:
    _, picture = drawn("map", layout=layout, on=day)
    boxes = []
    for each in picture.iter(SVG + "text"):
        if "halo" in (each.get("class") or ""):
            wide, x, y = width(each.text or ""), float(each.attrib["x"]), float(each.attrib["y"])
            left = {"start": x, "middle": x - wide / 2, "end": x - wide}[each.get("text-anchor") or "start"]
            boxes.append(Box(left, y - HEIGHT * 0.7, left + wide, y + HEIGHT * 0.2))
    assert len(boxes) >= 8
    assert not any(one.meets(other) for i, one in enumerate(boxes) for other in boxes[:i])
