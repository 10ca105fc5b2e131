"""What is embedded in a page of another site, on a host and port of its own."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8">{1}<title>Een stad</title>
<style>city-ties {{ --city-ties-accent: rebeccapurple; --city-ties-paper: #fff8e7 }}</style>
<h1>Een stad</h1>{0}<p>Verder</p></html>"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and tells nobody."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("another-site")


@pytest.fixture(scope="session")
def another_site(folder: Path) -> Iterator[str]:
    """The address of another site; what is written in ``folder`` stands there."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture
def embedded(chromium: Browser, folder: Path, another_site: str, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the other site that has this in it."""
    contexts, wrongs = [], []

    def told(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text and not message.text.startswith("Framing"):
            wrongs.append(message.text)

    def asked(url: str) -> None:
        if not url.startswith((f"{site}/", f"{another_site}/", "data:", "chrome-error:")):
            wrongs.append(f"asked of another host: {url}")

    def opened(markup: str, policy: str = "", **reader: object) -> Page:
        head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
        (folder / "index.html").write_text(PAGE.format(markup, head), "utf-8")
        context = chromium.new_context(locale="nl-BE", viewport={"width": 1000, "height": 900}, **reader)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked(request.url))
        page.on("console", told)
        page.goto(another_site)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrongs == []


def element(site: str, attributes: str, within: str = "") -> str:
    script = f'<script type="module" src="{site}/static/city-ties-element.js"></script>'
    return f"{script}<city-ties {attributes}>{within}</city-ties>"


def height(page: Page) -> int:
    return page.evaluate("document.querySelector('city-ties').shadowRoot.querySelector('iframe').offsetHeight")


def settled(page: Page) -> None:
    """The frame is as high as its page. Waiting for a function would break a policy of the page."""
    for _ in range(200):
        if height(page) not in (0, 480):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the frame does not say how high it is")


def test_the_element_shows_the_map_as_high_as_it_is(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(element(site, 'view="map" city="be-gent" on="2015-06-01"'))
    settled(page)
    frame = page.frames[1]
    assert frame.url.startswith(f"{site}/embed/map?city=be-gent&on=2015-06-01&lang=nl")
    assert frame.evaluate("document.querySelector('img').naturalWidth") > 300
    assert "1 juni 2015" in (frame.locator("img").get_attribute("alt") or "")
    high = height(page)
    assert high == frame.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    frame.get_by_text("Als tabel").click()
    page.wait_for_function(
        f"document.querySelector('city-ties').shadowRoot.querySelector('iframe').offsetHeight > {high}"
    )
    assert frame.get_by_role("row").count() > 10
    assert page.locator("city-ties iframe").get_attribute("title") == "Kaart van banden tussen steden"


def test_colours_of_the_site_are_those_of_the_frame(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(element(site, 'view="query/sister-cities"'), color_scheme="dark")
    settled(page)
    frame = page.frames[1]
    assert frame.locator("a").first.evaluate("(it) => getComputedStyle(it).color") == "rgb(102, 51, 153)"
    assert frame.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 248, 231)"
    assert frame.locator("body").evaluate("(it) => getComputedStyle(it).color") == "rgb(27, 37, 48)"


def test_another_attribute_is_another_frame(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(element(site, 'view="query/partners-on-a-day" data-day="1960-01-01"'))
    settled(page)
    assert page.frames[1].get_by_text("Tallinn").count() == 0
    page.evaluate("document.querySelector('city-ties').setAttribute('view', 'timeline')")
    page.frames[1].locator("img").wait_for()
    assert "/embed/timeline?" in page.frames[1].url


def test_only_the_frame_itself_says_how_high_it_is(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(element(site, 'view="map"'))
    settled(page)
    high = height(page)
    page.evaluate("postMessage({ source: 'city-ties', height: 7 }, '*')")
    page.evaluate(
        "dispatchEvent(new MessageEvent('message', { origin: 'null', data: { source: 'city-ties', height: 7 } }))"
    )
    page.frames[1].evaluate("parent.postMessage({ source: 'city-ties', height: 'url(x)' }, '*')")
    page.frames[1].evaluate("parent.postMessage({ source: 'other', height: 7 }, '*')")
    page.wait_for_timeout(100)
    assert height(page) == high


def test_a_link_in_the_frame_leaves_it(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(element(site, 'view="query/sister-cities"'))
    settled(page)
    page.frames[1].get_by_role("link", name="Kanazawa", exact=True).click()
    page.wait_for_url(f"{site}/doc/city/jp-kanazawa.html?lang=nl")


def test_the_frame_of_the_snippet_works_without_scripts(embedded: Callable[..., Page], site: str) -> None:
    markup = f'<iframe src="{site}/embed/timeline?lang=en" title="Ties" width="100%" height="700"></iframe>'
    page = embedded(markup, java_script_enabled=False)
    assert page.frame_locator("iframe").get_by_role("img").is_visible()
    assert page.frame_locator("iframe").get_by_role("img").get_attribute("alt")


def test_without_scripts_the_element_is_what_stands_in_it(embedded: Callable[..., Page], site: str) -> None:
    markup = element(site, 'view="map"', f'<a href="{site}/">De banden</a>')
    assert embedded(markup, java_script_enabled=False).get_by_role("link", name="De banden").is_visible()


def test_no_other_page_lets_itself_be_framed(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(f'<iframe src="{site}/doc/city/be-gent.html" title="Ghent"></iframe>')
    page.wait_for_timeout(300)
    assert page.frames[1].url.startswith("chrome-error://")


def test_what_is_no_view_is_what_stands_in_the_element(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(element(site, 'view="../sparql"', f'<a href="{site}/">De banden</a>'))
    assert page.get_by_role("link", name="De banden").is_visible()
    assert page.locator("city-ties iframe").is_hidden()
    assert len(page.frames) == 2
    assert page.frames[1].url == "about:blank"
    page.evaluate("document.querySelector('city-ties').setAttribute('view', 'map')")
    settled(page)
    assert page.locator("city-ties iframe").is_visible()
    assert page.get_by_role("link", name="De banden").is_hidden()


def test_a_problem_is_a_few_words_in_a_frame_as_low_as_they_are(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(element(site, 'view="query/sister-citties"'))
    settled(page)
    assert page.frames[1].get_by_role("heading").inner_text() == "Pagina niet gevonden"
    assert page.frames[1].get_by_role("navigation").count() == 0
    assert page.frames[1].get_by_text("sister-cities").is_visible()
    assert height(page) < 300


def test_a_site_with_a_strict_policy_names_this_host_and_nothing_else(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(
        element(site, 'view="map"'),
        f"default-src 'none'; script-src {site}; frame-src {site}; style-src 'unsafe-inline'",
    )
    settled(page)
    assert page.frames[1].evaluate("document.querySelector('img').naturalWidth") > 300
    assert (
        page.frames[1].locator("html").evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgb(255, 248, 231)"
    )


def test_styles_of_the_site_stay_out_and_ours_stay_in(embedded: Callable[..., Page], site: str) -> None:
    page = embedded("<style>iframe { height: 9px; border: 9px solid red }</style>" + element(site, 'view="map"'))
    settled(page)
    assert height(page) > 300
    assert page.locator("h1").evaluate("(it) => getComputedStyle(it).fontFamily") == page.locator("p").evaluate(
        "(it) => getComputedStyle(it).fontFamily"
    )


def test_a_frame_grows_when_its_site_becomes_narrow(embedded: Callable[..., Page], site: str) -> None:
    page = embedded(element(site, 'view="timeline"'))
    settled(page)
    high = height(page)
    page.set_viewport_size({"width": 340, "height": 700})
    page.wait_for_function(
        f"document.querySelector('city-ties').shadowRoot.querySelector('iframe').offsetHeight !== {high}"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 340
    picture = page.frames[1].locator("img")
    assert "layout=narrow" in picture.evaluate("async (it) => { await it.decode(); return it.currentSrc; }")
