from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest

from kg.city_relations.pictures import gallery
from kg.city_relations.pictures.drawing.labels import HEIGHT, Box, width
from kg.city_relations.pictures.drawing.stylesheet import DARK, LIGHT, stylesheet
from kg.city_relations.pictures.view import View, of
from kg.errors import UnknownResource, UsageError
from kg.revision import Revision

from ...city_relations.pictures.conftest import SVG, Drawn

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
    assert not re.findall(r"(?:https?:)?//", without_data.replace('xmlns="http://www.w3.org/2000/svg"', ""))
    tags = {each.tag.removeprefix(SVG) for each in picture.iter()}
    assert not tags & {"script", "image", "foreignObject", "a", "use"}
    assert not any(each.get("style") for each in picture.iter())


@pytest.mark.parametrize(("name", "layout", "day"), KINDS)
def test_nothing_is_drawn_outside_the_picture(drawn: Drawn, name: str, layout: str, day: str) -> None:
    drawing, picture = drawn(name, layout=layout, on=day)
    for each in picture.iter(SVG + "text"):
        if each.get("x"):
            assert 0 <= float(each.attrib["x"]) <= drawing.width
            assert 0 <= float(each.get("y", "0")) <= drawing.height


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
    for row in table.rows:
        assert len(row) == len(table.columns)
        for cell, column in zip(row, table.columns, strict=True):
            assert cell.node is None or (column.linked and cell.node.value in known)


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_a_record_for_each_row_with_the_iris_of_what_it_names(seen: Callable[..., View], name: str) -> None:
    table = gallery.draw(name, seen()).table
    heading, *records = csv.reader(io.StringIO(table.csv()))
    assert len(records) == len(table.rows)
    assert len(heading) == len(table.columns) + sum(each.linked for each in table.columns)
    named = {cell.node.value for row in table.rows for cell in row if cell.node}
    assert named == {each for record in records for each in record if each.startswith(("http://", "https://"))}


def test_the_lines_of_the_map_are_geojson(seen: Callable[..., View]) -> None:
    found = json.loads(gallery.represent("map", seen(on="2019-06-01"), gallery.GEOJSON).body)
    lines = [each for each in found["features"] if each["geometry"]["type"] == "LineString"]
    assert len(lines) == 12
    assert sum(each["properties"]["standing"] in ("certain", "possible") for each in lines) == 11
    for each in lines:
        assert each["geometry"]["coordinates"][0] == pytest.approx([3.7167, 51.05], abs=1e-4)
        assert each["properties"]["path"].startswith("/id/partnership/")


def test_a_view_is_as_it_is_asked_for_or_not_at_all(revision: Revision) -> None:
    with pytest.raises(UsageError, match="no day"):
        of(revision, on="yesterday")
    with pytest.raises(UsageError, match="no names in"):
        of(revision, language="tlh")
    with pytest.raises(UsageError, match="no layout"):
        of(revision, layout="round")
    for city in ("be-nowhere", "../city", "a b", "<x>", "http://["):
        with pytest.raises(UnknownResource):
            of(revision, city=city)
    with pytest.raises(UnknownResource) as told:
        gallery.draw("maps", of(revision))
    assert told.value.similar == ("/pictures/map",)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_view_is_the_same_entity_and_another_is_another(seen: Callable[..., View], name: str) -> None:
    first = gallery.represent(name, seen(), gallery.SVG)
    assert first == gallery.represent(name, seen(), gallery.SVG)
    assert first.etag != gallery.represent(name, seen(tag="nl"), gallery.SVG).etag


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
