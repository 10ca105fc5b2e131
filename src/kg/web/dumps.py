"""``/data``: what there is to take away; ``/dumps/…``: each graph, and everything, as a file with its checksum."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, redirect
from pyoxigraph import Literal
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import UnknownResource
from kg.publish import dump, overview, page_question, schema_org
from kg.publish.representation import Link, Representation, entity_tag
from kg.rdf import formats
from kg.revision import Revision
from kg.web import language, publication, rendering
from kg.web.responses import respond

blueprint = Blueprint("dumps", __name__)

CHECKSUM = "sha256"


@blueprint.get("/data")
def index() -> Response:
    """Every data set and every dump, with what it holds, its formats, its size and its licence."""
    revision, chosen = publication.current().revision, language.chosen()
    reader, published = rendering.reader(revision, chosen), overview.datasets(revision)
    spoken = {"language": Literal(chosen.names)}
    page = rendering.page(
        revision,
        "data.html",
        chosen,
        reader=reader,
        entity=schema_org.data_set(reader, published[0]) if published else None,
        dumps=dump.dumps(revision),
        files=dump.files(revision),
        datasets=published,
        made=[
            page_question.made(revision.project, "graphs", {}),
            page_question.made(revision.project, "distributions", spoken),
        ],
    )
    return respond(page, vary=["Accept-Language"])


@blueprint.get("/dumps/")
def former_index() -> BaseResponse:
    """The list of dumps is part of the page on the data."""
    return redirect("/data", 308)


@blueprint.get("/dumps/<path:file>")
def one(file: str) -> Response:
    """A dump: its name and, as its suffix, its format; with ``.sha256`` behind that, its checksum."""
    revision = publication.current().revision
    name, _, last = file.rpartition(".")
    form = formats.of_file(name if last == CHECKSUM else file)
    if form is None:
        names = [f"/dumps/{each.name}.{each.formats[0].extension}" for each in dump.dumps(revision)[:3]]
        raise UnknownResource(f"There is no dump {file}.", similar=names)
    if last == CHECKSUM:
        found = dump.measured(revision, name.removesuffix(f".{form.extension}"), form)
        line = f"{found.sha256}  {found.name.rpartition('/')[2]}\n"
        tag = entity_tag(revision, found.sha256[:16], CHECKSUM)
        return respond(Representation(line.encode(), "text/plain", tag, _licences(revision)))
    found_dump = dump.represent(revision, file.removesuffix(f".{form.extension}"), form)
    return respond(replace(found_dump, links=_licences(revision)), kept=False)


def _licences(revision: Revision) -> tuple[Link, ...]:
    return tuple(Link(each, "license") for each in overview.licences(revision))
