"""Markdown (CommonMark with tables) as HTML for a page: headings to link to, code and tables that scroll by themselves.

HTML in the text is shown as text. A link to another document or question leads to its page, one that leads nowhere on
the site is shown as its text, and an anchor is spelled as GitHub spells it. A line ``::: kg.shacl.validate`` stands
for the documentation of that part of the Python interface.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.publish.documentation import python_reference

_DIRECTIVE = re.compile(r"^::: (?P<name>[\w.]+)$", re.MULTILINE)
_NO_LETTER = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Written:
    """``body`` is the HTML below the first heading, ``summary`` the first paragraph, ``text`` everything in words."""

    title: str
    summary: str
    body: str
    text: str


def write(text: str, targets: Mapping[str, str], file: str) -> Written:
    """The document of a file; ``targets`` are the addresses of what its links name.

    Raises UsageError for an unknown part of the Python interface.
    """
    whole = _DIRECTIVE.sub(lambda line: python_reference.markdown(line["name"], file), text)
    markdown = MarkdownIt("js-default")
    tokens = markdown.parse(whole)
    title = ""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title = _plain(tokens[1])
        tokens = tokens[3:]
    _identify(tokens)
    for token in tokens:
        if token.children:
            token.children = list(_led(token.children, targets))
    tokens = list(_scrolling(tokens))
    paragraphs = (tokens[number + 1] for number, token in enumerate(tokens) if token.type == "paragraph_open")
    first = next(paragraphs, None)
    words = " ".join([title, *(_plain(token) for token in tokens if token.type == "inline")])
    body = markdown.renderer.render(tokens, markdown.options, {})
    return Written(title, _plain(first) if first else "", _focusable(body), words)


def anchor(heading: str) -> str:
    """The anchor of a heading.

    >>> anchor("What `kg serve` does, at last")
    'what-kg-serve-does-at-last'
    """
    return _NO_LETTER.sub("", heading.strip().lower()).replace(" ", "-")


def _identify(tokens: Sequence[Token]) -> None:
    """Give each heading an anchor, with a number where the document has that already."""
    used: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            name = anchor(_plain(tokens[number + 1])) or "section"
            used[name] = used.get(name, -1) + 1
            token.attrSet("id", f"{name}-{used[name]}" if used[name] else name)


def _led(children: Sequence[Token], targets: Mapping[str, str]) -> list[Token]:
    """The same with links and pictures that lead somewhere; a link that does not is left as its text."""
    kept: list[Token] = []
    is_open = True
    for token in children:
        if token.type == "link_open":
            target = _target(str(token.attrGet("href") or ""), targets)
            is_open = target is not None
            if target is None:
                continue
            token.attrSet("href", target)
        elif token.type == "link_close" and not is_open:
            is_open = True
            continue
        elif token.type == "image":
            source = _target(str(token.attrGet("src") or ""), targets)
            if source is None or urlsplit(source).scheme:  # nothing is loaded from another host
                continue
            token.attrSet("src", source)
            token.attrSet("loading", "lazy")
        kept.append(token)
    return kept


def _target(written: str, targets: Mapping[str, str]) -> str | None:
    parts = urlsplit(written)
    if parts.scheme or not parts.path:
        return written
    path = targets.get(parts.path.removeprefix("./"))
    return path and path + (f"#{parts.fragment}" if parts.fragment else "")


def _scrolling(tokens: Sequence[Token]) -> list[Token]:
    """The same with each table in a region of its own, named by the heading above it."""
    kept: list[Token] = []
    heading = ""
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _plain(tokens[number + 1])
        if token.type == "table_open":
            label = {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": heading or "table"}
            kept.append(Token("region_open", "div", 1, attrs=dict(label), block=True))
        kept.append(token)
        if token.type == "table_close":
            kept.append(Token("region_close", "div", -1, block=True))
    return kept


def _focusable(body: str) -> str:
    """Code that a keyboard can scroll."""
    return body.replace("<pre>", '<pre class="code" tabindex="0">')


def _plain(token: Token) -> str:
    """The text of a line, without its marks."""
    return "".join(
        " " if part.type == "softbreak" else part.content
        for part in token.children or ()
        if part.type in ("text", "code_inline", "softbreak")
    )
