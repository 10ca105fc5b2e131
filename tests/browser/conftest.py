"""A browser in front of a server. In every test, no page may ask another host or break its Content-Security-Policy."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .visits import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Launches Debian's Chromium, with more environment variables; CITY_TIES_CHROMIUM names another browser."""
    here = (shutil.which(name) for name in ("chromium-headless-shell", "chromium"))
    path = os.environ.get("CITY_TIES_CHROMIUM") or next(filter(None, here), None)
    missing = [] if path else ["Chromium (apt-get install chromium-headless-shell)"]
    if importlib.util.find_spec("playwright") is None:
        missing.append("the package playwright")
    if missing:
        reason = f"no browser to test with: {' and '.join(missing)} is not here"
        if os.environ.get("CITY_TIES_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browsers = []

        def launched(**variables: str) -> Browser:
            environment = {**os.environ, **variables}
            browsers.append(driver.chromium.launch(executable_path=path, args=QUIET, env=environment))
            return browsers[-1]

        yield launched
        for browser in browsers:
            browser.close()


@pytest.fixture(scope="session")
def chromium(launch: Callable[..., Browser]) -> Browser:
    """A browser with the fonts of this machine."""
    return launch()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, which axe-playwright-python carries."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def site(root: Path) -> Iterator[str]:
    """The address of a server process; CITY_TIES_SITE names a site that runs already."""
    if running := os.environ.get("CITY_TIES_SITE"):
        yield running.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "server.py"], cwd=root, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        assert process.stdout.readline() == f"City Ties answers at http://127.0.0.1:{port}/\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages for readers of one kind or another: their locale, their colours, their width.

    When the test is over, each page must have requested of this site alone, kept its Content-Security-Policy, and run
    without an error.
    """
    contexts, watch = [], Watch(site)

    def opened(**reader: Any) -> Page:
        context = chromium.new_context(**{"base_url": site, "locale": "en-GB", **reader})
        context.set_default_timeout(10_000)
        contexts.append(context)
        return watch.over(context.new_page())

    yield opened
    for context in contexts:
        context.close()
    assert watch.wrongs == []


@pytest.fixture(scope="module")
def english(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """The browser of a reader of English on a wide screen, which keeps style sheets and scripts from test to test."""
    context = chromium.new_context(base_url=site, locale="en-GB", viewport={"width": 1200, "height": 900})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(english: BrowserContext, site: str) -> Iterator[Page]:
    """A page for a reader of English on a wide screen."""
    watch = Watch(site)
    page = watch.over(english.new_page())
    yield page
    page.close()
    assert watch.wrongs == []
