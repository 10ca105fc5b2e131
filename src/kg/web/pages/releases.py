"""``/releases/``: what was published once, with what changed in it and its files, and ``/releases/latest``.

A release never changes; one that was withdrawn is 410, with its reason.
"""

from __future__ import annotations

import gzip
import threading
from dataclasses import replace
from functools import lru_cache

from flask import Blueprint, Response, current_app, redirect
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import UnknownResource, phrase
from kg.history.releases.release import Release
from kg.named_queries import named_query
from kg.named_queries.template import FIRST_DAY
from kg.past_editions import PastEditions
from kg.publish.changes import change_sections, release_changes
from kg.publish.changes.change_sections import Block
from kg.publish.representation import Representation, entity_tag
from kg.publish.serialisations import dump
from kg.rdf import formats
from kg.rdf.formats import TURTLE
from kg.web.html import domain_pages, rendering
from kg.web.http import language, request_edition
from kg.web.http.responses import respond

blueprint = Blueprint("releases", __name__)

PATCH = "application/rdf-patch"
MOST = 200
"""The things of which a page tells what changed."""
_WHOLE = "release"
_TELLING = threading.Lock()


def past_editions() -> PastEditions:
    """The former editions of the application."""
    past: PastEditions = current_app.extensions["past_editions"]
    return past


@blueprint.get("/releases/")
def index() -> Response:
    """Every release, the newest first."""
    revision, history = request_edition.current().revision, past_editions().history()
    timed = [question for question in named_query.offered(revision) if FIRST_DAY in question.query.parameters]
    page = rendering.page(revision, "releases/index.html", language.chosen(), releases=history.releases, timed=timed)
    return respond(page, vary=["Accept-Language"], kept=False)


@blueprint.get("/releases/latest")
@blueprint.get("/releases/latest/<path:rest>")
def latest(rest: str = "") -> BaseResponse:
    """Leads to the newest release that was not withdrawn."""
    newest = past_editions().history().latest
    if newest is None:
        raise UnknownResource(phrase("No release was recorded yet, so nothing is known of former states."))
    response = redirect(rendering.with_query(f"/releases/{newest.name}/{rest}"), 302)
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/releases/<name>/")
def one(name: str) -> Response:
    """A release: what changed in it, in words, and its files."""
    revision, chosen, release = request_edition.current().revision, language.chosen(), _release(name)
    history = past_editions().history()
    graph = f"{revision.project.base}graph/"
    too_large = release.statements > dump.MADE_ON_REQUEST_ABOVE
    page = rendering.page(
        revision,
        "releases/release.html",
        chosen,
        release=release,
        before=history.before(release),
        after=history.after(release),
        blocks=() if too_large else _blocks(past_editions(), release.chain, release.name, chosen.tag),
        too_large=too_large,
        most=MOST,
        forms=dump.COMPLETE_FORMATS,
        graphs=[(iri.removeprefix(graph).removeprefix("data/"), size) for iri, size in release.graphs.items()],
    )
    return respond(page, vary=["Accept-Language"], kept=False)


@blueprint.get("/releases/<name>/changes.rdfp")
def changes(name: str) -> Response:
    """The changes as an RDF Patch; of the first release, all statements."""
    release = _release(name)
    body = gzip.decompress(past_editions().history().patch_file(release).read_bytes())
    tag = entity_tag(request_edition.current().revision, "patch")
    return respond(Representation(body, PATCH, tag, modified=release.at), kept=False)


@blueprint.get("/releases/<name>/<any(release):whole>.<extension>")
@blueprint.get("/releases/<name>/dumps/<path:file>")
def file(name: str, whole: str = "", extension: str = "", file: str = "") -> Response:
    """All graphs of a release, or one, in the format of the suffix; with the computed graph of the release's day."""
    release = _release(name)
    wanted = f"{whole}.{extension}" if whole else file
    form = formats.of_file(wanted)
    if form is None:
        similar = [f"/releases/{name}/{_WHOLE}.{TURTLE.extension}"]
        raise UnknownResource(phrase("There is no dump {name}.", name=wanted), similar=similar)
    revision = past_editions().revision(release)
    graph = dump.complete_name(revision) if whole else wanted.removesuffix(f".{form.extension}")
    made = replace(dump.represent(revision, graph, form), modified=release.at)
    return respond(made, kept=False)


def _release(name: str) -> Release:
    release = past_editions().history().find(name)
    release.refuse_withdrawn()
    return release


@lru_cache(maxsize=64)
def _blocks(past: PastEditions, chain: str, name: str, tag: str) -> tuple[Block, ...]:  # noqa: ARG001 - the key
    """What changed in a release, in the words of a language."""
    history = past.history()
    with _TELLING:  # which reads two whole states
        report = release_changes.report(history, history.find(name), domain_pages.current().vocabulary, tag)
    return tuple(block for section in change_sections.sections(report) for block in section.blocks)
