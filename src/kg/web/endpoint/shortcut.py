"""The way of a program's plain query past the framework, which takes longer over a request than most queries run.

Whatever is not plain goes the long way: a page for a person, a condition, a method or a body of another kind, and every
error, so that each is answered in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException

from kg.edition import Edition, Publication
from kg.errors import KgError, NotAcceptable
from kg.query_engine import Execution, evaluation
from kg.query_engine.answer import Answer
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.web.endpoint import delivery, protocol
from kg.web.endpoint.delivery import Delivery
from kg.web.endpoint.protocol import Asked
from kg.web.http import content_coding
from kg.web.http.content_coding import Coding
from kg.web.http.negotiation import HTML, Choice, PageFormat, choose
from kg.web.http.responses import ALWAYS
from kg.web.server import response_cache

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = "/sparql"
_FAILED = "kg.failed"
_NEGOTIATED = ("HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING")
_LONGEST_HEADER = 1_000


def failed(environ: WSGIEnvironment) -> None:
    """Raise what has become of the query of this request already, if it was an error."""
    error = environ.get(_FAILED)
    if error:
        raise error


@dataclass(frozen=True, slots=True)
class Plain:
    """A query that needs no framework, with how its answer is wanted and what names that."""

    edition: Edition
    asked: Asked
    checked: CheckedQuery
    choice: Choice[AnswerFormat]
    coding: Coding | None
    etag: str | None

    def coming(self) -> Answer | Execution | None:
        """The answer, or else the query on its way; None where it can only be waited for."""
        if self.etag is None:
            return None
        return self.edition.engine.begin(self.checked, self.choice.offer, self.asked.graphs, self.etag)

    def evaluate(self) -> Answer:
        """The answer, waited for; raises what the engine raises."""
        return self.edition.engine.evaluate(self.checked, self.choice.offer, self.asked.graphs)

    def deliver(self, answer: Answer) -> Delivery:
        """The answer on its way."""
        return delivery.packed(answer, self.choice, self.coding, self.etag)


class Shortcut:
    """Answers plain queries, and lets ``application`` answer everything else."""

    def __init__(self, application: WSGIApplication, publication: Publication) -> None:
        self._application = application
        self._publication = publication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        plain = self.read(environ, self._publication.current())
        if plain is None:
            return self._application(environ, start_response)
        try:
            found = plain.deliver(plain.evaluate())
        except KgError as error:
            fail(environ, error)
            return self._application(environ, start_response)
        if found.kept:
            response_cache.keep(environ)
        start_response(found.status, [*found.headers, *ALWAYS])
        return found.body

    @staticmethod
    def read(environ: WSGIEnvironment, edition: Edition) -> Plain | None:
        """The plain query of a request, to be answered from this edition; None for anything else."""
        if environ["PATH_INFO"] != _PATH or _FAILED in environ:
            return None
        asked = _plain(environ)
        if asked is None:
            return None
        try:
            checked = edition.check(asked.text)
        except KgError as error:
            fail(environ, error)
            return None
        choice = _choice(environ.get("HTTP_ACCEPT"), checked.form)
        if choice is None:
            return None
        etag = delivery.tag(edition, asked, checked, choice)
        return Plain(edition, asked, checked, choice, _coding(environ.get("HTTP_ACCEPT_ENCODING")), etag)


def fail(environ: WSGIEnvironment, error: KgError) -> None:
    """Leave it to the framework to tell of an error, which is not to hold the frames that it comes from."""
    environ[_FAILED] = error.with_traceback(None)


def _plain(environ: WSGIEnvironment) -> Asked | None:
    """What is asked, if that can be told at once."""
    method, get = environ["REQUEST_METHOD"], environ.get
    if "HTTP_IF_NONE_MATCH" in environ or any(len(get(each) or "") > _LONGEST_HEADER for each in _NEGOTIATED):
        return None
    query_string = (get("QUERY_STRING") or "").encode("latin-1")
    coding = get("HTTP_CONTENT_ENCODING") or ""
    try:
        if method == "GET" and query_string:
            asked = protocol.read(query_string)
        elif method == "POST" and isinstance(body := environ["wsgi.input"], BytesIO):
            asked = protocol.read_posted(query_string, get("CONTENT_TYPE") or "", body.getvalue(), coding)
        else:
            return None
    except (KgError, HTTPException):
        return None
    return None if asked.format else asked


@lru_cache(maxsize=256)
def _choice(accept: str | None, form: QueryForm) -> Choice[AnswerFormat] | None:
    """The format that a program accepts; None where that is a page, or nothing that there is."""
    offers: tuple[AnswerFormat | PageFormat, ...] = (*evaluation.offers(form), HTML)
    try:
        found = choose(accept, offers)
    except NotAcceptable:
        return None
    return None if isinstance(found.offer, PageFormat) else Choice(found.offer, found.media_type)


@lru_cache(maxsize=256)
def _coding(header: str | None) -> Coding | None:
    return content_coding.accepted(header)
