"""Answers every query that is sent to /sparql: from the request to the response, an error's too.

A request is parsed, its query checked, and the format of its answer negotiated, once each. What a program gets ends
here; a page for a person, with the answer or the error, is rendered by the framework, from what is known by then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from flask import Response
from werkzeug.exceptions import HTTPException, PreconditionFailed
from werkzeug.http import parse_etags

from kg.edition import Edition
from kg.errors import KgError, NotAcceptable, QueryError
from kg.query_engine import evaluation, request_context
from kg.query_engine.answer import Answer
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.query_engine.unknown_terms import UnknownTerm
from kg.rdf.formats import RESULTS_FORMATS
from kg.web.endpoint import protocol, sparql_views
from kg.web.endpoint.protocol import QueryRequest
from kg.web.http import content_coding, problems
from kg.web.http.content_coding import Coding
from kg.web.http.file_range import FilePart
from kg.web.http.http_response import FROM_MEMORY, HttpResponse
from kg.web.http.negotiation import HTML, Choice, PageFormat, choose, named, parse, prefers_page
from kg.web.http.responses import ALWAYS, check_match, with_charset
from kg.web.http.runtime import Runtime

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_PATHS: Mapping[str, str] = {
    f"/sparql{suffix}{slash}": suffix.removeprefix(".")
    for suffix in ("", *(f".{name}" for name in sparql_views.SUFFIXES))
    for slash in ("", "/")
}
"""The paths of queries, and the name of the format in them."""
_VARY = ("Vary", "Accept, Accept-Encoding")
_IRI = ":/?#[]@!$&'()*+,;=%-._~"
"""The characters of an address that stand for themselves."""
_LARGE = 1 << 17
"""Bytes that take so long to code that the event loop leaves it to a thread."""


class Pages(Protocol):
    """Renders pages in the framework."""

    def respond(self, environ: WSGIEnvironment, edition: Edition, view: Callable[[], Response]) -> HttpResponse:
        """The response of ``view`` to this request, or to the error that it raises."""


async def respond(environ: WSGIEnvironment, edition: Edition, runtime: Runtime, pages: Pages) -> HttpResponse | None:
    """The response to a query, or None for a request that is not one."""
    extension = _PATHS.get(environ["PATH_INFO"])
    if extension is None or not protocol.is_query(environ):
        return None
    is_page = _prefers_page(environ.get("HTTP_ACCEPT"))
    try:
        request = protocol.read(environ)
        names = (extension, *request.formats) if extension else request.formats
        try:
            query = edition.check(request.text)
            choice = negotiate(environ.get("HTTP_ACCEPT"), names, query.form)
            if choice:
                return await _in_a_format_that_holds_it(environ, edition, request, query, choice, runtime)
            view = partial(sparql_views.page, edition, request, query, with_form=is_page and not names)
        except (QueryError, NotAcceptable) as error:
            if names or not is_page:
                raise
            view = partial(sparql_views.form, request.text, error.with_traceback(None))
    except (KgError, HTTPException) as error:
        if not is_page:
            return problems.as_json(error, environ)
        view = partial(_fail, error.with_traceback(None))
    return await runtime.make(request_context.current().client, pages.respond, environ, edition, view)


async def _in_a_format_that_holds_it(
    environ: WSGIEnvironment,
    edition: Edition,
    request: QueryRequest,
    query: CheckedQuery,
    choice: Choice[AnswerFormat],
    runtime: Runtime,
) -> HttpResponse:
    """The answer, in another format that the client accepts where the chosen one cannot hold it."""
    try:
        return await in_format(environ, edition, request, query, choice, runtime)
    except NotAcceptable:
        offers = [offer for offer in evaluation.OFFERS[query.form] if offer != choice.offer]
        other = choose(environ.get("HTTP_ACCEPT"), offers)
        other = Choice(other.offer, with_charset(other.media_type))
        return await in_format(environ, edition, request, query, other, runtime)


async def in_format(
    environ: WSGIEnvironment,
    edition: Edition,
    request: QueryRequest,
    query: CheckedQuery,
    choice: Choice[AnswerFormat],
    runtime: Runtime,
) -> HttpResponse:
    """The answer in the chosen format, or 304 where the client has it; raises what the engine raises."""
    engine, method = edition.engine, environ["REQUEST_METHOD"]
    key = engine.key(query, choice.offer, request.graphs) if engine.keeps(query) else None
    sent = None if method == "POST" or "HTTP_IF_MATCH" in environ else environ.get("HTTP_IF_NONE_MATCH")
    if key and (unchanged := _unchanged(sent, _tag(key, choice))):  # of a large answer, whose tag is its key
        return unchanged
    answer = engine.begin(query, choice.offer, request.graphs, key)
    is_kept = isinstance(answer, Answer)
    if answer is None:
        answer = await runtime.run(engine.evaluate, query, choice.offer, request.graphs)
    elif not isinstance(answer, Answer):
        answer = await runtime.finish(answer)
    etag = _tag(_content_tag(answer, key), choice) if key else None
    coding = _coding(environ.get("HTTP_ACCEPT_ENCODING")) if answer.size >= content_coding.LEAST else None
    if other := _conditional(environ, answer, etag, coding):
        return other
    headers = [("Content-Type", choice.media_type), *_hints(edition.unknown_terms(query))]
    if coding:
        coded = content_coding.encode
        answer = await runtime.run(coded, answer, coding) if answer.size > _LARGE else coded(answer, coding)
        headers.append(("Content-Encoding", coding.name))
        etag = etag and content_coding.tag(etag, coding)
    headers += ("Content-Length", str(answer.size)), *_validators(etag), *ALWAYS
    headers += [FROM_MEMORY] if is_kept else []
    if method == "HEAD":
        answer.close()
        return HttpResponse(200, headers, [])
    if isinstance(answer.content, bytes):
        # A client that sends a query twice may send it again. What is sent once is kept once, by the engine.
        return HttpResponse(200, headers, [answer.content], reusable=is_kept)
    return HttpResponse(200, headers, FilePart(answer.content.fileno(), 0, answer.size, answer.close))


def _content_tag(answer: Answer, key: str) -> str:
    """The tag of an answer: of its content, which a new day need not change, or where it is in a file, its key."""
    if not isinstance(answer.content, bytes):
        return key
    return f"{hashlib.sha256(answer.content).hexdigest()[:32]}-{key.partition('-')[2]}"


def _tag(etag: str, choice: Choice[AnswerFormat]) -> str:
    own = choice.offer.media_type
    return etag if choice.media_type.startswith(own) else content_coding.tag_as(etag, choice.media_type, own)


def _conditional(
    environ: WSGIEnvironment, answer: Answer, etag: str | None, coding: Coding | None
) -> HttpResponse | None:
    """The response instead of the answer, which is closed, to a client that has it; None for one that has not.

    Raises PreconditionFailed, which comes first (RFC 9110 §13.2.2).
    """
    if environ["REQUEST_METHOD"] == "POST":
        return None
    if wanted := environ.get("HTTP_IF_MATCH"):
        try:
            check_match(wanted, etag and content_coding.tag(etag, coding))
        except PreconditionFailed:
            answer.close()
            raise
    unchanged = _unchanged(environ.get("HTTP_IF_NONE_MATCH"), etag) if etag else None
    if unchanged:
        answer.close()
    return unchanged


def _unchanged(sent: str | None, etag: str) -> HttpResponse | None:
    """The response to a client that has the answer with this tag."""
    known = content_coding.known(parse_etags(sent), etag) if sent else None
    return HttpResponse(304, [*_validators(known), *ALWAYS], []) if known else None


def _validators(etag: str | None) -> list[tuple[str, str]]:
    """An answer that differs from one run to the next has no tag, and is not stored."""
    if etag is None:
        return [("Cache-Control", "no-store"), _VARY]
    return [("ETag", f'"{etag}"'), ("Cache-Control", "no-cache"), _VARY]


def _hints(unknown: Sequence[UnknownTerm]) -> list[tuple[str, str]]:
    """The declared terms that unknown ones of the query may mean, as links (RFC 8288 §3); the results stay as they are.

    A title in quotes is in ASCII, and what it says of a term is for people.
    """
    titles = [
        str(term).encode("ascii", "replace").decode().replace("\\", "\\\\").replace('"', '\\"') for term in unknown
    ]
    links = zip(unknown, titles, strict=True)
    written = ", ".join(f'<{quote(term.iri, safe=_IRI)}>; rel="help"; title="{title}"' for term, title in links)
    return [("Link", written)] if written else []


def _fail(error: KgError | HTTPException) -> Response:
    raise error


@lru_cache(maxsize=256)
def negotiate(accept: str | None, names: tuple[str, ...], form: QueryForm) -> Choice[AnswerFormat] | None:
    """The format of the answer to a query of this form and its Content-Type; None for a page. Raises NotAcceptable.

    Of ``names`` of formats, the first counts that such an answer has. A client that accepts only formats of solutions
    sends the same Accept with every query, as rdflib does: a graph comes in the preferred format then, for which RFC
    9110 §12.5.1 leaves the choice.
    """
    offers: tuple[AnswerFormat | PageFormat, ...] = (*evaluation.OFFERS[form], HTML)
    choice = next((choice for name in names if (choice := named(name, offers))), None)
    try:
        choice = choice or choose(accept, offers)
    except NotAcceptable:
        if form in (QueryForm.SELECT, QueryForm.ASK) or not _accepts_solutions(accept):
            raise
        choice = Choice(offers[0], offers[0].media_types[0])
    return None if isinstance(choice.offer, PageFormat) else Choice(choice.offer, with_charset(choice.media_type))


def _accepts_solutions(accept: str | None) -> bool:
    accepted = parse(accept)
    types = {form.media_type for form in RESULTS_FORMATS}
    return accepted is not None and any(value.lower() in types and quality > 0 for value, quality in accepted)


@lru_cache(maxsize=256)
def _coding(accepted: str | None) -> Coding | None:
    return content_coding.accepted(accepted)


@lru_cache(maxsize=256)
def _prefers_page(accept: str | None) -> bool:
    return prefers_page(accept)
