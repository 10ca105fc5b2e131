"""Which pages tests open in a browser, as which reader, and what none may do: a sample with each layout, or all."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..sampling import WHOLE

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = Path(__file__).with_name("pages.txt").read_text("utf-8").split()
TEXTS = ("about", "contact", "accessibility", "privacy", "corrections", "report-an-error")
MISSING = ("nowhere", "kanazawa")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
READERS = {
    "light-wide-nl": {"color_scheme": "light", "locale": "nl-BE", "viewport": WIDE},
    "dark-narrow-en": {"color_scheme": "dark", "locale": "en-GB", "viewport": NARROW},
    "light-narrow-fr": {"color_scheme": "light", "locale": "fr-BE", "viewport": NARROW},
    "dark-wide-de": {"color_scheme": "dark", "locale": "de-DE", "viewport": WIDE},
}
_SEED = 2021


def layout(address: str) -> str:
    """What pages of one layout have in common: ``/doc/city/…`` is one, ``/queries/…`` another, ``/queries/`` a third.

    >>> layout("/doc/city/be-gent.html"), layout("/queries/sister-cities"), layout("/queries/"), layout("/about")
    ('doc/city', 'queries/…', 'queries/', 'text')
    """
    parts = urlsplit(address).path.removesuffix(".html").split("/")
    if parts[1] in ("id", "doc"):
        return "/".join(("doc", *parts[2:-1][:1]))
    if parts[1] in ("shape", "graph"):
        return f"doc/{parts[1]}"
    if parts[1] in TEXTS:
        return "text"
    if parts[1] == "ns":
        return "ns"
    if parts[1] in MISSING:
        return "no page"
    return "/".join((parts[1], "…" if parts[2:] and parts[2] else ""))


def pages() -> list[str]:
    """A page of each layout, chosen by a fixed seed; all pages when everything is to be run."""
    if WHOLE:
        return PAGES
    layouts: dict[str, list[str]] = {}
    for path in PAGES:
        layouts.setdefault(layout(path), []).append(path)
    chance = Random(_SEED)
    return [chance.choice(alike) for alike in layouts.values()]


def visits() -> list[tuple[str, str]]:
    """Each page with a reader, of whom all have their turn; with every reader when everything is to be run."""
    names = list(READERS)
    return [
        (path, reader)
        for number, path in enumerate(pages())
        for reader in (names if WHOLE else [names[number % len(names)]])
    ]


class Watch:
    """What a page must not do: request anything of another host, break its Content-Security-Policy, raise an error."""

    def __init__(self, site: str) -> None:
        self._host = urlsplit(site).netloc
        self.wrongs: list[str] = []

    def over(self, page: Page) -> Page:
        page.on("request", lambda request: self._requested(request.url))
        page.on("console", self._logged)
        page.on("pageerror", lambda error: self.wrongs.append(f"error in a script: {error}"))
        return page

    def _requested(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != self._host:
            self.wrongs.append(f"requested of another host: {url}")

    def _logged(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.wrongs.append(message.text)
