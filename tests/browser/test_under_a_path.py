"""The site behind nginx with TLS, under a path: a browser finds everything below that path."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ..fixtures.proxies import nginx
from ..presence import present
from .visits import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HEADERS = "proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Prefix /ties;"

pytestmark = pytest.mark.skipif("CITY_TIES_SITE" in os.environ, reason="a site that runs elsewhere has its own proxy")


@pytest.fixture(scope="module")
def home(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with nginx(tmp_path_factory.mktemp("nginx"), site, port, HEADERS):
        yield f"https://localhost:{port}/ties/"


@pytest.fixture
def page(chromium: Browser, home: str) -> Iterator[Page]:
    """A page of a French reader; in the end, everything that it requested was below the path, and was there."""
    context = chromium.new_context(locale="fr-BE", ignore_https_errors=True)
    context.set_default_timeout(15_000)
    opened, wrongs = context.new_page(), []
    opened.on("request", lambda request: wrongs.append(request.url) if not _is_below(request.url, home) else None)
    opened.on(
        "response", lambda answer: wrongs.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
    )
    opened.on("pageerror", lambda error: wrongs.append(str(error)))
    yield opened
    context.close()
    assert wrongs == []


def _is_below(address: str, home: str) -> bool:
    return address.startswith((home, "data:", "blob:"))


def test_every_page_has_its_style_its_scripts_and_its_links_below_the_path(page: Page, home: str) -> None:
    for path in present([path for path in PAGES if "nothing" not in path][:10]):
        page.goto(home + path[1:])
        assert page.evaluate("document.styleSheets.length") >= 3
        own = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.href)")
        assert all(address.startswith(home) for address in own if "localhost" in address), path
        assert any(address.startswith(home) for address in own)


def test_a_suggestion_and_the_editor_lead_below_the_path(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("combobox").first.fill("kanaz")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/doc/**")
    assert page.url.startswith(home)
    page.goto(f"{home}sparql?query=SELECT+*+%7B+%3Fs+a+%3Fkind+%7D+LIMIT+3&run=1")
    page.wait_for_selector(".results table.solutions")
    link = page.locator(".results table.solutions a").first
    assert page.evaluate("(a) => a.href", link.element_handle()).startswith(home)
