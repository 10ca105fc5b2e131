"""Errors as problem details (RFC 9457) for programs, and as pages for browsers."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed, NotFound, SecurityError

from kg.errors import (
    DatasetError,
    KgError,
    NonConformance,
    NotAcceptable,
    Phrase,
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
    phrase,
)
from kg.translations import cldr
from kg.translations.catalogue import catalogue
from kg.translations.language_tags import SOURCE_LANGUAGE
from kg.web.html import rendering
from kg.web.http import language, problem_texts, request_edition
from kg.web.http.http_response import HttpResponse
from kg.web.http.negotiation import prefers_page
from kg.web.http.responses import ALWAYS
from kg.web.pages import discovery

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

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
_MEMBERS = ("hint", "line", "column", "similar", "offers", "seconds", "day", "reasons", "replaced_by")


def status(error: KgError) -> int:
    """The status of the nearest class in ``STATUSES``."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def install(app: Flask) -> None:
    """Answer every KgError and every HTTP error with a problem."""
    app.register_error_handler(KgError, _answer)
    app.register_error_handler(HTTPException, _answer)


def details(error: KgError, tag: str = SOURCE_LANGUAGE) -> dict[str, Any]:
    """The members of the problem in a language: the fields of the error, by name.

    ``language`` is that of ``detail`` and ``hint``, where it is not English; what an engine or a parser says is.

    >>> problem = details(QuerySyntaxError("expected a variable", line=1, column=8))
    >>> problem["title"], problem["status"], problem["detail"], problem["line"]
    ('Query syntax error', 400, 'expected a variable', 1)
    """
    kind = f"/problem/{slug(type(error).__name__)}"
    members: dict[str, Any] = {name: getattr(error, name, None) for name in _MEMBERS}
    if isinstance(error, RemovedResource):
        members["hint"] = error.reasons.get(tag) or error.hint
    if hint := members["hint"]:
        members["hint"] = _translated(hint, tag)
    return {
        "type": kind,
        "title": problem_texts.heading(kind, title(type(error)), tag),
        "status": status(error),
        "detail": _translated(error.message, tag),
        **{name: list(value) if isinstance(value, tuple) else value for name, value in members.items() if value},
        **_language(tag, error.message),
    }


def as_problem(response: Response, error: KgError, tag: str) -> Response:
    """A response in a language that describes the error itself: sets the status, and forbids storing it."""
    response.content_language.add(tag)
    response.vary.update(["Accept", "Accept-Language"])
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


def as_json(error: KgError | HTTPException, environ: WSGIEnvironment) -> HttpResponse:
    """The problem of a request for a machine, in the language that it accepts."""
    tag = language.of_problem(environ.get("HTTP_ACCEPT_LANGUAGE", ""), environ.get("QUERY_STRING", ""))
    problem, headers = _problem(error, environ["REQUEST_METHOD"], tag, environ["PATH_INFO"]), _headers(error)
    body = written(problem, environ.get("SCRIPT_NAME", ""))
    described = ("Content-Type", MEDIA_TYPE), ("Content-Language", tag), ("Content-Length", str(len(body)))
    varying = ("Vary", "Accept, Accept-Language")
    return HttpResponse(
        problem["status"], [*described, varying, ("Cache-Control", "no-store"), *headers, *ALWAYS], [body]
    )


def _answer(error: KgError | HTTPException) -> Response:
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        environ = request.environ
        return Response(error.get_response(environ).get_data(), error.code, error.get_headers(environ))
    # Without a valid Host, a page cannot link to any address.
    has_host = not isinstance(request.routing_exception, BadHost | SecurityError)
    is_page = has_host and prefers_page(request.headers.get("Accept"))
    tag = language.chosen().tag if is_page else language.of_problem_in_progress()
    problem = _problem(error, request.method, tag, request.path)
    if isinstance(error, NotFound) or (type(error) is UnknownResource and not error.similar):
        problem |= {"similar": discovery.similar(request.path)}
    response = (
        _page(problem)
        if is_page
        else Response(written(problem, request.script_root), problem["status"], content_type=MEDIA_TYPE)
    )
    response.content_language.add(tag)
    response.vary.update(["Accept", "Accept-Language"])
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(_headers(error))
    return response


def _problem(error: KgError | HTTPException, method: str, tag: str, path: str) -> dict[str, Any]:
    if isinstance(error, KgError):
        return details(error, tag)
    code = error.code or 500
    text = error.description if isinstance(error.description, Phrase) else problem_texts.detail(code)
    detail = text or error.description or HTTPStatus(code).phrase
    if isinstance(error, MethodNotAllowed):
        detail = phrase("{method} is not offered: this service answers and changes nothing.", method=method)
    if isinstance(error, NotFound):
        detail = phrase("There is nothing at {path}.", path=path)
    title = problem_texts.heading("about:blank", HTTPStatus(code).phrase, tag, code)
    translated = {"detail": _translated(detail, tag), **_language(tag, detail)}
    return {"type": "about:blank", "title": title, "status": code, **translated}


def _translated(text: str, tag: str) -> str:
    """A text of ours in a language; what an engine or a parser says, as it is."""
    words = catalogue(tag).gettext
    return text.translated(words, lambda value: cldr.number(value, tag)) if isinstance(text, Phrase) else words(text)


def _language(tag: str, text: str) -> dict[str, str]:
    """The member that says in which language a text is, where that is not English."""
    source = text.template if isinstance(text, Phrase) else text
    return {"language": tag} if tag != SOURCE_LANGUAGE and catalogue(tag).gettext(source) != source else {}


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


def _page(problem: dict[str, Any]) -> Response:
    reader_language = language.chosen()
    reader = rendering.reader(request_edition.current().revision, reader_language)
    body = rendering.render(
        "problem.html",
        reader_language,
        problem=problem,
        similar=discovery.names(problem.get("similar", ()), reader),
    )
    return Response(body, problem["status"], content_type="text/html; charset=utf-8")


def written(problem: dict[str, Any], root: str) -> bytes:
    """The problem as JSON, with the paths of the site below its root."""
    located = {**problem, "type": _located(problem["type"], root)}
    if "similar" in problem:
        located["similar"] = [_located(address, root) for address in problem["similar"]]
    return (json.dumps(located, ensure_ascii=False, indent=1) + "\n").encode()


def _located(address: str, root: str) -> str:
    return root + address if address.startswith("/") else address
