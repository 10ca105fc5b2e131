"""``/classes``: what there is by class, with counts; ``/class?iri=…``: everything of a class, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from kg.errors import UnknownResource, UsageError, phrase
from kg.publish.documents import schema_org
from kg.publish.tables import class_table, table_forms
from kg.publish.tables.table_forms import TableForm
from kg.resources import class_counts
from kg.resources.language_view import LENGTH, Reader
from kg.revision import Revision
from kg.web.html import rendering, table_response
from kg.web.http import language, request_edition
from kg.web.http.language import ReaderLanguage
from kg.web.http.negotiation import HTML, choose
from kg.web.http.responses import respond

blueprint = Blueprint("classes", __name__)

OFFERS = (HTML, *table_response.OFFERS)


@blueprint.get("/classes")
def index() -> Response:
    """Every class that something is of."""
    revision, chosen = request_edition.current().revision, language.chosen()
    choose(request.headers.get("Accept"), (HTML,))
    reader = rendering.reader(revision, chosen)
    page = rendering.page(revision, "classes.html", chosen, reader=reader, classes=class_counts.counts(revision))
    return respond(page, vary=["Accept", "Accept-Language"])


@blueprint.get("/class")
@blueprint.get("/class.<extension>")
def members(extension: str = "") -> Response:
    """Everything of the class that ``?iri=`` names: a hundred at a time on a page, all of them in a table."""
    revision, chosen = request_edition.current().revision, language.chosen()
    reader = rendering.reader(revision, chosen)
    if extension and extension not in [offer.extension for offer in OFFERS]:
        raise UnknownResource(
            phrase("The list is not offered as {extension}.", extension=extension), similar=["/classes"]
        )
    choice = choose(request.headers.get("Accept"), OFFERS, wanted=extension or request.args.get("format"))
    table_response.how()
    kind = _kind(reader, request.args.get("iri", ""))
    vary = ["Accept-Language"] if extension else ["Accept", "Accept-Language"]
    if choice.offer == HTML:
        return _page(revision, chosen, reader, kind, vary)
    make = partial(class_table.of_class, reader, kind)
    return table_response.send(revision, chosen, "/class", make, choice.offer, vary=vary)


def _page(revision: Revision, chosen: ReaderLanguage, reader: Reader, kind: NamedNode, vary: Sequence[str]) -> Response:
    nodes = class_counts.members(reader, kind)
    number, pages = request.args.get("page", "1"), -(-len(nodes) // LENGTH)
    if not number.isdecimal() or not 1 <= int(number[:9]) <= pages:
        raise UsageError(phrase("There is no page {number}; there are {pages}.", number=number, pages=pages))
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
        table_forms=_table_forms(reader, nodes),
    )
    return respond(page, vary=vary)


def _table_forms(reader: Reader, nodes: Sequence[NamedNode]) -> list[TableForm]:
    """The forms of the table that the page leads to: no map where the first page has nothing with a place."""
    if len(nodes) > class_table.MOST:
        return []
    has_places = class_table.have_places(reader, nodes[:LENGTH])
    return [form for form in table_forms.FORMS if has_places or not form.needs_places]


def _kind(reader: Reader, iri: str) -> NamedNode:
    """The class of this IRI; raises UnknownResource where nothing is of it."""
    try:
        kind = NamedNode(iri)
    except ValueError:
        kind = None
    if kind is None or not class_counts.members(reader, kind):
        raise UnknownResource(phrase("Nothing here is of this class."), similar=["/classes"])
    return kind
