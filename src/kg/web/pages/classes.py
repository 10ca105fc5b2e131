"""``/classes``: what there is by class, with counts; ``/class?iri=…``: everything of a class, page by page."""

from __future__ import annotations

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from kg.errors import UnknownResource, UsageError
from kg.publish.documents import schema_org
from kg.resources import class_counts
from kg.resources.language_view import LENGTH, Reader
from kg.web.html import rendering
from kg.web.http import language, request_edition
from kg.web.http.responses import respond

blueprint = Blueprint("classes", __name__)


@blueprint.get("/classes")
def index() -> Response:
    """Every class that something is of."""
    revision, chosen = request_edition.current().revision, language.chosen()
    reader = rendering.reader(revision, chosen)
    page = rendering.page(revision, "classes.html", chosen, reader=reader, classes=class_counts.counts(revision))
    return respond(page, vary=["Accept-Language"])


@blueprint.get("/class")
def members() -> Response:
    """Everything of the class that ``?iri=`` names, a hundred at a time."""
    revision, chosen = request_edition.current().revision, language.chosen()
    reader = rendering.reader(revision, chosen)
    kind = _kind(reader, request.args.get("iri", ""))
    nodes = class_counts.members(reader, kind)
    number, pages = request.args.get("page", "1"), -(-len(nodes) // LENGTH)
    if not number.isdecimal() or not 1 <= int(number[:9]) <= pages:
        raise UsageError(f"There is no page {number}; there are {pages}.")
    shown = nodes[(int(number) - 1) * LENGTH : int(number) * LENGTH]
    page = rendering.page(
        revision,
        "class.html",
        chosen,
        reader=reader,
        kind=kind,
        nodes=shown,
        total=len(nodes),
        number=int(number),
        pages=pages,
        entity=schema_org.listing(reader, shown, len(nodes)),
    )
    return respond(page, vary=["Accept-Language"])


def _kind(reader: Reader, iri: str) -> NamedNode:
    """The class of this IRI; raises UnknownResource where nothing is of it."""
    try:
        kind = NamedNode(iri)
    except ValueError:
        kind = None
    if kind is None or not class_counts.members(reader, kind):
        raise UnknownResource("Nothing here is of this class.", similar=["/classes"])
    return kind
