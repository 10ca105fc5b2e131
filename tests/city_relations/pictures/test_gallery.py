from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.city_relations.pictures import gallery
from kg.city_relations.pictures.view import View
from kg.revision import Revision

from ...city_relations.pictures.conftest import SVG, Drawn
from ...presence import present

NAMES = list(gallery.PICTURES)
KINDS = [(name, layout, day) for name in NAMES for layout in ("wide", "narrow") for day in ("1985-06-01", "2026-11-24")]


@pytest.mark.parametrize(("name", "layout", "day"), KINDS)
def test_a_picture_says_what_it_is(drawn: Drawn, name: str, layout: str, day: str) -> None:
    drawing, picture = drawn(name, layout=layout, on=day)
    assert picture.get("role") == "img"
    told = {each.get("id"): each.text for each in picture if each.tag in (SVG + "title", SVG + "desc")}
    assert [told[each] for each in (picture.get("aria-labelledby") or "").split()] == [
        drawing.title,
        drawing.description,
    ]


@pytest.mark.parametrize(("name", "layout", "day"), KINDS)
def test_a_picture_is_small_and_asks_nobody(drawn: Drawn, name: str, layout: str, day: str) -> None:
    drawing, picture = drawn(name, layout=layout, on=day)
    markup = drawing.svg()
    assert len(markup.encode()) <= 40_000
    without_data = re.sub(r"url\(data:font/woff;base64,[\w+/=]+\)", "", markup)
    without_texts = re.sub(r"(<text[^>]*>)[^<]*", r"\1", without_data)  # which have the address of the credit
    assert not re.findall(r"(?:https?:)?//", without_texts.replace('xmlns="http://www.w3.org/2000/svg"', ""))
    tags = {each.tag.removeprefix(SVG) for each in picture.iter()}
    assert not tags & {"script", "image", "foreignObject", "a", "use"}
    assert not any(each.get("style") for each in picture.iter())


@pytest.mark.parametrize(("name", "layout", "day"), KINDS)
def test_nothing_is_drawn_outside_the_picture(drawn: Drawn, name: str, layout: str, day: str) -> None:
    drawing, picture = drawn(name, layout=layout, on=day)
    for text in present(picture.iter(SVG + "text")):
        if text.get("x"):
            assert 0 <= float(text.attrib["x"]) <= drawing.width
            assert 0 <= float(text.get("y", "0")) <= drawing.height


@pytest.mark.parametrize("name", NAMES)
def test_identifiers_within_a_picture_are_its_own_and_all_there(drawn: Drawn, name: str) -> None:
    drawing, picture = drawn(name)
    ids = [each.attrib["id"] for each in picture.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(each.startswith(name) for each in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", drawing.svg())) <= set(ids)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tag", ["nl", "en"])
def test_a_table_is_as_wide_as_its_headings_and_its_links_lead_somewhere(
    revision: Revision, seen: Callable[..., View], name: str, tag: str
) -> None:
    table = gallery.draw(name, seen(tag=tag)).table
    known = {node.value for node in revision.subjects() if hasattr(node, "value")}
    for row in present(table.rows):
        assert len(row) == len(table.columns)
        for cell, column in zip(row, table.columns, strict=True):
            assert cell.node is None or (column.linked and cell.node.value in known)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_view_is_the_same_entity_and_another_is_another(seen: Callable[..., View], name: str) -> None:
    first = gallery.represent(name, seen(), gallery.SVG)
    assert first == gallery.represent(name, seen(), gallery.SVG)
    assert first.etag != gallery.represent(name, seen(tag="nl"), gallery.SVG).etag
