"""What people come for, from one page to the next, with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOCUSED = """() => {
  let it = document.activeElement;
  while (it.shadowRoot) it = it.shadowRoot.activeElement;
  const { outlineStyle } = getComputedStyle(it.closest(".cm-editor") ?? it);
  return [it.getAttribute("aria-label") || it.name || it.innerText.trim(), outlineStyle];
}"""


def reach(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until this has the focus, and is seen to have it."""
    for _ in range(150):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED)[0] == name:
            page.wait_for_timeout(50)  # the editor draws its outline a moment later
            assert page.evaluate(FOCUSED)[1] != "none", name
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_an_example_is_run_broken_found_and_mended(page: Page) -> None:
    page.goto("/")
    reach(page, "Ask this question")
    page.keyboard.press("Enter")
    page.wait_for_selector("table.solutions")
    assert page.locator("table.solutions").get_by_text("Kanazawa").count() >= 1
    reach(page, "Query")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nLIMET 1")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert")
    alert.wait_for()
    last = page.locator("textarea[name=query]").input_value().count("\n") + 1
    assert f"Line {last}, column 1" in alert.inner_text()
    assert page.locator(".cm-trouble").inner_text() == "LIMET"
    reach(page, f"Go to line {last}")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Delete")
    page.keyboard.type("LIMIT")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=1 solution")
    assert page.locator(".cm-trouble").count() == 0


def test_a_day_is_picked_and_eleven_partnerships_counted(page: Page) -> None:
    page.goto("/")
    reach(page, "Partnerships")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partnerships")
    reach(page, "on")  # the year
    reach(page, "on")  # the day, below the list
    page.keyboard.type("06062019")  # the order of the parts of a date is the machine's
    page.keyboard.press("Enter")
    page.wait_for_url("**on=2019-06-06**")
    assert page.locator("table.rows tbody tr").count() == 11


def test_the_passage_dutch_and_the_map(page: Page) -> None:
    page.goto("/doc/city/jp-kanazawa.html")
    reach(page, "Nederlands")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[lang=nl]")
    reach(page, "Kaarten en grafieken")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/**")
    reach(page, "Kaart")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/map.html**")
    reach(page, "Kaart om in te zoomen")
    page.keyboard.press("Enter")
    page.locator(".zoomable .end").first.wait_for()
    reach(page, "Kanazawa: van kracht, mogelijk", "Shift+Tab")
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup-content").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/partnership/be-gent--jp-kanazawa**")
    assert page.locator("html").get_attribute("lang") == "nl"
