from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from ..presence import present

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PROLOGUE = """\
BASE <https://w3id.org/city-ties/>
PREFIX ct: <https://w3id.org/city-ties/ns#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
PARTNERS = (
    PROLOGUE
    + """\
SELECT ?name ?partner ?here ?there WHERE {
  <id/city/be-gent> geo:hasCentroid/geo:asWKT ?here .
  ?partnership ct:party <id/city/be-gent>, ?partner .
  FILTER(?partner != <id/city/be-gent>)
  ?partner geo:hasCentroid/geo:asWKT ?there ; skos:prefLabel ?name .
  FILTER(LANG(?name) = "en")
}
"""
)
PERIODS = (
    PROLOGUE
    + """\
SELECT ?name ?start ?end WHERE {
  ?partnership ct:partnershipType ?type ; skos:prefLabel ?name ; ct:claim ?period .
  ?period ct:status <id/concept/status/in-force> ; ct:earliestStart ?start .
  OPTIONAL { ?period ct:latestEnd ?end }
  FILTER(LANG(?name) = "en")
}
"""
)
GRAPH = "DESCRIBE <https://w3id.org/city-ties/id/decision/gent-reorientation>"


def ask(page: Page, query: str, view: str = "") -> None:
    page.goto(f"/sparql?query={quote(query)}#{view}")
    page.wait_for_selector("[role=tablist]")


def write(page: Page, text: str) -> None:
    """Replace the query by typing, as a person would; brackets close themselves."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    if text.startswith(PROLOGUE):
        page.keyboard.insert_text(PROLOGUE)
    page.keyboard.type(text.removeprefix(PROLOGUE))


def written(page: Page) -> str:
    """What the form would send: the editor keeps it up to date."""
    return page.locator("textarea[name=query]").input_value()


def suggestions(page: Page) -> Locator:
    return page.locator(".cm-tooltip-autocomplete li")


def test_an_example_question_is_asked_from_its_card(page: Page) -> None:
    page.goto("/sparql")
    page.get_by_role("link", name="Ask this question").first.click()
    page.wait_for_selector("[role=tablist]")
    assert page.locator(".results table.solutions tbody tr").count() >= 1
    assert page.get_by_role("link", name="Kanazawa").first.is_visible()
    assert "solution" in page.locator(".status-line").inner_text()


def test_a_query_edited_into_an_error_is_marked_where_it_errs(page: Page) -> None:
    ask(page, "SELECT ?s WHERE {\n  ?s ?p ?o\n}\nLIMIT 3")
    write(page, "SELECT ?s WHERE {\n?s ?p ?o\nLIMET 3")
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert")
    assert "Line 3, column 3" in alert.inner_text()
    assert page.locator(".cm-trouble").inner_text() == "LIMET"
    page.get_by_role("button", name="Go to line 3").click()
    page.keyboard.press("Control+Delete")
    page.wait_for_selector(".cm-trouble", state="detached")


def test_an_error_below_a_high_editor_comes_into_view(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/sparql")
    write(page, "SELECT * WHERE { ?s ct:nonsens")
    page.keyboard.press("Control+Enter")
    page.get_by_role("alert").wait_for()
    # It may scroll there slowly, as the reader's browser likes.
    page.wait_for_function(
        "() => { const box = document.querySelector('[role=alert]').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight + 1; }"
    )


def test_a_forgotten_prefix_is_declared_at_a_press(page: Page) -> None:
    page.goto(f"/sparql?query={quote('SELECT ?x WHERE { ?x a ct:City }')}")
    page.get_by_role("button", name="Declare ct:").click()
    assert written(page) == "PREFIX ct: <https://w3id.org/city-ties/ns#>\nSELECT ?x WHERE { ?x a ct:City }"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[role=tablist]")


def test_a_term_taken_from_the_suggestions_declares_its_prefix(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT ?x WHERE { ?x a ct:partner")
    # They narrow while one types, each keystroke a little later.
    suggestions(page).first.filter(has_text="ct:Partnership").wait_for()
    page.wait_for_timeout(150)  # CodeMirror takes no suggestion in the moment that it appears
    page.keyboard.press("Enter")
    assert written(page) == "PREFIX ct: <https://w3id.org/city-ties/ns#>\nSELECT ?x WHERE { ?x a ct:Partnership}"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("table.solutions")


def test_the_values_of_a_property_are_proposed_first(page: Page) -> None:
    page.goto("/sparql")
    write(page, PROLOGUE + "SELECT ?p WHERE { ?p ct:status ")
    page.keyboard.press("Control+Space")
    suggestions(page).first.filter(has_text="ended").wait_for()  # those of the words before may still be there
    assert [each.partition("\n")[0] for each in suggestions(page).all_inner_texts()[:4]] == [
        "ended", "in force", "proposed", "suspended",
    ]  # fmt: skip


def test_a_concept_is_found_by_its_name_in_the_readers_language(open_page: Callable[..., Page]) -> None:
    page = open_page(locale="nl-BE")
    page.goto("/sparql")
    write(page, PROLOGUE + "SELECT ?p WHERE { ?p ct:status kracht")
    suggestions(page).first.filter(has_text="kracht").wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Tab")
    assert written(page).endswith("?p ct:status <id/concept/status/in-force>}")
    assert page.get_by_role("button", name="Voer uit").is_visible()


def test_a_city_is_found_by_its_name_without_diacritics(page: Page) -> None:
    page.goto("/sparql")
    write(page, PROLOGUE + "SELECT ?p WHERE { ?p ct:party gdans")
    suggestions(page).first.wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert written(page).endswith("?p ct:party <id/city/pl-gdansk>}")


def test_nothing_is_proposed_in_a_comment_or_a_text(page: Page) -> None:
    page.goto("/sparql")
    for text in ("SELECT * WHERE { } # ct:par", 'SELECT * WHERE { ?s ?p "ct:par'):
        write(page, text)
        page.keyboard.press("Control+Space")
        page.wait_for_timeout(300)
        assert suggestions(page).count() == 0


def test_geometries_are_drawn_on_a_map(page: Page) -> None:
    ask(page, PARTNERS, "map")
    page.wait_for_selector("svg.map")
    rows = page.locator(".status-line").inner_text().partition(" ")[0]
    assert page.locator("svg.map .place").count() == int(rows) == page.locator("svg.map path.line").count()
    assert page.locator("svg.map a.place title", has_text="Kanazawa").count() == 1
    page.get_by_role("button", name="The whole world").click()
    assert page.get_by_role("button", name="The whole world").get_attribute("aria-pressed") == "true"


def test_a_pair_of_dates_is_drawn_as_a_timeline(page: Page) -> None:
    ask(page, PERIODS, "timeline")
    page.wait_for_selector("svg.timeline")
    bars = page.locator("svg.timeline g.bar")
    assert bars.count() == int(page.locator(".status-line").inner_text().partition(" ")[0])
    saint_raphael = bars.filter(has_text="Saint-Raphaël")
    assert saint_raphael.locator("rect.certain").count() == 1
    assert saint_raphael.locator("rect.possible").count() == 0
    kanazawa = bars.filter(has_text="Kanazawa")
    assert kanazawa.locator("rect.possible").count() == 1


def test_a_constructed_graph_is_drawn_as_cards_and_arrows(page: Page) -> None:
    ask(page, GRAPH)
    assert page.get_by_role("tab", name="Graph").get_attribute("aria-selected") == "true"
    page.wait_for_selector("svg.graph")
    assert page.locator("svg.graph a.card text.name", has_text="Reorientation of Ghent").count() == 1
    assert page.locator("svg.graph path.arrow").count() > 5


def test_a_graph_of_thousands_is_drawn_in_part(page: Page) -> None:
    ask(page, "CONSTRUCT WHERE { ?s ?p ?o }")
    page.wait_for_selector("svg.graph")
    assert page.locator("svg.graph .card").count() == 150
    assert "the first 150 of" in page.locator("figcaption").inner_text()


def test_the_raw_answer_comes_in_each_format(page: Page) -> None:
    ask(page, PARTNERS, "raw")
    code = page.locator("#panel-raw code")
    for label, start in (("JSON", '{"head"'), ("CSV", "name,partner"), ("TSV", "?name\t?partner"), ("XML", "<?xml")):
        page.get_by_label("Format").select_option(label)
        code.filter(has_text=start).wait_for()
        assert "Kanazawa" in code.inner_text()


def test_a_format_chosen_before_another_does_not_replace_it_when_its_answer_comes_late(page: Page) -> None:
    late = []
    page.route("**/sparql?*format=srj*", lambda route: late.append(route))
    ask(page, PARTNERS, "raw")
    code = page.locator("#panel-raw code")
    page.get_by_label("Format").select_option("CSV")
    code.filter(has_text="name,partner").wait_for()
    (route,) = late
    with page.expect_response("**/sparql?*format=srj*") as response:
        route.continue_()
    response.value.finished()
    page.evaluate("() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
    assert code.inner_text().startswith("name,partner")


def test_a_raw_answer_on_one_line_is_read_without_scrolling_to_the_side(page: Page) -> None:
    ask(page, PARTNERS, "raw")
    raw = page.locator("#panel-raw pre")
    raw.get_by_text("Kanazawa").wait_for()
    assert raw.evaluate("(it) => it.scrollWidth <= it.clientWidth && it.offsetHeight < 700")


def test_an_answer_is_saved_as_csv(page: Page) -> None:
    ask(page, PARTNERS)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "answer.csv"
    assert Path(download.value.path()).read_text("utf-8").startswith("name,partner,here,there")


def test_the_link_to_a_query_opens_the_same_query_and_view(page: Page) -> None:
    page.goto("/sparql?lang=en")
    write(page, 'SELECT ("Gdańsk & 日本" AS ?text) (2019 AS ?year) WHERE {}')
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[role=tablist]")
    page.get_by_role("tab", name="Timeline").click()
    link = page.get_by_role("link", name="Link to this query").get_attribute("href")
    assert link == page.url
    assert parse_qs(urlsplit(link).query)["query"] == [written(page)]
    before = written(page)
    page.goto("/")
    page.goto(link)
    page.wait_for_selector("svg.timeline")
    assert written(page) == before
    dutch = page.locator("header a[hreflang=nl]").get_attribute("href") or ""
    assert parse_qs(urlsplit(dutch).query)["query"] == [before]


def test_a_query_too_long_for_an_address_is_posted_and_linked_in_the_fragment(page: Page) -> None:
    page.goto("/sparql?lang=en")
    numbers = " ".join(str(number) for number in range(2500))
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(f"SELECT ?n WHERE {{ VALUES ?n {{ {numbers} }} }}")
    with page.expect_request(lambda request: request.method == "POST"):
        page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=2,500 solutions")
    assert urlsplit(page.url).fragment.startswith("query=SELECT")
    page.reload()
    page.wait_for_selector("text=2,500 solutions")
    page.get_by_role("button", name="Show 200 more").click()
    assert page.locator("table.solutions tbody tr").count() == 400
    with page.expect_download() as download:
        page.get_by_role("link", name="TSV").click()
    assert len(Path(download.value.path()).read_text("utf-8").splitlines()) == 2501


def test_the_back_button_returns_to_the_query_before_and_its_answer(page: Page) -> None:
    ask(page, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 2")
    write(page, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 3")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=3 solutions")
    page.get_by_role("tab", name="Raw").click()
    page.go_back()
    page.wait_for_selector("text=2 solutions")
    assert written(page).endswith("LIMIT 2")
    page.go_forward()
    page.wait_for_selector("text=3 solutions")
    assert page.get_by_role("tab", name="Raw").get_attribute("aria-selected") == "true"
    page.reload()
    page.wait_for_selector("text=3 solutions")


def test_markup_in_an_answer_is_text(page: Page) -> None:
    hostile = """<img src=x onerror='document.title=1'><script>document.title=2</script>"""
    binds = f'BIND("{hostile}" AS ?a) BIND(IRI("javascript:alert(3)") AS ?b) BIND("POINT({hostile})" AS ?c)'
    ask(page, f"SELECT ?a ?b ?c WHERE {{ {binds} }}")
    for view in ("Table", "Map", "Timeline", "Graph", "Raw"):
        page.get_by_role("tab", name=view).click()
        assert page.locator(".results img, .results script, .results a[href^=javascript]").count() == 0
    assert page.locator("#panel-table").inner_text().count(hostile) == 2
    assert "SPARQL" in page.title()


def test_a_text_from_right_to_left_and_one_without_end_stay_in_their_cells(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 320, "height": 700})
    ask(page, f'SELECT ?a ?b WHERE {{ BIND("שלום (abc)!"@he AS ?a) BIND("{"woord" * 100}" AS ?b) }}')
    assert page.locator("td [lang=he]").inner_text() == "שלום (abc)!"
    page.locator("td summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.querySelector('table.solutions').offsetWidth") < 700


def test_line_numbers_cover_the_text_that_scrolls_below_them(page: Page) -> None:
    page.goto("/sparql")
    ground = page.locator(".cm-gutters").evaluate("(it) => getComputedStyle(it).backgroundColor")
    assert ground == page.locator(".cm-editor").evaluate("(it) => getComputedStyle(it).backgroundColor")


def test_an_answer_of_many_thousands_is_counted_and_shown_in_steps(page: Page) -> None:
    ask(page, "SELECT ?s ?o WHERE { ?s ?p ?o . ?a ?b ?c } LIMIT 20000")
    page.wait_for_selector("text=20,000 solutions")
    assert page.locator("table.solutions tbody tr").count() == 200


def test_a_yes_is_a_word(page: Page) -> None:
    ask(page, "ASK { ?s ?p ?o }")
    assert page.locator(".verdict-line").inner_text() == "Yes"


def test_a_running_query_is_stopped_at_a_press(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c > ?i")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("text=Stopped.")


def test_tabs_follow_the_arrow_keys(page: Page) -> None:
    ask(page, PARTNERS)
    page.get_by_role("tab", name="Table").focus()
    seen = []
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        seen.append(page.locator("[role=tab]:focus").inner_text())
        assert page.locator("[role=tab][aria-selected=true]").inner_text() == seen[-1]
        assert page.locator("[role=tabpanel]:visible").count() == 1
    assert seen == ["Map", "Table", "Raw", "Table", "Raw"]
    assert page.locator("[role=tab][tabindex='0']").count() == 1


def test_the_keyboard_alone_reaches_everything_and_leaves_the_editor(page: Page) -> None:
    page.goto("/sparql")
    for _ in range(20):
        page.keyboard.press("Tab")
        if "cm-content" in focused(page):
            break
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?s WHERE { ?s ?p ?o } LIM")
    suggestions(page).first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert "submit" in focused(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("IT 5")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=5 solutions")
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(focused(page))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert "submit" in reached[0]
    assert "tab-table" in reached[1]
    assert "panel-table" in reached[2]


def focused(page: Page) -> str:
    """The tag, identifier, classes and type of what has the focus, also in a shadow root."""
    return page.evaluate(
        """() => {
          let it = document.activeElement;
          while (it.shadowRoot) it = it.shadowRoot.activeElement;
          return [it.tagName, it.id, it.className, it.type].join(" ");
        }"""
    )


def test_the_editor_tells_a_screen_reader_what_it_is(page: Page) -> None:
    page.goto("/sparql")
    editor = page.get_by_role("textbox", name="Query")
    assert editor.get_attribute("aria-multiline") == "true"
    assert "Tab leaves the editor" in page.locator(f"#{editor.get_attribute('aria-describedby')}").inner_text()


def test_without_a_script_the_form_asks_all_the_same(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/sparql")
    page.locator("textarea[name=query]").fill("SELECT ?s WHERE { ?s ?p ?o } LIMIT 5")
    page.get_by_role("button", name="Run").click()
    assert page.locator("table.solutions tbody tr").count() == 5


def test_the_editor_takes_the_textareas_place_without_moving_the_page(page: Page) -> None:
    page.add_init_script(
        """window.shifts = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto("/sparql")
    page.wait_for_selector(".cm-content")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") < 0.01


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_ground_of_the_editor(open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    page.goto("/sparql")
    page.wait_for_selector(".cm-line span")
    colours = page.evaluate(
        """() => {
          const root = document.querySelector(".editor").shadowRoot;
          const parsed = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
          const words = [...root.querySelectorAll(".cm-line span")].map((it) => parsed(getComputedStyle(it).color));
          return [parsed(getComputedStyle(root.querySelector(".cm-editor")).backgroundColor), ...words];
        }"""
    )
    ground, *words = [luminance(colour) for colour in colours]
    for word in present(words):
        lighter, darker = max(word, ground), min(word, ground)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: list[float]) -> float:
    """WCAG 2.1, relative luminance."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (each / 255 for each in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_narrow_screen_needs_no_scrolling_to_the_side(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 320, "height": 700})
    for query, view, drawing in (
        (PARTNERS, "map", "svg.map"), (PERIODS, "timeline", "svg.timeline"), (GRAPH, "graph", "svg.graph"),
    ):  # fmt: skip
        page.goto("/")
        ask(page, query, view)
        page.wait_for_selector(drawing)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
