"""The report of ``kg validate --format html``, opened from the disk on a telephone and on a desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from ..commands import call

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PREFIXES = "@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
LONG = "a-very-long-name-" * 12
DATA = f"""
ex:S a sh:NodeShape ; sh:targetClass ex:Boat ;
  sh:property [ sh:path ex:{"name" * 20} ; sh:minCount 1 ; sh:severity sh:Warning ] ;
  sh:property [ sh:path ex:number ; sh:pattern "^[0-9]{{9}}$" ; sh:message "Nine digits."@en, "Negen cijfers."@nl ] ;
  sh:xone ( [ sh:path ex:captain ; sh:minCount 1 ] [ sh:path ex:autopilot ; sh:minCount 1 ] ) .
<http://example.org/{LONG}> a ex:Boat ; ex:note "{"1234567890" * 20}" ; ex:number "{"123" * 40}" .
<http://example.org/{LONG}2> a ex:Boat .
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "boats.ttl").write_text(PREFIXES + DATA)
    done = call("validate", "boats.ttl", "--format", "html", folder=folder)
    assert done.code == 1, done.err
    path = Path(folder / "report.html")
    path.write_text(done.out, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_report_can_be_read_on_every_screen(
    chromium: Browser, axe: str, report: str, width: int, scheme: Literal["dark", "light"]
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(report)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    faults = page.evaluate("() => axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in faults] == []
    # The words that a result is about are on the screen, however long their line is.
    assert page.locator("mark").count() == 5
    for box in (mark.bounding_box() for mark in page.locator("mark").all()):
        assert box
        assert 0 <= box["x"] < box["x"] + box["width"] <= width
    heads = page.locator("th").all()
    assert [head.bounding_box()["height"] < 40 for head in heads] == [True, True]  # type: ignore[index]
    page.close()


def test_what_makes_the_run_fail_comes_first_and_the_numbers_lead_to_it(chromium: Browser, report: str) -> None:
    page = chromium.new_page()
    page.goto(report)
    severities = page.locator("article h3 span").all_inner_texts()
    assert severities == ["violation"] * 3 + ["warning"] * 2
    page.get_by_role("link", name="ex:number").click()
    assert page.locator("section:target h2").inner_text() == "ex:number"
    page.close()
