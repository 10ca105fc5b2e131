"""What people come for, done as they would do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

IN_SIGHT = """() => {
  const { top, bottom } = document.querySelector(":target").getBoundingClientRect();
  return top >= 0 && top < innerHeight && bottom > top;
}"""


def focused(page: Page) -> str:
    """What the keyboard would act on: its name, or its text."""
    return page.evaluate("document.activeElement.name || document.activeElement.innerText.trim()")


def tab_to(page: Page, name: str) -> None:
    """Press Tab, as often as patience allows, until this has the focus; and it must be seen to have it."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if focused(page) == name:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"nobody sees that {name} has the focus"
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_an_example_question_is_asked_from_the_start_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Ask this question").first.click()
    page.locator("table.solutions tbody tr").first.wait_for()
    assert "/sparql" in page.url
    assert page.locator("table.solutions").get_by_text("Kanazawa").count() >= 1


def test_on_a_day_that_somebody_picks_eleven_partnerships_are_in_force(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Partnerships", exact=True).first.click()
    page.get_by_label("Which partnerships were in force on").fill("2019-06-01")
    page.get_by_role("button", name="Show that day").click()
    assert "on=2019-06-01" in page.url
    rows = page.locator("table.rows tbody tr")
    assert rows.count() == 11
    assert page.get_by_role("heading", level=1).inner_text().startswith("On 1 June 2019 Ghent had six sister cities")
    # What is certain and what nothing excludes are told apart, in words.
    assert page.get_by_text("Listed: 6 ties that were in force, and 5 of which that is not known.").is_visible()
    assert rows.filter(has_text="possibly in force").count() == 5
    assert rows.filter(has_text="Saint-Raphaël").count() == 0
    page.get_by_label("Which partnerships were in force on").fill("2015-06-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**on=2015-06-01**")
    assert rows.count() == 12


def test_the_passage_of_the_article_is_two_clicks_from_kanazawa(page: Page) -> None:
    page.goto("/id/city/jp-kanazawa")
    assert page.url.endswith("/doc/city/jp-kanazawa.html")
    page.locator("main").get_by_role("link", name="Ghent").first.click()
    page.locator("cite").get_by_role("link", name="The City of Ghent reorients its existing partnerships").first.click()
    assert "/doc/source/gent-reorientation.html#s" in page.url
    passage = page.locator(":target")
    passage.wait_for()
    page.wait_for_function(IN_SIGHT)
    assert passage.inner_text().strip()


def test_a_journalist_has_partners_end_and_passage_in_three_clicks(page: Page) -> None:
    """Who were Ghent's partners in 2015, who ended it, and where does it say so?"""
    page.goto("/")
    page.get_by_label("Which partnerships were in force on").fill("2015-06-01")
    page.get_by_role("button", name="Show that day").click()
    assert page.locator("table.rows tbody tr").count() == 12
    page.get_by_role("link", name="Ghent – Melle").click()
    decided = page.locator("section.group", has=page.get_by_role("heading", name="What was decided"))
    assert "Decided by Ghent: Reorientation of Ghent's partnerships" in decided.inner_text()
    decided.locator("cite").get_by_role("link", name="Gent breekt de band met zustergemeentes").nth(1).click()
    page.locator(":target").wait_for()
    assert "/doc/source/avs.html#" in page.url
    page.wait_for_function(IN_SIGHT)
    assert "Wiesbaden en Melle in Duitsland" in page.locator(":target").inner_text()


def test_what_ended_at_a_partners_request_says_so_in_three_clicks_too(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Which partnerships were in force on").fill("2015-06-01")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ghent – Saint-Raphaël").click()
    ended = page.locator("section.group", has=page.get_by_role("heading", name="How it ended"))
    assert "At the request of: Twinning committee of Saint-Raphaël" in ended.inner_text()
    ended.locator("cite").get_by_role("link", name="The City of Ghent reorients its existing partnerships").click()
    page.locator(":target").wait_for()
    page.wait_for_function(IN_SIGHT)
    assert "at the request of Saint-Raphaël's twinning committee" in page.locator(":target").inner_text()


@pytest.mark.parametrize(("question", "told"), [("sister-cities", 7), ("behind-the-decision", 1)])
def test_the_javascript_of_a_question_runs_as_it_is_pasted(page: Page, question: str, told: int) -> None:
    page.goto(f"/queries/{question}")
    page.get_by_text("JavaScript", exact=True).click()
    program = page.locator("details[open] pre").inner_text()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.evaluate(f"(async () => {{ {program} }})()")
    assert len(messages) == told
    assert any("Kanazawa" in each or "prov:" in each for each in messages)


def test_a_reader_switches_to_dutch_and_stays_there(page: Page) -> None:
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Nederlands").click()
    assert page.locator("html").get_attribute("lang") == "nl"
    page.locator("main").get_by_role("link", name="Kanazawa").first.click()
    assert page.locator("html").get_attribute("lang") == "nl"
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "kanazawa" in page.url


def test_dutch_is_spoken_to_who_prefers_it(open_page: Callable[..., Page]) -> None:
    page = open_page(locale="nl-BE")
    page.goto("/search")
    assert page.get_by_role("heading", level=1).inner_text() == "Zoeken"


def test_names_are_proposed_while_somebody_types(page: Page) -> None:
    page.goto("/search")
    box = page.get_by_role("combobox").last
    box.press_sequentially("danz")
    option = page.get_by_role("option", name="Danzig").first  # the second is the tie, which has a German name
    option.wait_for()
    assert option.inner_text().split() == ["Gdańsk", "Danzig", "place"]
    assert box.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("status").last.inner_text() == "2 suggestions"
    option.click()
    page.wait_for_url("**/doc/city/pl-gdansk.html")


def test_proposals_are_taken_with_the_keyboard(page: Page) -> None:
    page.goto("/search")
    box = page.get_by_role("combobox").last
    box.press_sequentially("g")
    page.get_by_role("option").first.wait_for()
    options = page.get_by_role("option")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "g"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "q"
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/city/be-gent.html")


def test_a_search_is_one_tap_away_on_a_telephone_and_covers_no_answer_before(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/")
    heading = page.get_by_role("heading", level=1).bounding_box()
    assert heading
    assert heading["y"] + heading["height"] < 300
    page.locator("header .finder summary").tap()
    page.get_by_role("combobox").press_sequentially("danz")
    page.get_by_role("option", name="Danzig").first.tap()
    page.wait_for_url("**/doc/city/pl-gdansk.html")


def test_what_is_only_possible_is_hatched(page: Page) -> None:
    page.goto("/partnerships?on=2015-06-01")
    masks = page.evaluate(
        "['.status.possible', '.status.certain'].map((name) =>"
        " getComputedStyle(document.querySelector(name), '::before').maskImage)"
    )
    assert "repeating-linear-gradient" in masks[0]
    assert masks[1] == "none"


def test_enter_without_a_choice_searches(page: Page) -> None:
    page.goto("/search")
    page.get_by_role("combobox").last.press_sequentially("kanazawa")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=kanazawa")
    assert page.get_by_role("heading", name="Partnership").is_visible()


def test_the_keyboard_alone_leads_from_the_start_to_a_passage(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    page.keyboard.press("Enter")
    tab_to(page, "Kanazawa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partnership/be-gent--jp-kanazawa.html")
    tab_to(page, "The City of Ghent reorients its existing partnerships")
    page.keyboard.press("Enter")
    page.wait_for_url("**/source/gent-reorientation.html#*")


def test_the_keyboard_alone_asks_a_question(page: Page) -> None:
    page.goto("/queries/partners-on-a-day")
    tab_to(page, "day")
    page.keyboard.type("2015-06-06")
    page.keyboard.press("Enter")
    page.wait_for_url("**day=2015-06-06**")
    assert page.locator("table.solutions tbody tr").count() > 10


def test_the_slider_shows_its_year_and_leads_to_it(page: Page) -> None:
    page.goto("/partnerships?on=1990")
    page.get_by_label("In which year?").fill("1977")
    assert page.locator("#year-shown").inner_text() == "1977"
    page.get_by_role("button", name="Show that year").click()
    page.wait_for_url("**/partnerships?*on=1977")
