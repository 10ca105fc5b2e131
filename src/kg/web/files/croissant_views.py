"""``/croissant.json``: the data set and the table of each class, for machine learning."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response
from pyoxigraph import NamedNode

from kg.errors import UnknownResource, phrase
from kg.publish.data_catalogue import croissant
from kg.publish.data_catalogue.croissant import TableFile
from kg.publish.representation import Link, Representation, entity_tag
from kg.publish.tables import class_table
from kg.publish.tables.comma_separated import Header
from kg.resources import catalog, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.translations.language_tags import SOURCE_LANGUAGE
from kg.web.html import rendering
from kg.web.http import public_address, request_edition
from kg.web.http.responses import respond

blueprint = Blueprint("croissant", __name__)


@blueprint.get(f"/{croissant.FILE}")
def described() -> Response:
    """The description, for the address by which the client knows the site."""
    revision, root = request_edition.current().revision, public_address.root()
    if lacking := croissant.lacking(revision):
        raise UnknownResource(
            phrase("There is no description for machine learning, as the catalogue does not say {names}.",
                   names=", ".join(lacking)),
            similar=["/data"],
        )  # fmt: skip
    body = croissant.document(revision, _tables(revision, root), f"{root}data", is_live=True)
    tag = entity_tag(revision, "croissant", rendering.digest_of_address())
    links = tuple(Link(licence, "license") for licence in catalog.licences(revision))
    return respond(Representation(body, croissant.MEDIA_TYPE, tag, links))


def _tables(revision: Revision, root: str) -> list[TableFile]:
    """The table of each class, at the address of the list."""
    classes = croissant.of_classes(revision)
    reader = Reader(resource_graph.of(revision), SOURCE_LANGUAGE, SOURCE_LANGUAGE)
    names = class_table.file_names(reader, [NamedNode(iri) for iri, _, _ in classes])
    how = {"header": Header.NAMES, "lang": SOURCE_LANGUAGE}
    return [
        TableFile(names[NamedNode(iri)], title, f"{root}class.csv?{urlencode({'iri': iri, **how})}", columns)
        for iri, title, columns in classes
    ]
