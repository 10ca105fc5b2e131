"""The sections of a page: each heading gets an identifier to link to, and long pages a list of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

_HEADING = re.compile(r"<h2([^>]*)>(.*?)</h2>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_LIKE_ID = re.compile(r'id="([^"]+)"')
"""The same and more, and faster: a name that is used elsewhere is only avoided."""
_COUNT = re.compile(r'<span class="count">.*?</span>', re.DOTALL)
_ENOUGH = 3
"""A page with fewer sections needs no list of them."""


@dataclass(frozen=True, slots=True)
class PageContents:
    """``body`` has an identifier at every heading; ``headings`` are identifiers and texts, none for a short page."""

    body: Markup
    headings: tuple[tuple[str, Markup], ...]


def contents(body: str) -> PageContents:
    """The contents of a page from its HTML.

    >>> contents("<h2>What was decided</h2>").body
    Markup('<h2 id="what-was-decided">What was decided</h2>')
    """
    used = set(_LIKE_ID.findall(body))
    headings: list[tuple[str, Markup]] = []

    def marked(heading: re.Match[str]) -> str:
        attributes, inner = heading.groups()
        text = Markup(_COUNT.sub("", inner)).striptags()  # noqa: S704 - what Jinja rendered
        own = _ID.search(attributes)
        name = own[1] if own else _unused(_slug(text), used)
        used.add(name)
        headings.append((name, Markup.escape(text)))
        return heading[0] if own else f'<h2{attributes} id="{name}">{inner}</h2>'

    marked_body = Markup(_HEADING.sub(marked, body))  # noqa: S704 - what Jinja rendered
    return PageContents(marked_body, tuple(headings) if len(headings) >= _ENOUGH else ())


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.casefold()).strip("-") or "section"


def _unused(name: str, used: set[str]) -> str:
    """The name, with a number where the page has it already."""
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}-{number}"
    return free
