"""Follows every link of a site from its start page, as a crawler does: what is broken, and what pages say."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r'\s(?:href|src|action|data-suggest)="([^"]*)"')
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answers to a GET request: ``location`` is where a redirection leads."""

    status: int
    media_type: str
    body: str
    location: str = ""


@dataclass(slots=True)
class Crawled:
    """``broken`` are addresses that do not answer 200, each with its status and a page that links to it."""

    pages: dict[str, str] = field(default_factory=dict)
    broken: dict[str, tuple[int, str]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def words(self) -> Iterator[tuple[str, str]]:
        """The text of each page that a reader sees, with its address."""
        for address, page in self.pages.items():
            yield address, html.unescape(_TAG.sub(" ", _SCRIPT.sub(" ", page)))


def crawl(fetch: Callable[[str], Answer], start: str, most: int = 100_000) -> Crawled:
    """Everything below ``start`` that can be reached from it and from its site map, at most so many addresses.

    Languages are one page each: links that only change the language are left out, and so are queries.
    """
    crawled = Crawled()
    waiting = {start: "", urljoin(start, "sitemap.xml"): ""}
    seen = set(waiting)
    while waiting:
        address, source = next(iter(waiting.items()))
        del waiting[address]
        answer = fetch(address)
        if answer.status >= 400:
            crawled.broken[address] = (answer.status, source)
            continue
        if answer.media_type == "text/html":
            crawled.pages[address] = answer.body
        targets = [answer.location] if answer.location else list(_targets(answer))
        for target in targets:
            full = urljoin(address, target).partition("#")[0]
            if full in seen or not full.startswith(start) or not _is_followed(full):
                continue
            if len(seen) >= most:
                crawled.left_out.add(full)
                continue
            seen.add(full)
            waiting[full] = address
    return crawled


def _targets(answer: Answer) -> Iterator[str]:
    if answer.media_type == "text/html":
        yield from map(html.unescape, _LINK.findall(answer.body))
    elif answer.media_type.endswith("xml"):
        yield from map(html.unescape, _LOCATION.findall(answer.body))


def _is_followed(address: str) -> bool:
    parts = urlsplit(address)
    return "lang=" not in parts.query and "query=" not in parts.query and "/cite." not in parts.path
