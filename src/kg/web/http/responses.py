"""Responses from representations: entity tag and 304, typed links, Vary, and headers for other origins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import PreconditionFailed
from werkzeug.http import parse_etags

from kg.publish.representation import Link, Representation
from kg.web.http import as_of, content_coding, public_address
from kg.web.http.http_response import HttpResponse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

EXPOSED = (
    "ETag, Link, Retry-After, Content-Language, Content-Location, Allow, Cache-Status, Memento-Datetime, "
    "Accept-Ranges, Content-Range, Repr-Digest"
)
SVG = "image/svg+xml"
_SETTLED = timedelta(seconds=2)
_REQUEST_HEADERS = "Accept, Accept-Datetime, Accept-Language, Content-Type, If-Match, If-None-Match, If-Range, Range"


class ReusableBody(list[bytes]):
    """The body of a response that may answer the same request again, see ``HttpResponse.reusable``."""


class ReusableResponse(Response):
    """A response that may answer the same request again."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> ReusableBody:
        chunks = super().__call__(environ, start_response)
        try:
            return ReusableBody(chunks)
        finally:
            self.close()


def of(response: HttpResponse) -> Response:
    """A response as the framework has them."""
    kind = ReusableResponse if response.reusable else Response
    return kind(response.body, response.status, response.headers, direct_passthrough=True)


def respond(
    representation: Representation,
    *,
    media_type: str | None = None,
    vary: Iterable[str] = (),
    kept: bool = True,
) -> Response:
    """The representation in the coding that the client prefers, or 304 where the client has it.

    ``media_type`` is an alias that the client accepts. A response that is ``kept`` is cached by the request's headers
    and address, so it must depend on nothing but them and the revision.
    """
    kind = media_type or representation.media_type
    representation, coding = _linked(representation), None
    body = representation.body
    etag = content_coding.tag_as(representation.content_tag, kind, representation.media_type)
    if len(body) >= content_coding.LEAST and _shrinks(kind):
        coding = content_coding.accepted(request.headers.get("Accept-Encoding"))
        vary = [*vary, "Accept-Encoding"]
    sent = request.if_none_match
    response = (ReusableResponse if kept else Response)(content_type=with_charset(kind))
    response.set_etag(content_coding.known(sent, etag) or content_coding.tag(etag, coding))
    if request.method in ("GET", "HEAD") and sent.contains_weak(response.get_etag()[0] or ""):
        coding = None
    response.set_data(b"".join(coding.encode([body])) if coding else body)
    if coding:
        response.content_encoding = coding.name
    response.headers["Cache-Control"] = "no-cache"
    if representation.links:
        response.headers["Link"] = written(representation.links)
    if representation.language:
        response.content_language.add(representation.language)
    response.vary.update(vary)
    check_match(request.headers.get("If-Match"), response.get_etag()[0])
    response.make_conditional(_conditions(response, representation.modified))
    return response


def check_match(sent: str | None, etag: str | None) -> None:
    """Raise PreconditionFailed where the client wants another state than there is (RFC 9110 §13.1.1).

    ``sent`` is If-Match.
    """
    if sent is not None and not parse_etags(sent).contains(etag or ""):
        raise PreconditionFailed("The resource is not, or no longer, in the state that the request is about.")


def _linked(representation: Representation) -> Representation:
    """A drawing with links that are right at the public address; what else it is, as it is."""
    if representation.media_type != SVG or not request.script_root:
        return representation
    return replace(representation, body=public_address.linked(representation.body.decode()).encode())


def last_modified(modified: datetime | None) -> datetime | None:
    """The value of Last-Modified; None in the first seconds after a change, as another may follow."""
    return modified if modified and datetime.now(UTC) - modified >= _SETTLED else None


def is_unmodified(modified: datetime | None) -> bool:
    """Whether If-Modified-Since names the very time of the last change.

    A later time would do by RFC 9110 §13.1.3, but files that are put back are older than those that were there.
    """
    return modified is not None and request.if_modified_since == modified


def _conditions(response: Response, modified: datetime | None) -> WSGIEnvironment:
    """The request whose conditions may turn the response into a 304."""
    # Of If-Match, werkzeug does not know the asterisk; it has been looked at.
    environ = {name: value for name, value in request.environ.items() if name != "HTTP_IF_MATCH"}
    change = last_modified(modified)
    if change:
        response.last_modified = change
    if not is_unmodified(change):
        environ = {name: value for name, value in environ.items() if name != "HTTP_IF_MODIFIED_SINCE"}
    return environ


def _shrinks(media_type: str) -> bool:
    """Whether coding makes a body smaller, which it does not for pictures in pixels."""
    return media_type.startswith("text/") or media_type.endswith(("json", "xml", "javascript", "n-triples"))


def written(links: Iterable[Link]) -> str:
    """Links as a field value (RFC 8288 §3)."""
    return ", ".join(_written(link) for link in links)


def with_charset(media_type: str) -> str:
    """The media type with the charset of text; other types define their encoding themselves."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def policy(ancestors: str = "'none'") -> str:
    """The Content-Security-Policy of a page that ``ancestors`` may embed, and that loads nothing from another host."""
    return f"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}; object-src 'none'"


ALWAYS = (
    ("Content-Security-Policy", policy()),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", EXPOSED),
)
"""The default header fields of every response."""


def finish(response: Response) -> Response:
    """Set the default header fields, and those of a preflight request (CORS)."""
    headers = response.headers
    if headers.get("Location", "").startswith(request.host_url):
        # From the router, in full: so it would name, in its text too, whatever host the request did.
        headers["Location"] = headers["Location"].removeprefix(request.host_url.rstrip("/"))
        response.set_data(b"")
    for name, value in ALWAYS:
        headers.setdefault(name, value)
    location = headers.get("Location", "").removeprefix(request.url_root.rstrip("/"))
    if location.startswith("/") and as_of.link(location) != location:
        location = headers["Location"] = as_of.link(location)
        response.set_data(b"")
    if location.startswith("/") and request.script_root:
        headers["Location"] = public_address.link(location)
    if request.method == "OPTIONS":
        headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET, HEAD, OPTIONS"))
        headers.setdefault("Access-Control-Allow-Headers", _REQUEST_HEADERS)
        headers.setdefault("Access-Control-Max-Age", "86400")
    return response


def _written(link: Link) -> str:
    """A link as a value of the Link header (RFC 8288 §3)."""
    kind = f'; type="{link.media_type}"' if link.media_type else ""
    target = quote(public_address.link(as_of.link(link.target)), safe="%:/?#[]@!$&'()*+,;=~")
    return f'<{target}>; rel="{link.relation}"{kind}'
