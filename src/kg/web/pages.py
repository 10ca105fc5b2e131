"""The start page, and what a kind of problem means."""

from __future__ import annotations

from inspect import getdoc

from flask import Blueprint, Response, request
from pyoxigraph import Literal

from kg.errors import KgError, UnknownResource
from kg.publish import dump, named_query, overview, resources, ties
from kg.publish.page import Reader
from kg.web import language, problems, publication, rendering
from kg.web.responses import respond

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def start() -> Response:
    """What this is, how much there is, as of when, and links to everything."""
    revision = publication.current().revision
    chosen = language.chosen()
    reader = Reader(resources.of(revision), chosen.tag)
    counted = overview.count(revision)
    published = overview.datasets(revision)
    heading = reader.name(published[0]) if published else Literal("City Ties", language="en")
    page = rendering.page(
        revision,
        "start.html",
        chosen,
        reader=reader,
        heading=heading,
        introduction=reader.text(published[0], "dct:description") if published else None,
        overview=counted,
        found_ties=[tie for city, _ in counted.centres[:1] for tie in ties.partnerships(reader, city)][:100],
        decisions=reader.instances("ct:Decision")[:5],
        dumps=dump.dumps(revision),
        datasets=published,
        examples=named_query.examples(revision),
        host=request.host_url.rstrip("/"),
    )
    return respond(page, vary=["Accept-Language"])


@blueprint.get("/problem/<name>")
def problem(name: str) -> Response:
    """What a kind of problem means: the ``type`` of a problem leads here."""
    kind = next((each for each in problems.STATUSES if problems.slug(each.__name__) == name), None)
    if kind is None:
        raise UnknownResource(f"There is no kind of problem {name}.")
    page = rendering.page(
        publication.current().revision,
        "problem_kind.html",
        language.chosen(),
        title=problems.title(kind),
        status=problems.STATUSES[kind],
        meaning=(getdoc(kind) or getdoc(KgError) or "").partition("\n\n")[0],
    )
    return respond(page, vary=["Accept-Language"])
