"""The address by which people know the site, and links that are right at that address.

It is that of the connection, unless the settings name another one (``[serve] public``) or a trusted proxy does, by
``Forwarded`` (`RFC 7239 <https://www.rfc-editor.org/rfc/rfc7239>`_) or ``X-Forwarded-Proto``, ``-Host``, ``-Prefix``.
Of a list, the last word counts: it is that of the proxy in front of us. Where the site lies under a path, links are
relative.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import has_request_context, request

from kg.revision import Revision
from kg.web.http import site_paths

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_SCHEME, _HOST, _PATH = "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME"
FORWARDED = frozenset(("HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PREFIX"))
"""The variables of WSGI by which a proxy names the public address."""
_VALID = {
    _SCHEME: re.compile("https?"),
    _HOST: re.compile(r"[A-Za-z0-9._-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?"),
    _PATH: re.compile(r"(/[A-Za-z0-9._~-]+)+"),
}
_PAIR = re.compile(r'\s*(\w+)\s*=\s*("[^"]*"|[^;,\s]*)')
_ATTRIBUTE = re.compile(r'(\s(?:href|src|action|data-[a-z]+)=")(/(?!/)[^"]*)(?=")')


class PublicAddress:
    """Finds the public address of a request; ``trusts`` says of who connects whether it is a trusted proxy."""

    def __init__(self, public: str, trusts: Callable[[str], bool]) -> None:
        parts = urlsplit(public)
        fixed = {_SCHEME: parts.scheme, _HOST: parts.netloc, _PATH: parts.path.rstrip("/")}
        self._fixed: Mapping[str, str] = fixed if public else {}
        self._trusts = trusts

    def variables(self, environ: WSGIEnvironment, details: Callable[[], WSGIEnvironment]) -> Mapping[str, str]:
        """The variables of WSGI that stand for the public address, as far as it is another one."""
        if self._fixed:
            return self._fixed
        if FORWARDED.isdisjoint(environ):
            return {}
        peer = environ["REMOTE_ADDR"] if "REMOTE_ADDR" in environ else details().get("REMOTE_ADDR", "")
        return _forwarded(environ) if self._trusts(peer) else {}


def root() -> str:
    """The public address of the start page, which ends in a slash."""
    return request.url_root


def identifying(revision: Revision) -> str:
    """The address of the site in what is said of it for good: the project's base, where that is a web address.

    The base of files that are only looked at is a folder, where nobody answers.
    """
    base = revision.project.base
    return base if base.startswith(("http:", "https:")) else root()


def here() -> str:
    """The public address of this request, without its query."""
    return root() + site_paths.here()[1:]


def link(path: str) -> str:
    """A path of the site as this response links to it: relative to its own address where the site lies under a path."""
    prefix = request.script_root if has_request_context() else ""
    if not prefix or not path.startswith("/") or path.startswith("//"):
        return path
    within = path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path
    return "../" * (site_paths.here().count("/") - 1) + within[1:] or "./"


def linked(markup: str) -> str:
    """HTML or SVG whose attributes link to paths of the site, with the links of this response."""
    if not request.script_root:
        return markup
    return _ATTRIBUTE.sub(lambda attribute: attribute[1] + link(attribute[2]), markup)


def _forwarded(environ: WSGIEnvironment) -> Mapping[str, str]:
    last = str(environ.get("HTTP_FORWARDED", "")).rpartition(",")[2]
    pairs = {name.lower(): value.strip('"') for name, value in _PAIR.findall(last)}
    named = {
        _SCHEME: pairs.get("proto") or _last(environ, "PROTO"),
        _HOST: pairs.get("host") or _last(environ, "HOST"),
        _PATH: _last(environ, "PREFIX").rstrip("/"),
    }
    return {variable: value for variable, value in named.items() if _VALID[variable].fullmatch(value)}


def _last(environ: WSGIEnvironment, name: str) -> str:
    return str(environ.get(f"HTTP_X_FORWARDED_{name}", "")).rpartition(",")[2].strip()
