"""No page asks another host for anything, and none breaks its Content-Security-Policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ..presence import present
from ..sampling import sample
from .visits import PAGES, layout, pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

VISITED = sample(pages(), 14)
NO_PAGES = re.compile(r"\.(?!html$)[a-z0-9]+$|^/context$")
LINKS = "() => [...document.querySelectorAll('a[href], form[action]')].map((each) => each.href ?? each.action)"
LATE = 50  # milliseconds in which scripts may still ask for something after a page is there


@dataclass
class Visit:
    """What the pages asked for, said on the console, were allowed to do, and link to."""

    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    policies: dict[str, str] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """A sample of the pages, opened one after another in a browser; those of each layout are opened for WCAG too."""
    made = Visit()
    context = chromium.new_context(base_url=site, locale="en-GB")
    page = context.new_page()
    page.on("request", lambda request: made.asked.append(request.url))
    page.on("console", lambda message: made.told.append(f"{urlsplit(page.url).path}: {message.text}"))
    for path in VISITED:
        answer = page.goto(path)
        assert answer
        page.wait_for_timeout(LATE)
        made.policies[path] = answer.headers["content-security-policy"]
        made.links.update(page.evaluate(LINKS))
        if answer.status >= 400:
            # Chromium tells that the page itself is an error.
            made.told = [each for each in made.told if not each.startswith(f"{urlsplit(path).path}: Failed to load")]
    yield made
    context.close()


def test_no_page_asks_another_host(visit: Visit, site: str) -> None:
    assert [each for each in visit.asked if not each.startswith((f"{site}/", "data:", "blob:"))] == []
    assert len(visit.asked) > 2 * len(VISITED)


def test_no_page_breaks_its_policy_or_complains_of_anything(visit: Visit) -> None:
    assert visit.told == []


def test_every_page_has_a_policy_that_names_no_other_host(visit: Visit) -> None:
    for path, policy in present(visit.policies.items()):
        assert policy.startswith("default-src 'self';"), path
        assert "unsafe" not in policy, path
        assert "http" not in policy, path


def test_a_page_that_would_ask_another_host_is_stopped_and_found_out(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    for path in ("/", "/sparql", "/pictures/map.html", "/embed/map"):
        page.goto(path)
        told.clear()
        page.evaluate("""() => {
          const image = new Image(), script = document.createElement("script");
          image.src = "https://elsewhere.test/image.png";
          script.src = "https://elsewhere.test/script.js";
          document.head.append(script);
          return fetch("https://elsewhere.test/data").catch(() => null);
        }""")
        page.wait_for_timeout(LATE)
        breaches = [each for each in told if "Content Security Policy" in each]
        assert len(breaches) >= 3, path
    context.close()


def test_every_kind_of_page_that_is_linked_is_looked_at(visit: Visit, site: str) -> None:
    known = {layout(path) for path in PAGES}
    linked = [link for link in visit.links if link.startswith(f"{site}/") and not NO_PAGES.search(urlsplit(link).path)]
    assert len(linked) > 100
    assert {layout(link): link for link in linked if layout(link) not in known} == {}


def test_nothing_is_kept_in_the_browser(open_page: Callable[..., Page]) -> None:
    page = open_page()
    for path in ("/", "/search?q=gent", "/sparql", "/?lang=nl"):
        page.goto(path)
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
