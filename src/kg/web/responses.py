"""From a Representation to a response: entity tag and 304, typed links, Vary, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, request

from kg.publish.representation import Link, Representation

EXPOSED = "ETag, Link, Retry-After, Content-Language, Content-Location, Allow, Cache-Status"


def respond(representation: Representation, *, media_type: str | None = None, vary: Iterable[str] = ()) -> Response:
    """The representation, or 304 where the client has it; ``media_type`` is the alias that the client asked for."""
    response = Response(representation.body, content_type=with_charset(media_type or representation.media_type))
    response.set_etag(representation.etag)
    response.headers["Cache-Control"] = "no-cache"
    if representation.links:
        response.headers["Link"] = ", ".join(_written(link) for link in representation.links)
    if representation.language:
        response.content_language.add(representation.language)
    for header in vary:
        response.vary.add(header)
    response.make_conditional(request.environ)
    return response


def with_charset(media_type: str) -> str:
    """Text is UTF-8 and says so; the other types have their encoding by definition."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def policy(ancestors: str = "'none'") -> str:
    """The Content-Security-Policy of a page that ``ancestors`` may embed: nothing is asked of another host."""
    return f"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}; object-src 'none'"


def finish(response: Response) -> Response:
    """What every response carries: the policy that lets no page ask another host, and access for any origin."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Access-Control-Allow-Origin", "*")
    headers.setdefault("Access-Control-Expose-Headers", EXPOSED)
    if request.method == "OPTIONS":
        headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET, HEAD, OPTIONS"))
        headers.setdefault("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type, If-None-Match")
        headers.setdefault("Access-Control-Max-Age", "86400")
    return response


def _written(link: Link) -> str:
    """RFC 8288 §3."""
    kind = f'; type="{link.media_type}"' if link.media_type else ""
    return f'<{link.target}>; rel="{link.relation}"{kind}'
