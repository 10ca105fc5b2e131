"""The zoomable map and the pictures, on a machine whose fonts have no letters and on one with a very wide font."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from kg.city_relations.pictures.drawing import font
from kg.city_relations.pictures.drawing.labels import width as measured

from ..sampling import WHOLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MAP = "/pictures/map.html?on=2026-11-24&lang=en"
COLLISIONS = """() => {
  const boxes = [...document.querySelectorAll("text")].map((it) => [it.textContent, it.getBoundingClientRect()]);
  const across = (a, b) => a.left < b.right - 1 && b.left < a.right - 1;
  const along = (a, b) => a.top < b.bottom - 4 && b.top < a.bottom - 4;
  const meet = (a, b) => across(a, b) && along(a, b);
  const after = (i) => boxes.slice(i + 1);
  const pairs = boxes.flatMap(([a, box], i) => after(i).filter(([, it]) => meet(box, it)).map(([b]) => `${a} / ${b}`));
  const { width } = document.documentElement.getBoundingClientRect();
  return [...pairs, ...boxes.filter(([, box]) => box.left < 0 || box.right > width).map(([a]) => `outside: ${a}`)];
}"""

TEXTS = """() => [...document.querySelectorAll("text")].map((it) => {
  const { fontSize, fontWeight } = getComputedStyle(it);
  return [it.textContent, parseFloat(fontSize), fontWeight === "600", it.getComputedTextLength()];
})"""
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{0}/fonts</dir><cachedir>{0}/cache</cachedir></fontconfig>
"""


def without_letters(face: TTFont) -> None:
    """Leave the space alone. Chromium ends now and then where there is no font at all."""
    subsetter = Subsetter()
    subsetter.populate(text=" ")
    subsetter.subset(face)


def stretched(face: TTFont) -> None:
    """Make it 1.4 times as wide: wider than any usual font."""
    for name in face.getGlyphOrder():
        advance, bearing = face["hmtx"][name]
        face["hmtx"][name] = round(1.4 * advance), round(1.4 * bearing)
        if face["glyf"][name].numberOfContours > 0:
            face["glyf"][name].coordinates.scale((1.4, 1))
            face["glyf"][name].recalcBounds(face["glyf"])


SYSTEM_FONTS = {"without-letters": without_letters, "wide": stretched}


@pytest.fixture(scope="module")
def with_font(launch: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Browser]:
    """Launches, once each, browsers that see one font of the system alone: no test passes thanks to this machine's."""

    @lru_cache
    def launched(name: str) -> Browser:
        folder = tmp_path_factory.mktemp(name)
        return launch(FONTCONFIG_FILE=str(_fonts(folder, SYSTEM_FONTS[name])))

    return launched


@pytest.fixture(scope="module")
def chromium(with_font: Callable[[str], Browser]) -> Browser:
    return with_font("wide")


def _fonts(folder: Path, change: Callable[[TTFont], None]) -> Path:
    """The settings of a system whose only font is ours, changed."""
    (folder / "fonts").mkdir()
    face = TTFont(font.FOLDER / "sans-400.ttf")
    change(face)
    for number in (1, 4, 6):
        face["name"].setName("System", number, 3, 1, 0x409)
    face.save(folder / "fonts" / "system.ttf")
    settings = folder / "fonts.conf"
    settings.write_text(FONTCONFIG.format(folder), "utf-8")
    return settings


def open_map(page: Page) -> None:
    page.goto(MAP)
    page.get_by_role("button", name="Zoomable map").click()
    page.locator(".zoomable .end").first.wait_for()


def scale(page: Page) -> float:
    """How many pixels lie between two cities."""
    here, there = (
        page.locator(f".zoomable .end[aria-label^='{name}']").bounding_box() for name in ("Ghent", "Kanazawa")
    )
    assert here
    assert there
    return abs(there["x"] - here["x"])


def test_the_zoomable_map_tells_what_its_marks_mean_and_how_to_use_it(page: Page) -> None:
    open_map(page)
    assert page.locator(".drawn").is_hidden()
    assert page.locator(".zoomable-words .key li").all_inner_texts() == [
        "in force, possibly", "dropped", "ended", "double ring: kept",
    ]  # fmt: skip
    region = page.get_by_role("region", name="Zoomable map")
    assert "On the keyboard" in page.locator(f"#{region.get_attribute('aria-describedby')}").inner_text()
    assert page.locator(".zoomable .land").count() >= 1
    page.get_by_role("button", name="Back to the drawing").click()
    assert page.locator(".drawn").is_visible()
    assert page.locator(".zoomable-words").is_hidden()


def test_buttons_wheel_and_keys_zoom(page: Page) -> None:
    open_map(page)
    before = scale(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)
    assert scale(page) == pytest.approx(2 * before, rel=0.02)
    page.get_by_role("region", name="Zoomable map").focus()
    page.keyboard.press("-")
    page.wait_for_timeout(400)
    assert scale(page) == pytest.approx(before, rel=0.02)
    page.locator(".zoomable").hover()
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(600)
    assert scale(page) > 1.2 * before


def test_the_keyboard_goes_from_city_to_city_and_reads_of_each(page: Page) -> None:
    open_map(page)
    page.locator(".zoomable .end[aria-label^='Kanazawa']").focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "Japan: in force, possibly" in popup.inner_text()
    assert page.locator(".leaflet-popup-close-button").get_attribute("aria-label") == "Close"
    address = popup.get_by_role("link", name="Kanazawa").get_attribute("href") or ""
    assert urlsplit(address)[2:4] == ("/id/partnership/be-gent--jp-kanazawa", "lang=en")
    assert page.evaluate("document.activeElement.innerText") == "Kanazawa"
    page.keyboard.press("Escape")
    popup.wait_for(state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Kanazawa: in force, possibly"


def test_names_stand_on_the_map_on_a_telephone_too(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, has_touch=True)
    open_map(page)
    frame, name = (
        page.locator(".zoomable").bounding_box(),
        page.get_by_text("Kanazawa", exact=True).first.bounding_box(),
    )
    assert frame
    assert name
    assert name["x"] + name["width"] <= frame["x"] + frame["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_map_that_cannot_be_had_leaves_the_drawing_and_says_so(page: Page) -> None:
    page.route("**/outlines.geojson", lambda route: route.fulfill(status=503))
    page.goto(MAP)
    page.get_by_role("button", name="Zoomable map").click()
    page.get_by_role("alert").get_by_text("could not be loaded").wait_for()
    assert page.locator(".drawn").is_visible()
    page.unroute("**/outlines.geojson")
    page.get_by_role("button", name="Zoomable map").click()
    page.locator(".zoomable .end").first.wait_for()
    assert page.get_by_role("alert").inner_text() == ""


PICTURES = ("map", "timeline", "networks", "countries", "decades")
# Each picture once, and each width and font in turn; all of them together when everything is to be run.
DRAWN = [
    (name, width, system)
    for number, name in enumerate(PICTURES)
    for width in (320, 1280)
    for place, system in enumerate(SYSTEM_FONTS)
    if WHOLE or (number + (width == 320)) % len(SYSTEM_FONTS) == place
]


@pytest.mark.parametrize(("name", "width", "system"), DRAWN)
def test_no_words_of_a_picture_lie_over_others(
    with_font: Callable[[str], Browser], site: str, name: str, width: int, system: str
) -> None:
    page = with_font(system).new_page(base_url=site, viewport={"width": width, "height": 900})
    page.goto(f"/pictures/{name}.html?lang=nl")
    page.goto(page.locator(".drawn img").evaluate("(it) => it.currentSrc"))
    assert page.evaluate(COLLISIONS) == []
    texts = page.evaluate(TEXTS)
    page.close()
    assert texts
    for words, size, strong, length in texts:
        assert length == pytest.approx(measured(words, size, strong), abs=0.5), words
