"""Links of a page as they are in a folder: relative, and to files; what no file answers is no link.

An answer is requested at a host that cannot exist, so that nothing but the site's own address is taken for it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from urllib.parse import quote, urljoin

from kg.release.site.file_names import HTML, Address, FileNames

HOST = "site.invalid"
ROOT = f"https://{HOST}"
_TAG = re.compile(r"<(?:(?:a|link|img|script|form|use|image|iframe|object|source)\b|[a-z]+\s[^>]*\sdata-)[^>]*>")
_ATTRIBUTE = re.compile(r'(\s)(href|src|srcset|action|data-[a-z]+|xlink:href)="((?:/(?!/)|[?#]|\.)[^"]*|)"')
_ABSOLUTE = re.compile(rf'{re.escape(ROOT)}([^"<]*)')
"""An address in full; one of those that ``_BEFORE`` says are to be written anew has such a text before it."""
_CONTENT = 'content="'
_BEFORE = (_CONTENT, 'href="', 'src="', "<loc>")
_SCRIPTS = '<script type="module"'
OWN = ("static/serverless.css", "static/serverless.js")
"""The style and the script that stand before the other scripts of each page."""
_NOTHING = re.compile(r'<meta [^>]*content="">\n?')

_LINKING = (HTML, "svg", "xml")
"""What is followed: a table names addresses, but links to nothing."""

_MOST_TAGS = 50_000
"""Tags that are kept as they were written, in each process."""

Resolve = Callable[[Address], Address | None]
"""Gives the address that answers, where a redirection led to, or None where nothing will be kept."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A page with its links to files, and the addresses whose answers they lead to."""

    text: str
    targets: frozenset[Address]


@dataclass(frozen=True, slots=True)
class _Target:
    """``name`` is that of the file with the answer, ``added`` what stands behind it."""

    address: Address
    name: str
    added: str


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag with its links to files, and the addresses of those."""

    text: str
    targets: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class PageLinks:
    """``public`` is the address at which the folder will be published; it ends in a slash.

    Most links of a page are those of its neighbours too, so each is resolved once, and a tag is written once for all
    pages of a folder.
    """

    names: FileNames
    resolve: Resolve
    public: str
    _resolved: dict[str, _Target | None] = field(default_factory=dict)
    _tags: dict[tuple[str, str], _Tag] = field(default_factory=dict)

    def rewritten(self, body: str, own: Address, extension: str) -> Linked:
        """HTML, SVG or XML with its links to files."""
        page = _Page(self, own, posixpath.dirname(self.names.file(own)), set())
        if extension in (HTML, "svg"):
            style, script = (_relative(name, page.folder) for name in OWN)
            head = f'<link rel="stylesheet" href="{style}">\n<script type="module" src="{script}"></script>\n{_SCRIPTS}'
            body = _TAG.sub(page.written, body).replace(_SCRIPTS, head, 1)
        body = _NOTHING.sub("", _ABSOLUTE.sub(page.absolute, body))
        body = body.replace(ROOT, self.public.rstrip("/"))
        return Linked(body, frozenset(page.targets) if extension in _LINKING else frozenset())

    def tag(self, page: _Page, tag: str) -> _Tag:
        """A tag of a page with its links to files."""
        key = (page.folder, tag)
        written = self._tags.get(key)
        if written is None:
            written, is_own = page.tag(tag)
            if not is_own:
                if len(self._tags) >= _MOST_TAGS:
                    self._tags.clear()
                self._tags[key] = written
        return written

    def target(self, link: str) -> _Target | None:
        """Where a link from the root of the site leads to; None where there is nothing to link to."""
        if link not in self._resolved:
            self._resolved[link] = self._target(link)
        return self._resolved[link]

    def _target(self, link: str) -> _Target | None:
        full, mark, fragment = link.partition("#")
        read = self.names.read_in_browser(address := self.names.address(full))
        known = self.resolve(read[0] if read else address)
        return _Target(known, self.names.file(known), read[1] if read else mark + fragment) if known else None


@dataclass(frozen=True, slots=True)
class _Page:
    """The page that is rewritten: its address, the folder of its file, and what was met on it."""

    links: PageLinks
    own: Address
    folder: str
    targets: set[Address]

    def written(self, match: re.Match[str]) -> str:
        """A tag with its links to files."""
        tag = self.links.tag(self, match[0])
        self.targets.update(tag.targets)
        return tag.text

    def tag(self, tag: str) -> tuple[_Tag, bool]:
        """A tag with its links to files, and whether another page of this folder would have others.

        Nothing is left of a tag that is only a link, and leads nowhere.
        """
        lost = is_own = False
        targets = []

        def attribute(match: re.Match[str]) -> str:
            nonlocal lost, is_own
            gap, name, value = match[1], match[2], unescape(match[3])
            if name.startswith("data-") and not value.startswith("/"):
                return match[0]
            if value.startswith("#"):
                return f'{gap}{name}="{escape(value)}"'
            if not value.startswith("/") or "/." in value:
                is_own = True
                value = urljoin(str(self.own), value)
            target = self.links.target(value)
            if target is None:
                lost = True
                return ""
            targets.append(target.address)
            return f'{gap}{name}="{escape(_relative(target.name, self.folder) + target.added)}"'

        written = _ATTRIBUTE.sub(attribute, tag)
        if written.startswith("<form"):  # until a script shows it that can answer
            written = f"{written[:-1]} hidden>"
        elif lost and written.startswith(("<link", "<script", "<source")):
            written = ""
        return _Tag(written, tuple(targets)), is_own

    def absolute(self, match: re.Match[str]) -> str:
        """An address in full, which search engines and other sites are given."""
        before = _before(match)
        if not before:
            return match[0]
        value = unescape(match[1]) or "/"
        target = self.links.target(value)
        if target:
            self.targets.add(target.address)
        path, mark, fragment = value.partition("#")
        known = self.links.resolve(self.links.names.address(path))
        if known is None and before == _CONTENT:
            return ""
        name = self.links.names.file(known) if known else path.lstrip("/")
        name = "" if name == "index.html" else name
        return escape(self.links.public + quote(name) + mark + fragment)


@lru_cache(maxsize=100_000)
def _relative(name: str, folder: str) -> str:
    return quote(posixpath.relpath(name, folder or "."))


def _before(match: re.Match[str]) -> str | None:
    """What stands before an address in full that is to be written anew."""
    body, start = match.string, match.start()
    return next((text for text in _BEFORE if body.startswith(text, start - len(text))), None)


def listed(body: str, names: FileNames) -> set[Address]:
    """The addresses of the site that a site map names."""
    values = (unescape(match[1]) for match in _ABSOLUTE.finditer(body) if _before(match))
    return {names.address(value.partition("#")[0]) for value in values if value.startswith("/")}
