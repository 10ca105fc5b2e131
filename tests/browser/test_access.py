"""Each kind of page, as people with different eyes, hands and screens meet it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from ..sampling import sample
from .visits import PAGES, READERS, Watch, visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) shifts.push(shift);
}).observe({ type: "layout-shift", buffered: true });
"""
# What a first visit transfers, with style sheets, scripts, fonts and pictures; the editor has a limit of its own.
WEIGHT = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter(({ name }) => !name.includes("/editor."))
  .reduce((sum, { transferSize }) => sum + transferSize, 0)"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
SHIFTED = """() => ({
  sum: shifts.reduce((sum, each) => sum + each.value, 0),
  what: shifts.flatMap((each) => each.sources.map(({ node }) => node?.outerHTML?.slice(0, 120))),
})"""


@pytest.fixture(scope="module")
def watch(site: str) -> Watch:
    return Watch(site)


@pytest.fixture(scope="module")
def page_of(chromium: Browser, site: str, watch: Watch) -> Iterator[Callable[[str], Page]]:
    """The page of a reader, which loads everything anew at each visit."""
    opened: dict[str, Page] = {}

    def page(reader: str) -> Page:
        if reader not in opened:
            opened[reader] = watch.over(chromium.new_context(base_url=site, **READERS[reader]).new_page())
            opened[reader].add_init_script(WATCH)
            network = opened[reader].context.new_cdp_session(opened[reader])
            network.send("Network.enable")
            network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        return opened[reader]

    yield page
    for shown in opened.values():
        shown.context.close()


@pytest.mark.parametrize(("path", "reader"), visits())
def test_a_page_meets_wcag_and_keeps_still(
    page_of: Callable[[str], Page], watch: Watch, axe: str, path: str, reader: str
) -> None:
    page = page_of(reader)
    page.goto(path)
    page.evaluate(axe)
    found = page.evaluate("(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] })", WCAG)
    assert told(found["violations"]) == []
    # 1.4.10 Reflow: what is wider than the screen scrolls by itself, and not the page.
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.evaluate(WEIGHT) < 150_000
    shifted = page.evaluate(SHIFTED)
    assert shifted["sum"] < 0.01, shifted["what"]
    assert watch.wrongs == []


def told(violations: list[dict[str, Any]]) -> list[str]:
    """A line for each element that breaks a rule: the rule, the element, and what it lacks."""
    return [
        f"{each['id']}: {json.dumps(node['target'])} {node['html'][:160]} {node['failureSummary'][:300]}"
        for each in violations
        for node in each["nodes"][:4]
    ]


def test_every_page_is_whole_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    for path in sample(PAGES, 10):
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path
        # What only a script would fill or move is not shown without it.
        assert page.locator("[role=combobox], [role=listbox], [role=tab]").count() == 0, path
        assert page.locator("button[type=button]:visible").count() == 0, path


def test_without_scripts_questions_searches_and_queries_are_forms(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/queries/partners-on-a-day")
    page.get_by_label("day", exact=False).first.fill("2015-06-01")
    page.get_by_role("button", name="Ask again").click()
    assert "day=2015-06-01" in page.url
    assert page.locator("table.solutions tbody tr").count() > 10
    page.goto("/search")
    page.get_by_role("searchbox").last.fill("danzig")
    page.get_by_role("searchbox").last.press("Enter")
    page.get_by_role("link", name="Gdańsk", exact=True).click()
    assert page.url.endswith("/doc/city/pl-gdansk.html")
    page.goto("/sparql")
    page.locator("textarea[name=query]").fill("SELECT ?s WHERE { ?s a ?o } LIMIT 3")
    page.get_by_role("button", name="Run").click()
    assert page.locator("table.solutions tbody tr").count() == 3


def test_text_tables_and_headings_have_the_fonts_of_the_site(page: Page) -> None:
    page.goto("/partnerships")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter((it) => it.status === 'loaded').map((it) => `${it.family} ${it.weight}`)"
    )
    assert {"City Ties Sans 400", "City Ties Sans 600", "City Ties Serif 600"} <= {
        name.replace('"', "") for name in loaded
    }


def test_a_page_whose_fonts_come_late_hardly_moves(open_page: Callable[..., Page]) -> None:
    page = open_page(**READERS["light-wide-nl"])
    page.add_init_script(WATCH)
    late = []
    page.route("**/*.woff2", lambda route: late.append(route))
    page.goto("/partnerships", wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    for font in late:
        font.continue_()
    page.evaluate("document.fonts.ready.then(() => undefined)")
    page.evaluate(PAINTED)
    shifted = page.evaluate(SHIFTED)
    assert len(late) >= 3
    assert shifted["sum"] < 0.01, shifted
