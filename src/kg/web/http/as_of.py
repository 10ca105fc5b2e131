"""``?as-of=2026-03-03``: the page, list, document, question or query as it was published then.

The day that a page is about (``on=``) is another thing: what held on 1 June 1990, as it was known on 3 March 2026.
Links of such a page lead to pages of the same time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from kg.edition import Edition
from kg.errors import UsageError, phrase
from kg.past_editions import Lease, PastEditions
from kg.web.http import request_edition

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PARAMETER = "as-of"
PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9a-f]+)?$"
"""Its values: a day, or the name of a release."""
_ONLY_NOW = frozenset(
    {
        ".well-known", "changes", "context", "croissant", "data", "docs", "dumps", "embed", "health", "llms", "metrics",
        "openapi", "problem", "quality", "ready", "reconcile", "releases", "robots", "sitemap", "static", "timemap",
    }
)  # fmt: skip
"""The first parts of the paths that tell of the site, or of its data as it is now."""
_PART = re.compile(r"/([^/?#.]*|\.well-known)")
_LINK = re.compile(r'(\s(?:href|src|action|data-[a-z]+)=")(/(?!/)[^"#]*)')
_FORM = re.compile(r"(<form\b[^>]*>)(.*?)</form>", re.DOTALL)


def wanted(environ: WSGIEnvironment) -> str | None:
    """The value of the parameter; None where the request has none, or an empty one."""
    query = environ.get("QUERY_STRING", "")
    if f"{PARAMETER}=" not in query:
        return None
    values = [value.strip() for name, value in parse_qsl(query) if name == PARAMETER]
    if len(set(values)) > 1:
        raise UsageError(phrase("There are several values of as-of; it is given once."))
    return values[0] if values else None


def lease(past: PastEditions, text: str, path: str, current: Edition) -> Lease:
    """The former edition that a request is answered from, for as long as that takes.

    Raises UsageError for a path that has no former state, and what ``PastEditions`` raises.
    """
    if not is_offered(path):
        raise UsageError(
            phrase("as-of is not offered at {path}.", path=path),
            hint=phrase("The files of former states are at /releases/."),
        )
    return past.lease(past.time(text, current.revision.day), text)


def is_offered(path: str) -> bool:
    """Whether there are former states of what is at a path.

    >>> is_offered("/doc/city/x.html"), is_offered("/sparql?query=x"), is_offered("/data.ttl"), is_offered("/")
    (True, True, False, True)
    """
    part = _PART.match(path)
    return part is not None and part[1] not in _ONLY_NOW


def without(query: str) -> str:
    """A query string without the parameter.

    >>> without("on=1990&as-of=2026-03-03&lang=nl")
    'on=1990&lang=nl'
    """
    return "&".join(pair for pair in query.split("&") if pair and not pair.startswith(f"{PARAMETER}="))


def dated(path: str, text: str) -> str:
    """A path of the site, at the time that the parameter names.

    >>> dated("/cities?lang=nl#a", "2026-03-03"), dated("/data", "2026-03-03")
    ('/cities?lang=nl&as-of=2026-03-03#a', '/data')
    """
    before, mark, fragment = path.partition("#")
    if not before.startswith("/") or before.startswith("//") or not is_offered(before) or f"{PARAMETER}=" in before:
        return path
    return f"{before}{'&' if '?' in before else '?'}{urlencode({PARAMETER: text})}{mark}{fragment}"


def link(path: str) -> str:
    """A path as the response to the request in progress links to it."""
    edition = request_edition.named()
    return dated(path, edition.as_of) if edition and edition.as_of else path


def linked(markup: str) -> str:
    """HTML whose links and forms lead to pages of the same time, where the request names one."""
    text = request_edition.current().as_of
    if not text:
        return markup
    markup = _LINK.sub(lambda attribute: attribute[1] + dated(attribute[2], text), markup)
    field = f'<input type="hidden" name="{PARAMETER}" value="{quote(text)}">'
    own = f' name="{PARAMETER}"'  # of a form that asks for it

    def kept(form: re.Match[str]) -> str:
        return form[0] if 'method="post"' in form[1] or own in form[2] else f"{form[1]}{field}{form[2]}</form>"

    return _FORM.sub(kept, markup)
