"""In-memory response cache: answers a request in the words of an earlier one, in a few microseconds.

A hit is not routed, parsed or negotiated: the same words ask for the same bytes, as long as the data is in the same
state. ``HttpResponse.reusable`` says which responses may be kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.edition import Edition
from kg.query_engine.cache.lru import Memory
from kg.web.http.http_response import FROM_MEMORY, HttpResponse

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_POSTED_TO = frozenset({"/sparql", "/sparql/"})
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-language"})
_HEADERS = 1_024

Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A response to GET or POST, to HEAD, and to a client that has the ``etag``."""

    etag: str
    whole: HttpResponse
    head: HttpResponse
    not_modified: HttpResponse


class ResponseCache:
    """Keeps responses in ``capacity`` bytes; those to a posted body only where that has at most ``longest_body``."""

    def __init__(self, capacity: int, longest_body: int) -> None:
        self._longest_body = longest_body
        self._entries: Memory[Key, _Entry] = Memory(capacity)

    def key(self, environ: WSGIEnvironment, edition: Edition) -> Key | None:
        """The words of a request; None for one whose response is never kept."""
        if edition.engine.state is None or "HTTP_IF_MATCH" in environ:
            return None
        if "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ:
            return None
        method, get = environ["REQUEST_METHOD"], environ.get
        # Where a remote endpoint answers, its state is not that of the pages.
        key = (
            edition.engine.state, edition.revision.digest, environ["PATH_INFO"], get("QUERY_STRING"),
            get("HTTP_ACCEPT"), get("HTTP_ACCEPT_ENCODING"), get("HTTP_ACCEPT_LANGUAGE"), get("HTTP_HOST"),
            get("wsgi.url_scheme"), get("SCRIPT_NAME"),
        )  # fmt: skip
        if method in ("GET", "HEAD"):
            return key
        if method != "POST" or environ["PATH_INFO"] not in _POSTED_TO:
            return None
        body: bytes = environ["wsgi.input"].getvalue()
        if len(body) > self._longest_body:
            return None
        return *key, get("CONTENT_TYPE"), get("HTTP_CONTENT_ENCODING"), body.decode("latin-1")

    def find(self, key: Key, environ: WSGIEnvironment) -> HttpResponse | None:
        """The response that is kept, as far as this request asks for it."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        method, sent = environ["REQUEST_METHOD"], environ.get("HTTP_IF_NONE_MATCH")
        # A tag has no quote in it, so finding it with its quotes in the list of tags is finding it.
        if sent and method != "POST" and (entry.etag in sent or sent.strip() == "*"):
            return entry.not_modified
        return entry.head if method == "HEAD" else entry.whole

    def keep(self, key: Key, environ: WSGIEnvironment, response: HttpResponse) -> None:
        """Keep a response that is reusable."""
        body = response.body
        if not response.reusable or response.status != 200 or environ["REQUEST_METHOD"] == "HEAD":
            return
        etag = next((value for name, value in response.headers if name.lower() == "etag"), None)
        if etag is None or not isinstance(body, list):
            return
        headers = [*(field for field in response.headers if field != FROM_MEMORY), FROM_MEMORY]
        entry = _Entry(
            etag,
            HttpResponse(200, headers, body),
            HttpResponse(200, headers, []),
            HttpResponse(304, [field for field in headers if field[0].lower() not in _OF_THE_BODY], []),
        )
        size = sum(map(len, body)) + 2 * _HEADERS + sum(len(word or "") for word in key)
        self._entries.put(key, entry, size)
