"""The application: a publication behind one blueprint a noun."""

from __future__ import annotations

from flask import Flask, Response

from kg.errors import ServiceBusy
from kg.project import Project
from kg.publish import removals
from kg.query.pool import Pool
from kg.query.remote import RemoteEngine
from kg.web import (
    bodies,
    completion,
    discovery,
    documents,
    dumps,
    embeds,
    front,
    headers,
    lists,
    pages,
    pictures,
    problems,
    quality,
    queries,
    rendering,
    responses,
    search,
    shortcut,
    sparql,
)
from kg.web.kept_dumps import KeptDumps
from kg.web.language import LANGUAGES, in_language
from kg.web.publication import Publication, current

NOUNS = (
    pages,
    pictures,
    completion,
    discovery,
    documents,
    dumps,
    embeds,
    lists,
    quality,
    queries,
    search,
    sparql,
)


def create_app(project: Project, publication: Publication) -> Flask:
    """The WSGI application that serves ``publication``. Raises DatasetError for a record of removals that is none."""
    removals.read(project)
    app = Flask("kg.web")
    app.config.update(BASE=project.base, LANGUAGES=project.languages, MAX_CONTENT_LENGTH=bodies.LARGEST)
    rendering.install(app)
    app.extensions["publication"] = publication
    app.extensions["kept_dumps"] = KeptDumps(project.cache)
    app.url_map.strict_slashes = False
    for noun in NOUNS:
        app.register_blueprint(noun.blueprint)
    tags = ",".join(dict.fromkeys((*LANGUAGES, *project.languages)))
    for rule in (f"/<any({tags}):tag>", f"/<any({tags}):tag>/<path:rest>"):
        app.add_url_rule(rule, "in_language", in_language)
    problems.install(app)
    app.before_request(headers.check)
    app.before_request(bodies.check)
    app.after_request(responses.finish)
    app.add_url_rule("/health", "health", _health)
    app.add_url_rule("/ready", "ready", _ready)
    # Flask documents this as its place for what stands before it.
    shorter = shortcut.Shortcut(app.wsgi_app, publication)
    before = front.Front(shorter, publication, publication.limits.cache_mib << 19)
    app.extensions |= {"front": before, "shortcut": shorter}
    app.wsgi_app = before  # type: ignore[method-assign]
    return app


def _health() -> Response:
    """Whether this process answers; nothing else is asked."""
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def _ready() -> Response:
    """Whether queries would be answered: there is an edition, and an engine for it."""
    engine = current().answers.engine
    if isinstance(engine, Pool) and not engine.ready:
        raise ServiceBusy("There is no index to ask.", retry_after=1)
    if isinstance(engine, RemoteEngine) and not engine.ready:
        raise ServiceBusy("The engine behind this service cannot be reached, or has no data yet.", retry_after=5)
    return Response("ready\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
