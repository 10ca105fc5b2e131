"""Errors as problem details (RFC 9457) for programs, and as pages for browsers."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed, NotFound, SecurityError

from kg.errors import (
    DatasetError,
    KgError,
    NonConformance,
    NotAcceptable,
    QueryError,
    QueryInterrupted,
    QueryNotAllowed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    RemovedResource,
    ServiceBusy,
    ShapesError,
    TooManyQueries,
    UnknownResource,
    UsageError,
)
from kg.web.html import rendering
from kg.web.http import language, problem_texts, request_edition
from kg.web.http.http_response import HttpResponse
from kg.web.http.negotiation import prefers_page
from kg.web.http.responses import ALWAYS
from kg.web.pages import discovery

MEDIA_TYPE = "application/problem+json"

STATUSES: dict[type[KgError], int] = {
    UsageError: 400,
    QueryError: 400,
    QuerySyntaxError: 400,
    QueryNotAllowed: 403,
    QueryTimeout: 504,
    QueryTooLarge: 413,
    QueryInterrupted: 503,
    ServiceBusy: 503,
    TooManyQueries: 429,
    UnknownResource: 404,
    RemovedResource: 410,
    NotAcceptable: 406,
    DatasetError: 500,
    ShapesError: 500,
    NonConformance: 500,
    KgError: 500,
}
_MEMBERS = ("hint", "line", "column", "similar", "offers", "seconds", "day", "reasons", "replaced_by", "language")


def status(error: KgError) -> int:
    """The status of the nearest class in ``STATUSES``."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def install(app: Flask) -> None:
    """Answer every KgError and every HTTP error with a problem."""
    app.register_error_handler(KgError, _answer)
    app.register_error_handler(HTTPException, _answer)


def details(error: KgError) -> dict[str, Any]:
    """The members of the problem: the fields of the error, by name.

    >>> problem = details(QuerySyntaxError("expected a variable", line=1, column=8))
    >>> problem["title"], problem["status"], problem["detail"], problem["line"]
    ('Query syntax error', 400, 'expected a variable', 1)
    """
    kind = type(error).__name__
    members = {name: getattr(error, name, None) for name in _MEMBERS}
    return {
        "type": f"/problem/{slug(kind)}",
        "title": title(type(error)),
        "status": status(error),
        "detail": error.message,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in members.items() if value},
    }


def as_problem(response: Response, error: KgError) -> Response:
    """A page that describes the error itself: sets the status, and forbids storing it."""
    response.status_code = status(error)
    response.headers["Cache-Control"] = "no-store"
    response.headers.pop("ETag", None)
    return response


def slug(kind: str) -> str:
    """The last part of the address of a problem type.

    >>> slug("QuerySyntaxError")
    'query-syntax-error'
    """
    return "-".join(_words(kind))


def title(kind: type[KgError]) -> str:
    """The error's name in words.

    >>> title(QuerySyntaxError)
    'Query syntax error'
    """
    return " ".join(_words(kind.__name__)).capitalize()


def _words(kind: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z][a-z]*", kind)]


def as_json(error: KgError | HTTPException, method: str) -> HttpResponse:
    """The problem of a request for a machine."""
    problem, headers = _problem(error, method), _headers(error)
    body = _written(problem)
    described = ("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(body)))
    return HttpResponse(
        problem["status"], [*described, ("Vary", "Accept"), ("Cache-Control", "no-store"), *headers, *ALWAYS], [body]
    )


def _answer(error: KgError | HTTPException) -> Response:
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        environ = request.environ
        return Response(error.get_response(environ).get_data(), error.code, error.get_headers(environ))
    problem = _problem(error, request.method)
    if isinstance(error, NotFound) or (type(error) is UnknownResource and not error.similar):
        problem |= {"similar": discovery.similar(request.path)}
    if isinstance(error, NotFound):
        problem |= {"detail": f"There is nothing at {request.path}."}
    response = _response(problem)
    response.headers.update(_headers(error))
    return response


def _problem(error: KgError | HTTPException, method: str) -> dict[str, Any]:
    if isinstance(error, KgError):
        return details(error)
    code = error.code or 500
    title = HTTPStatus(code).phrase
    detail = error.description or title
    if isinstance(error, MethodNotAllowed):
        detail = f"{method} is not offered: this service answers and changes nothing."
    return {"type": "about:blank", "title": title, "status": code, "detail": detail}


def _headers(error: KgError | HTTPException) -> list[tuple[str, str]]:
    """The header fields that only this error has."""
    if isinstance(error, ServiceBusy | QueryInterrupted):
        return [("Retry-After", str(error.retry_after))]
    if isinstance(error, KgError):
        return []
    kept = [header for header in error.get_headers() if header[0].lower() not in ("content-type", "content-length")]
    needs_time = error.code == HTTPStatus.SERVICE_UNAVAILABLE and "retry-after" not in (
        name.lower() for name, _ in kept
    )
    return [*kept, ("Retry-After", "1")] if needs_time else kept


def _response(problem: dict[str, Any]) -> Response:
    # Without a valid Host, a page cannot link to any address.
    no_host = isinstance(request.routing_exception, BadHost | SecurityError)
    if not no_host and prefers_page(request.headers.get("Accept")):
        reader_language = language.chosen()
        reader = rendering.reader(request_edition.current().revision, reader_language)
        body = rendering.render(
            "problem.html",
            reader_language,
            problem=problem,
            heading=problem_texts.heading(problem["type"], problem["title"], reader_language.tag, problem["status"]),
            similar=discovery.names(problem.get("similar", ()), reader),
        )
        response = Response(body, problem["status"], content_type="text/html; charset=utf-8")
        response.content_language.add(reader_language.tag)
        response.vary.add("Accept-Language")
    else:
        response = Response(_written(problem), problem["status"], content_type=MEDIA_TYPE)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"
    return response


def _written(problem: dict[str, Any]) -> bytes:
    return (json.dumps(problem, ensure_ascii=False, indent=1) + "\n").encode()
