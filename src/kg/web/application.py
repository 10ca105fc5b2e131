"""The application: a publication behind one blueprint a noun."""

from __future__ import annotations

from flask import Flask, Response

from kg.edition import Publication
from kg.history import removed_resources
from kg.project import Project
from kg.translations.language_tags import INTERFACE_LANGUAGES
from kg.web.city_relations import embeds, lists, pictures
from kg.web.endpoint import completion, query_pages, shortcut, sparql_views
from kg.web.files import dump_views
from kg.web.files.dump_cache import KeptDumps
from kg.web.html import rendering
from kg.web.http import problems, request_edition, responses
from kg.web.http.language import in_language
from kg.web.pages import discovery, documents, quality, search, start
from kg.web.server import header_limits, request_body, response_cache

NOUNS = (
    start,
    pictures,
    completion,
    discovery,
    documents,
    dump_views,
    embeds,
    lists,
    quality,
    query_pages,
    search,
    sparql_views,
)


def create_app(project: Project, publication: Publication) -> Flask:
    """The WSGI application that serves ``publication``. Raises DatasetError for a record of removals that is none."""
    removed_resources.read(project)
    app = Flask("kg.web", static_folder=None)
    app.config.update(BASE=project.base, LANGUAGES=project.languages, MAX_CONTENT_LENGTH=request_body.LARGEST)
    rendering.install(app)
    app.extensions["publication"] = publication
    app.extensions["kept_dumps"] = KeptDumps(project.cache)
    app.url_map.strict_slashes = False
    for noun in NOUNS:
        app.register_blueprint(noun.blueprint)
    tags = ",".join(dict.fromkeys((*INTERFACE_LANGUAGES, *project.languages)))
    for rule in (f"/<any({tags}):tag>", f"/<any({tags}):tag>/<path:rest>"):
        app.add_url_rule(rule, "in_language", in_language)
    problems.install(app)
    app.before_request(header_limits.check)
    app.before_request(request_body.check)
    app.after_request(responses.finish)
    app.add_url_rule("/health", "health", _health)
    app.add_url_rule("/ready", "ready", _ready)
    # Flask documents this as its place for what stands before it.
    shorter = shortcut.Shortcut(app.wsgi_app, publication)
    before = response_cache.Front(shorter, publication, publication.limits.cache_bytes)
    app.extensions |= {"front": before, "shortcut": shorter}
    app.wsgi_app = before  # type: ignore[method-assign]
    return app


def _health() -> Response:
    """Whether this process answers; nothing else is asked."""
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def _ready() -> Response:
    """Whether queries would be answered: there is an edition, and an engine for it."""
    request_edition.current().engine.check_ready()
    return Response("ready\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
