"""A WSGI application before the other one: what that one has answered, this one answers again, from memory.

A hit costs a few microseconds, for nothing is routed, parsed or negotiated: the same words ask for the same bytes, as
long as the data is in the same state. Whoever makes a response says with ``keep`` that nothing else decides on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kg.edition import Edition, Publication
from kg.query_engine.cache.lru import Memory
from kg.web.server.header_limits import LONGEST

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_KEEP = "kg.keep"
_POSTED_TO = frozenset({"/sparql", "/sparql/"})
HIT = ("Cache-Status", "answers; hit")
"""What a response says of itself that was remembered."""
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-language"})
_HEADERS = 1_024

Question = tuple[str | None, ...]


def keep(environ: WSGIEnvironment) -> None:
    """Let the response to this request be given again.

    It may depend on the state of the data, the path, the query, Accept, Accept-Encoding, Accept-Language, Host and
    what was posted; not on who asks, on another header, or on the time.
    """
    environ[_KEEP] = True


@dataclass(frozen=True, slots=True)
class _Kept:
    """A response: its headers as they go out with its body, and those of a 304."""

    body: bytes
    etag: str
    headers: list[tuple[str, str]]
    headers_of_304: list[tuple[str, str]]


class Front:
    """Answers from memory, or else lets ``application`` answer. ``capacity`` is in bytes."""

    def __init__(self, application: WSGIApplication, publication: Publication, capacity: int) -> None:
        self._application = application
        self._publication = publication
        self._longest = publication.limits.request_bytes
        self._responses: Memory[Question, _Kept] = Memory(capacity)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        question = _question(environ, self._publication.current(), self._longest)
        if question is None:
            return self._application(environ, start_response)
        kept = self._responses.get(question)
        if kept is None:
            return self._ask(question, environ, start_response)
        return _again(kept, environ, start_response)

    def at_once(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes] | None:
        """The response that is remembered; None for what takes longer."""
        edition = self._publication.current_at_once()
        question = _question(environ, edition, self._longest) if edition else None
        kept = self._responses.get(question) if question else None
        return _again(kept, environ, start_response) if kept else None

    def _ask(self, question: Question, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            told.append((status, headers))
            return start_response(status, headers, *error)

        answer = self._application(environ, start)
        if _KEEP not in environ or environ["REQUEST_METHOD"] == "HEAD" or not told or told[-1][0][:3] != "200":
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        self._keep(question, told[-1][1], body)
        return [body]

    def remember(self, environ: WSGIEnvironment, edition: Edition, headers: list[tuple[str, str]], body: bytes) -> None:
        """Give this response of an edition, with status 200, which may be given again, to who asks the same."""
        question = _question(environ, edition, self._longest)
        if question:
            self._keep(question, headers, body)

    def _keep(self, question: Question, headers: list[tuple[str, str]], body: bytes) -> None:
        fields = {name.lower(): value for name, value in headers}
        etag = fields.get("etag")
        if etag is None:
            return
        again = [*headers, HIT]
        kept = _Kept(body, etag, again, [each for each in again if each[0].lower() not in _OF_THE_BODY])
        self._responses.put(question, kept, len(body) + 2 * _HEADERS + sum(len(word or "") for word in question))


def _question(environ: WSGIEnvironment, edition: Edition, longest: int) -> Question | None:
    """The words that ask; None where there is nothing to remember an answer by."""
    method = environ["REQUEST_METHOD"]
    if edition.engine.state is None:
        return None
    get = environ.get
    if len(get("HTTP_IF_NONE_MATCH") or "") > LONGEST:
        return None
    # Where another engine answers, its state is not that of the pages.
    what = (
        edition.engine.state, edition.revision.digest, environ["PATH_INFO"], get("QUERY_STRING"), get("HTTP_ACCEPT"),
        get("HTTP_ACCEPT_ENCODING"), get("HTTP_ACCEPT_LANGUAGE"), get("HTTP_HOST"),
    )  # fmt: skip
    if method in ("GET", "HEAD"):
        return what
    if method != "POST" or environ["PATH_INFO"] not in _POSTED_TO:
        return None
    length = get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > longest:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return *what, get("CONTENT_TYPE"), body.decode("latin-1")


def _again(kept: _Kept, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """The response once more, or 304 where the client has it."""
    method = environ["REQUEST_METHOD"]
    sent = environ.get("HTTP_IF_NONE_MATCH")
    # A tag has no quote in it, so finding it with its quotes in the list of tags is finding it.
    if sent and method != "POST" and (kept.etag in sent or sent.strip() == "*"):
        start_response("304 NOT MODIFIED", kept.headers_of_304[:])
        return []
    start_response("200 OK", kept.headers[:])
    # A list is sent in one piece; another iterable would be asked for more.
    return [] if method == "HEAD" else [kept.body]
