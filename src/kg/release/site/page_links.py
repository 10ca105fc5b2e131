"""Links of a page as they are in a folder: relative, and to files; what no file answers is no link.

An answer is requested at a host that cannot exist, so that nothing but the site's own address is taken for it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
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

Resolve = Callable[[Address], Address | None]
"""Gives the address that answers, where a redirection led to, or None where nothing will be kept."""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """``public`` is the address at which the folder will be published; it ends in a slash."""

    names: FileNames
    resolve: Resolve
    public: str

    def rewritten(self, body: str, own: Address, extension: str) -> str:
        """HTML, SVG or XML with its links to files."""
        if extension in (HTML, "svg"):
            here = posixpath.dirname(self.names.file(own))
            style, script = (_relative(name, here) for name in OWN)
            head = f'<link rel="stylesheet" href="{style}">\n<script type="module" src="{script}"></script>\n{_SCRIPTS}'
            body = body.replace(_SCRIPTS, head, 1)
            body = _TAG.sub(lambda tag: self._tag(tag[0], own, here), body)
        body = _NOTHING.sub("", _ABSOLUTE.sub(self._absolute, body))
        return body.replace(ROOT, self.public.rstrip("/"))

    def _tag(self, tag: str, own: Address, here: str) -> str:
        is_form = tag.startswith("<form")
        lost = False

        def attribute(match: re.Match[str]) -> str:
            nonlocal lost
            gap, name, value = match[1], match[2], unescape(match[3])
            if name.startswith("data-") and not value.startswith("/"):
                return match[0]
            target = self._target(value, own, here)
            if target is None:
                lost = True
                return ""
            return f'{gap}{name}="{escape(target)}"'

        written = _ATTRIBUTE.sub(attribute, tag)
        if is_form:  # until a script shows it that can answer
            return f"{written[:-1]} hidden>"
        return "" if lost and tag.startswith(("<link", "<script", "<source")) else written

    def _target(self, value: str, own: Address, here: str) -> str | None:
        """The relative link that stands for a link; None where there is nothing to link to."""
        if value.startswith("#"):
            return value
        full, mark, fragment = urljoin(str(own), value).partition("#")
        read = self.names.read_in_browser(address := self.names.address(full))
        added = read[1] if read else mark + fragment
        known = self.resolve(read[0] if read else address)
        return _relative(self.names.file(known), here) + added if known else None

    def _absolute(self, match: re.Match[str]) -> str:
        """An address in full, which search engines and other sites are given."""
        value = unescape(match[2] or match[4]).removeprefix(ROOT) or "/"
        path, mark, fragment = value.partition("#")
        known = self.resolve(self.names.address(path))
        if known is None and match[1] == "content":
            return 'content=""'
        name = self.names.file(known) if known else path.lstrip("/")
        name = "" if name == "index.html" else name
        full = escape(self.public + quote(name) + mark + fragment)
        return f'{match[1]}="{full}"' if match[1] else f"{match[3]}{full}"


def _relative(name: str, here: str) -> str:
    return quote(posixpath.relpath(name, here or "."))


def links(body: str, names: FileNames, own: Address) -> set[Address]:
    """The addresses of the site that a page or a site map links to."""
    values = [match[3] for tag in _TAG.findall(body) for match in _ATTRIBUTE.finditer(tag) if _is_link(match)]
    values += [(match[2] or match[4]).removeprefix(ROOT) for match in _ABSOLUTE.finditer(body)]
    targets = {urljoin(str(own), unescape(value)).partition("#")[0] for value in values if not value.startswith("#")}
    addresses = {names.address(target) for target in targets if target.startswith("/")}
    return {read[0] if (read := names.read_in_browser(address)) else address for address in addresses}


def _is_link(match: re.Match[str]) -> bool:
    return not match[2].startswith("data-") or match[3].startswith("/")
