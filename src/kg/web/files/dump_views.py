"""``/data``: what there is to take away; ``/dumps/…``: each graph, and everything, as a file with its checksum.

``/.well-known/void`` leads harvesters that know nothing but the host to the catalogue, as `VoID registered it
<https://www.w3.org/TR/void/#well-known>`_ by `RFC 8615 <https://www.rfc-editor.org/rfc/rfc8615>`_.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, current_app, redirect, request
from pyoxigraph import Literal, NamedNode
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import DatasetError, UnknownResource, phrase
from kg.history.releases.release import Release
from kg.named_queries import named_query, page_queries
from kg.past_editions import PastEditions
from kg.publish.data_catalogue import catalogue_record, croissant
from kg.publish.documents import schema_org
from kg.publish.representation import Representation, entity_tag
from kg.publish.serialisations import dump, json_ld
from kg.publish.tables import class_table
from kg.rdf import formats
from kg.rdf.formats import Format
from kg.rdf.namespaces import DCAT
from kg.resources import catalog, class_counts
from kg.web.files import dump_cache, file_response
from kg.web.html import rendering
from kg.web.http import language, public_address, request_edition
from kg.web.http.negotiation import HTML, PageFormat, choose
from kg.web.http.responses import respond

blueprint = Blueprint("dumps", __name__)

CHECKSUM = "sha256"
_DOWNLOAD = NamedNode(DCAT + "downloadURL")


@blueprint.get("/data")
def index() -> Response:
    """What there is to take away: a page, or the catalogue as RDF for a client that prefers it."""
    offers: tuple[Format | PageFormat, ...] = (HTML, *formats.GRAPH_FORMATS)
    choice = choose(request.headers.get("Accept"), offers, wanted=request.args.get("format"))
    response = _catalogue(choice.offer, choice.media_type) if isinstance(choice.offer, Format) else _page()
    response.vary.add("Accept")
    return response


@blueprint.get("/data.<extension>")
def record(extension: str) -> Response:
    """The catalogue in the format of the suffix."""
    form = next((graph_format for graph_format in formats.GRAPH_FORMATS if graph_format.extension == extension), None)
    if form is None:
        similar = [f"/data.{graph_format.extension}" for graph_format in formats.GRAPH_FORMATS]
        raise UnknownResource(
            phrase("The catalogue is not offered as {extension}.", extension=extension), similar=similar
        )
    return _catalogue(form)


@blueprint.get("/.well-known/void")
def well_known() -> BaseResponse:
    """Leads to the catalogue in RDF; Turtle where the client does not say."""
    choice = choose(request.headers.get("Accept"), (*formats.GRAPH_FORMATS, HTML), wanted=request.args.get("format"))
    extension = formats.TURTLE.extension if choice.offer == HTML else choice.offer.extension
    response = redirect(f"/data.{extension}", 302)
    response.vary.add("Accept")
    return response


def _catalogue(form: Format, media_type: str | None = None) -> Response:
    revision = request_edition.current().revision
    folder = f"{revision.project.base}dumps/"
    named = {quad.object.value for quad in revision.having(_DOWNLOAD) if isinstance(quad.object, NamedNode)}
    wanted = [one for one in dump.dumps(revision) if any(iri.startswith(f"{folder}{one.name}.") for iri in named)]
    files = (file for one in wanted for file in dump_cache.current().files_of(revision, one))
    sizes = {f"{folder}{file.name}": (file.plain.size, file.plain.sha256.hex()) for file in files}
    root = public_address.identifying(revision)
    more = [] if croissant.lacking(revision) else [f"{root}{croissant.FILE}"]
    more += [f"{root}queries.ttl"] if named_query.offered(revision) else []
    record = catalogue_record.represent(revision, sizes, form, root, more, _releases())
    return respond(record, media_type=media_type, kept=False)  # a release may come while the revision stays


def _releases() -> tuple[Release, ...]:
    past: PastEditions = current_app.extensions["past_editions"]
    try:
        return past.history().releases
    except DatasetError:  # which /releases/ tells
        return ()


def _page() -> Response:
    """Every data set and every dump, with what it holds, its formats, its size and its licence."""
    revision, chosen = request_edition.current().revision, language.chosen()
    reader, published = rendering.reader(revision, chosen), catalog.datasets(revision)
    spoken = {"language": Literal(chosen.names)}
    files = dump_cache.current().made(revision)
    page = rendering.page(
        revision,
        "data.html",
        chosen,
        reader=reader,
        entity=schema_org.data_set(reader, published[0]) if published else None,
        dumps=dump.dumps(revision),
        files=files,
        datasets=published,
        classes=class_counts.counts(revision),
        most_rows=class_table.MOST,
        context_address=json_ld.address(revision),
        has_questions=bool(named_query.offered(revision)),
        has_croissant=not croissant.lacking(revision),
        made=[
            page_queries.made(revision.project, page_queries.GRAPHS, {}),
            page_queries.made(revision.project, page_queries.DISTRIBUTIONS, spoken),
        ],
    )
    # Where files are still being made, the page is another one in a moment.
    page = replace(page, etag=f"{page.etag}-{len(files)}")
    return respond(page, vary=["Accept-Language"], kept=len(files) == len(dump.dumps(revision)))


@blueprint.get("/dumps/")
def former_index() -> BaseResponse:
    """The list of dumps is part of the page on the data."""
    return redirect("/data", 308)


@blueprint.get("/dumps/<path:file>")
def one(file: str) -> Response:
    """A dump: its name and, as its suffix, its format; with ``.sha256`` behind that, its checksum."""
    revision = request_edition.current().revision
    name, _, last = file.rpartition(".")
    form = formats.of_file(name if last == CHECKSUM else file)
    if form is None:
        names = [
            f"/dumps/{graph_dump.name}.{graph_dump.formats[0].extension}" for graph_dump in dump.dumps(revision)[:3]
        ]
        raise UnknownResource(phrase("There is no dump {name}.", name=file), similar=names)
    if last == CHECKSUM:
        kept = dump_cache.current().file(revision, name.removesuffix(f".{form.extension}"), form)
        sha256 = kept.plain.sha256.hex()
        line = f"{sha256}  {kept.name.rpartition('/')[2]}\n"
        tag = entity_tag(revision, sha256[:16], CHECKSUM)
        return respond(Representation(line.encode(), "text/plain", tag, kept.links))
    name = file.removesuffix(f".{form.extension}")
    return file_response.send(dump_cache.current().file(revision, name, form))
