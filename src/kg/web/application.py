"""The application: everything that a request passes, from its header limits to the pages of each noun."""

from __future__ import annotations

import io
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from kg.edition import Edition, Publication
from kg.errors import KgError
from kg.history import removed_resources
from kg.past_editions import PastEditions
from kg.project import Project
from kg.query_engine import request_context
from kg.query_engine.request_context import RequestContext, Run
from kg.translations import catalogue, cldr
from kg.translations.catalogue import interface_languages
from kg.web.api import llms_text, open_api_views, reconciliation_views
from kg.web.city_relations import registration as city_relations
from kg.web.endpoint import completion, query_handler, query_pages, sparql_views
from kg.web.files import croissant_views, dump_views, ready_dumps
from kg.web.files.dump_cache import DumpCache
from kg.web.html import rendering
from kg.web.http import as_of, problems, request_edition, responses
from kg.web.http.file_range import FilePart
from kg.web.http.http_response import HttpResponse
from kg.web.http.language import in_language
from kg.web.http.public_address import FORWARDED, PublicAddress
from kg.web.http.responses import ReusableBody
from kg.web.http.runtime import Blocking, Runtime, complete
from kg.web.http.site_paths import AnyPath
from kg.web.pages import (
    change_feeds,
    cite,
    classes,
    discovery,
    documentation,
    documents,
    memento,
    project_texts,
    quality,
    releases,
    search,
    start,
    time_maps,
)
from kg.web.server import header_limits, observers, request_body
from kg.web.server.client_address import Clients
from kg.web.server.observers import Observation, Observer
from kg.web.server.response_cache import ResponseCache

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

NOUNS = (
    start,
    change_feeds,
    cite,
    classes,
    completion,
    croissant_views,
    discovery,
    documentation,
    documents,
    dump_views,
    llms_text,
    open_api_views,
    quality,
    query_pages,
    reconciliation_views,
    releases,
    search,
    sparql_views,
    time_maps,
)


class Application:
    """Answers requests, on any server: a WSGI application, and ``respond`` for a server with an event loop."""

    def __init__(self, flask: Flask, publication: Publication, past: PastEditions, project: Project) -> None:
        settings, limits = project.settings.serve, publication.limits
        self._publication = publication
        self._past = past
        self._clients = Clients(settings.client_header, settings.trusted_proxies)
        self._address = PublicAddress(settings.public, self._clients.trusts)
        self._has_public_address = bool(settings.public)
        self._cache = ResponseCache(limits.cache_bytes, limits.request_bytes)
        self._dumps: DumpCache = flask.extensions["dump_cache"]
        self._pages = FlaskPages(flask)
        self.observers: Sequence[Observer] = ()

    async def respond(
        self,
        environ: WSGIEnvironment,
        receive: Callable[[], Awaitable[bytes | HTTPException]],
        runtime: Runtime,
        details: Callable[[], WSGIEnvironment] = dict,
        refusal: HTTPException | None = None,
    ) -> HttpResponse:
        """What a request passes: body, address, cache, client, then queries, ready dumps, or pages.

        ``receive`` reads its body; ``details`` are the variables of ``environ`` that a cached response does not need.
        ``refusal`` is what the server has against the request, whose header is within its limits.
        """
        if environ["REQUEST_METHOD"] not in request_body.WITHOUT:
            await runtime.enter()
            body = await receive()
            if isinstance(body, HTTPException):
                refusal, body = body, b""
            environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        begin = time.perf_counter()
        lease, problem = await self._edition(environ, runtime, refusal)
        with lease as edition:
            environ |= (address := self._public(environ, details))
            key = None if problem or "HTTP_ACCEPT_DATETIME" in environ else self._cache.key(environ, edition)
            response = self._cache.find(key, environ) if key else None
            runs: Sequence[Run] = ()
            if response is None:
                await runtime.enter()
                environ |= {**details(), **address}
                client = self._clients.key(environ.get("REMOTE_ADDR", ""), environ.get(self._clients.variable, ""))
                with RequestContext(client) as context:
                    response = await self._answer(environ, edition, runtime, problem)
                runs = context.runs
                response = memento.described(response, environ, edition, self._past)
                if key:
                    self._cache.keep(key, environ, response)
        if self.observers:
            self._observe(observers.observation(environ, response, begin, runs))
        return response

    def _observe(self, observation: Observation) -> None:
        for observer in self.observers:
            observer(observation)

    async def _edition(
        self, environ: WSGIEnvironment, runtime: Runtime, refusal: HTTPException | None
    ) -> tuple[AbstractContextManager[Edition], HTTPException | KgError | None]:
        """The edition that answers, while it does, and what is against the request.

        It is the current one, unless another time is named.
        """
        edition = self._publication.current_at_once()
        if edition is None:
            await runtime.enter()
            edition = await runtime.run(self._publication.current)
        if refusal:
            return nullcontext(edition), refusal
        try:
            if text := as_of.wanted(environ):
                await runtime.enter()
                return await runtime.run(as_of.lease, self._past, text, environ["PATH_INFO"], edition), None
        except KgError as error:
            return nullcontext(edition), error.with_traceback(None)
        return nullcontext(edition), None

    def _public(self, environ: WSGIEnvironment, details: Callable[[], WSGIEnvironment]) -> Mapping[str, str]:
        """The variables of the public address, where it is another one than that of the connection."""
        if not self._has_public_address and FORWARDED.isdisjoint(environ):
            return {}
        return self._address.variables(environ, details)

    async def _answer(
        self, environ: WSGIEnvironment, edition: Edition, runtime: Runtime, problem: HTTPException | KgError | None
    ) -> HttpResponse:
        client = request_context.current().client
        if problem is None and "HTTP_ACCEPT_DATETIME" in environ:
            try:
                if moved := memento.redirect(environ, self._past):
                    return moved
            except KgError as error:
                problem = error.with_traceback(None)
        if problem:
            return await runtime.make(client, self._pages.refuse, environ, edition, problem)
        response = await query_handler.respond(environ, edition, runtime, self._pages)
        if not environ.get("SCRIPT_NAME"):  # under a path, its links must be made for the request
            response = response or ready_dumps.respond(environ, edition, self._dumps)
        if response is None:
            response = await runtime.make(client, self._pages.respond, environ, edition)
        return response

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response to a WSGI server."""
        receive, refusal = partial(request_body.read, environ), header_limits.check(environ)
        response = complete(self.respond(environ, receive, Blocking(), refusal=refusal))
        start_response(f"{response.status} {HTTP_STATUS_CODES[response.status].upper()}", response.headers.copy())
        return response.body


class FlaskPages:
    """The Flask application behind ``respond``: pages, lists, and problems for people."""

    def __init__(self, flask: Flask) -> None:
        self._flask = flask.wsgi_app
        self._view: ContextVar[Callable[[], Response] | None] = ContextVar("view", default=None)
        # Before whatever else looks at a request: one that is refused goes no further.
        flask.before_request_funcs.setdefault(None, []).insert(0, self._answer)

    def _answer(self) -> Response | None:
        view = self._view.get()
        return view() if view else None

    def respond(
        self, environ: WSGIEnvironment, edition: Edition, view: Callable[[], Response] | None = None
    ) -> HttpResponse:
        """The response to a request from this edition; of ``view``, where that is known already."""
        status, headers = 500, []

        def start(line: str, fields: list[tuple[str, str]], _: OptExcInfo | None = None) -> Callable[[bytes], object]:
            nonlocal status, headers
            status, headers = int(line[:3]), fields
            return _write

        token = self._view.set(view)
        try:
            with request_edition.using(edition):
                body = self._flask(environ, start)
                if isinstance(body, list | FilePart):
                    return HttpResponse(status, headers, body, reusable=isinstance(body, ReusableBody))
                try:
                    return HttpResponse(status, headers, [b"".join(body)])
                finally:
                    if hasattr(body, "close"):
                        body.close()
        finally:
            self._view.reset(token)

    def refuse(self, environ: WSGIEnvironment, edition: Edition, error: HTTPException | KgError) -> HttpResponse:
        """The problem of a request that goes no further."""

        def fail() -> Response:
            raise error

        return self.respond(environ, edition, fail)


def _write(_: bytes) -> None:
    """The former way of WSGI to send a body, which nothing here uses."""
    raise NotImplementedError


def create_app(project: Project, publication: Publication) -> Flask:
    """The WSGI application that serves ``publication``.

    Raises DatasetError for a record of removals that is none, UsageError for a catalogue of translations that is none.
    """
    removed_resources.read(project)
    catalogue.use(project.catalogues())
    cldr.check(interface_languages())
    app = Flask("kg.web", static_folder=None)
    app.config.update(BASE=project.base, LANGUAGES=project.languages)
    rendering.install(app)
    app.extensions["publication"] = publication
    app.extensions["dump_cache"] = DumpCache(project.cache)
    app.url_map.strict_slashes = False
    app.url_map.converters["path"] = AnyPath
    for noun in NOUNS:
        app.register_blueprint(noun.blueprint)
    city_relations.install(app)
    project_texts.install(app, project)
    tags = ",".join(dict.fromkeys((*interface_languages(), *project.languages)))
    for rule in (f"/<any({tags}):tag>", f"/<any({tags}):tag>/<path:rest>"):
        app.add_url_rule(rule, "in_language", in_language)
    problems.install(app)
    app.after_request(responses.finish)
    app.add_url_rule("/health", "health", _health)
    app.add_url_rule("/ready", "ready", _ready)
    past = app.extensions["past_editions"] = PastEditions(publication)
    application = app.extensions["application"] = Application(app, publication, past, project)
    # Flask documents this as its place for what stands before it.
    app.wsgi_app = application  # type: ignore[method-assign]
    return app


def _health() -> Response:
    """Whether this process answers; nothing else is asked."""
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def _ready() -> Response:
    """Whether queries would be answered: there is an edition, and an engine for it."""
    edition = request_edition.current()
    edition.engine.check_ready()
    publication: Publication = current_app.extensions["publication"]
    text = f"ready\nrevision {edition.revision.digest[:12]} of {edition.revision.day}\n"
    if publication.refusal:
        text += f"A newer state of the files is not published: {publication.refusal}\n"
    return Response(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
