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
_TAG = re.compile(r"<(?:a|link|img|script|form|use|image|iframe|object|source)\b[^>]*>|<[a-z]+\s[^>]*\sdata-[^>]*>")
_ATTRIBUTE = re.compile(r'(\s)(href|src|srcset|action|data-[a-z]+|xlink:href)="((?:/(?!/)|[?#]|\.)[^"]*|)"')
_ABSOLUTE = re.compile(rf'(content|href|src)="({re.escape(ROOT)}[^"]*)"|(<loc>)({re.escape(ROOT)}[^<]*)(?=</loc>)')
_SCRIPTS = '<script type="module"'
OWN = ("static/serverless.css", "static/serverless.js")
"""The style and the script that stand before the other scripts of each page."""
_NOTHING = re.compile(r'<meta [^>]*content="">\n?')

_LINKING = (HTML, "svg", "xml")
"""What is followed: a table names addresses, but links to nothing."""

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
class PageLinks:
    """``public`` is the address at which the folder will be published; it ends in a slash.

    Most links of a page are those of its neighbours too, so each is resolved once.
    """

    names: FileNames
    resolve: Resolve
    public: str
    _resolved: dict[str, _Target | None] = field(default_factory=dict)

    def rewritten(self, body: str, own: Address, extension: str) -> Linked:
        """HTML, SVG or XML with its links to files."""
        page = _Page(self, own, posixpath.dirname(self.names.file(own)), set())
        if extension in (HTML, "svg"):
            style, script = (_relative(name, page.folder) for name in OWN)
            head = f'<link rel="stylesheet" href="{style}">\n<script type="module" src="{script}"></script>\n{_SCRIPTS}'
            body = _TAG.sub(page.tag, body).replace(_SCRIPTS, head, 1)
        body = _NOTHING.sub("", _ABSOLUTE.sub(page.absolute, body))
        body = body.replace(ROOT, self.public.rstrip("/"))
        return Linked(body, frozenset(page.targets) if extension in _LINKING else frozenset())

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

    def tag(self, tag: re.Match[str]) -> str:
        """A tag with its links to files; nothing for one that is only a link, and leads nowhere."""
        lost = False

        def attribute(match: re.Match[str]) -> str:
            nonlocal lost
            gap, name, value = match[1], match[2], unescape(match[3])
            if name.startswith("data-") and not value.startswith("/"):
                return match[0]
            target = self._relative(value)
            if target is None:
                lost = True
                return ""
            return f'{gap}{name}="{escape(target)}"'

        written = _ATTRIBUTE.sub(attribute, tag[0])
        if written.startswith("<form"):  # until a script shows it that can answer
            return f"{written[:-1]} hidden>"
        return "" if lost and written.startswith(("<link", "<script", "<source")) else written

    def _relative(self, value: str) -> str | None:
        if value.startswith("#"):
            return value
        from_root = value.startswith("/") and "/." not in value
        target = self.links.target(value if from_root else urljoin(str(self.own), value))
        if target is None:
            return None
        self.targets.add(target.address)
        return _relative(target.name, self.folder) + target.added

    def absolute(self, match: re.Match[str]) -> str:
        """An address in full, which search engines and other sites are given."""
        value = unescape(match[2] or match[4]).removeprefix(ROOT) or "/"
        target = self.links.target(value)
        if target:
            self.targets.add(target.address)
        path, mark, fragment = value.partition("#")
        known = self.links.resolve(self.links.names.address(path))
        if known is None and match[1] == "content":
            return 'content=""'
        name = self.links.names.file(known) if known else path.lstrip("/")
        name = "" if name == "index.html" else name
        full = escape(self.links.public + quote(name) + mark + fragment)
        return f'{match[1]}="{full}"' if match[1] else f"{match[3]}{full}"


@lru_cache(maxsize=100_000)
def _relative(name: str, folder: str) -> str:
    return quote(posixpath.relpath(name, folder or "."))


def listed(body: str, names: FileNames) -> set[Address]:
    """The addresses of the site that a site map names."""
    values = (unescape(match[2] or match[4]).removeprefix(ROOT) for match in _ABSOLUTE.finditer(body))
    return {names.address(value.partition("#")[0]) for value in values if value.startswith("/")}
