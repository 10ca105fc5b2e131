"""The dumps: each graph, and everything, as a file."""

from __future__ import annotations

from flask import Blueprint, Response

from kg.errors import UnknownResource
from kg.publish import dump, overview, resources
from kg.publish.page import Reader
from kg.rdf import formats
from kg.web import language, publication, rendering
from kg.web.responses import respond

blueprint = Blueprint("dumps", __name__)


@blueprint.get("/dumps/")
def index() -> Response:
    """Every dump, with what it holds, its formats and its licence."""
    revision = publication.current().revision
    chosen = language.chosen()
    page = rendering.page(
        revision,
        "dumps.html",
        chosen,
        reader=Reader(resources.of(revision), chosen.tag),
        dumps=dump.dumps(revision),
        datasets=overview.datasets(revision),
    )
    return respond(page, vary=["Accept-Language"])


@blueprint.get("/dumps/<path:file>")
def one(file: str) -> Response:
    """A dump: its name and, as its suffix, its format."""
    revision = publication.current().revision
    form = formats.of_file(file)
    if form is None:
        names = [f"/dumps/{each.name}.{each.formats[0].extension}" for each in dump.dumps(revision)[:3]]
        raise UnknownResource(f"There is no dump {file}.", similar=names)
    return respond(dump.represent(revision, file.removesuffix(f".{form.extension}"), form))
