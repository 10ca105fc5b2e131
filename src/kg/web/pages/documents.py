"""Documents of resources: the path of an IRI redirects (303) to ``/doc/…``, a page or RDF as the client prefers.

A thing is not its document (`httpRange-14 <https://www.w3.org/2001/tag/group/track/issues/14>`_), so whatever has a
path redirects. Terms of the ontology have hash IRIs, so their document answers at once. What has no path of its own is
described at ``/resource?iri=…``.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import UnknownResource, UsageError, phrase
from kg.history import removed_resources
from kg.named_queries import page_queries
from kg.named_queries.page_queries import Made
from kg.publish import links as resource_links
from kg.publish.documents import description, schema_org
from kg.publish.documents.page_model import Page, open_page
from kg.publish.serialisations import dump, json_ld
from kg.publish.serialisations.dump import Dump
from kg.rdf.formats import GRAPH_FORMATS, TURTLE, Format
from kg.resources import addresses, catalog
from kg.resources.addresses import DocumentAddress
from kg.revision import Revision
from kg.web.files import dump_cache
from kg.web.html import domain_pages, rendering
from kg.web.http import language, public_address, request_edition
from kg.web.http.negotiation import HTML, PageFormat, choose
from kg.web.http.responses import respond, written

blueprint = Blueprint("documents", __name__)

OFFERS: tuple[Format | PageFormat, ...] = (HTML, *GRAPH_FORMATS)
_OWN_FOLDER = ("shape", "graph")
_FOLDERS = ("/id/", "/shape/", "/graph/")
"""Folders of resources in the layout of our own projects: an unknown name there has similar ones."""
_LAYOUTS = {
    path.stem: f"documents/{path.name}" for folder in rendering.TEMPLATES for path in folder.glob("documents/*.html")
}


@blueprint.before_app_request
def thing() -> BaseResponse | None:
    """Redirect (303) to the document about the resource of this path, in the format that the client prefers.

    Pages of the site come first: this answers only where the site has none.
    """
    if request.method not in ("GET", "HEAD") or not isinstance(request.routing_exception, NotFound):
        return None
    revision = request_edition.current().revision
    known = addresses.of(revision)
    iri = known.at(request.path)
    if iri is not None:
        return to_document(revision, iri)
    stem, offer = _by_suffix(request.path)
    if offer and (suffixed := known.at(stem)):
        return redirect(rendering.with_query(known.document(suffixed).suffixed(offer.extension)), 303)
    unknown = known.named(request.path)
    if request.path.startswith(_FOLDERS) or unknown in removed_resources.of(revision):
        description.find(revision, unknown)
    return None


def to_document(revision: Revision, iri: str) -> BaseResponse:
    """The redirection (303) from a thing to the document about it."""
    choice = choose(request.headers.get("Accept"), OFFERS, wanted=request.args.get("format"))
    where = addresses.of(revision).document(iri).suffixed(choice.offer.extension)
    response = redirect(rendering.with_query(where), 303)
    response.vary.add("Accept")
    response.headers["Link"] = written(resource_links.of_thing(revision, iri))
    return response


@blueprint.get("/concept/<path:name>")
def concept(name: str) -> BaseResponse:
    """A shorter address of a concept or a concept scheme."""
    revision = request_edition.current().revision
    iri = addresses.of(revision).at(request.path)
    if iri is not None:
        return to_document(revision, iri)
    description.find(revision, addresses.of(revision).named(f"id/concept/{name}"))
    return redirect(rendering.with_query(f"/id/concept/{name}"), 308)


@blueprint.get("/doc/<path:name>")
def document(name: str) -> Response:
    """A document: in the format of its suffix, else as the client prefers."""
    revision = request_edition.current().revision
    name = request.path.removeprefix("/doc/")
    known = addresses.of(revision)
    iri = known.at_document(name)
    if iri is not None:
        return _negotiated(revision, iri)
    stem, offer = _by_suffix(name)
    iri = known.at_document(stem)
    if iri is None or offer is None:
        own = stem.partition("/")[0] in _OWN_FOLDER
        iri = known.named(stem if own else f"{addresses.THINGS}{stem}")
        description.find(revision, iri)
    return _answer(revision, iri, offer or HTML)


@blueprint.get(addresses.RESOURCE)
@blueprint.get(f"{addresses.RESOURCE}.<extension>")
def resource(extension: str = "") -> BaseResponse:
    """The document about any IRI that the data describe; one with a path of its own is led there."""
    iri = request.args.get("iri", "")
    if not iri:
        raise UsageError(phrase("There is no IRI in this address."), hint=phrase("Write /resource?iri=https://…"))
    revision = request_edition.current().revision
    _, offer = _by_suffix(f"resource.{extension}")
    if extension and offer is None:
        raise UnknownResource(phrase("No document is offered as {extension}.", extension=extension))
    known, (iri, mark, fragment) = addresses.of(revision), iri.partition("#")
    description.find(revision, iri)
    where = known.document(iri)
    if where.stem != addresses.RESOURCE or fragment:
        target = where.suffixed(offer.extension) if offer else known.of(iri + mark + fragment)
        return redirect(str(target), 303)
    return _answer(revision, iri, offer) if offer else _negotiated(revision, iri)


@blueprint.get("/ns")
@blueprint.get("/ns.<extension>")
def ontology(extension: str = "") -> Response:
    """The ontology, whose terms are fragments of it."""
    revision = request_edition.current().revision
    _, offer = _by_suffix(f"ns.{extension}")
    if offer is None and extension:
        raise UnknownResource(
            phrase("The ontology is not offered as {extension}.", extension=extension), similar=_suffixed("/ns")
        )
    if offer is None:
        return _negotiated(revision, f"{revision.project.base}ns")
    return _answer(revision, f"{revision.project.base}ns", offer)


@blueprint.get("/ns/<version>")
def ontology_version(version: str) -> BaseResponse:
    """A version of the ontology: a redirect while it is current, else its file; a term redirects to its fragment."""
    revision = request_edition.current().revision
    described = addresses.of(revision).at(request.path)
    if described is not None:
        return to_document(revision, described)
    earlier = _earlier_version(revision, version)
    if earlier is not None:
        return earlier
    if version in json_ld.terms(revision).names:
        return redirect(rendering.with_query("/ns") + f"#{version}", 303)
    if f"{revision.project.base}ns/{version}" not in catalog.ontology_versions(revision):
        close = get_close_matches(version, json_ld.terms(revision).names, n=3)
        similar = [f"/ns#{term}" for term in close] or ["/ns"]
        raise UnknownResource(
            phrase("There is neither a version nor a term {version} of the ontology here.", version=version),
            similar=similar,
        )
    return redirect("/ns", 303)


def _earlier_version(revision: Revision, name: str) -> Response | None:
    """An earlier version in the format of the suffix, else as the client prefers; it has no page."""
    version, dot, extension = name.rpartition(".")
    offer = next((form for form in GRAPH_FORMATS if dot and form.extension == extension), None)
    if offer is not None:
        suffixed = description.represent_earlier(revision, version, offer)
        return respond(suffixed) if suffixed else None
    choice = choose(request.headers.get("Accept"), (*GRAPH_FORMATS, HTML), wanted=request.args.get("format"))
    form = choice.offer if isinstance(choice.offer, Format) else TURTLE
    earlier = description.represent_earlier(revision, name, form)
    return respond(earlier, vary=["Accept"]) if earlier else None


def _by_suffix(name: str) -> tuple[str, Format | PageFormat | None]:
    stem, dot, extension = name.rpartition(".")
    offer = next((offered for offered in OFFERS if dot and offered.extension == extension), None)
    return (stem, offer) if offer else (name, None)


def _negotiated(revision: Revision, iri: str) -> Response:
    description.find(revision, iri)
    choice = choose(request.headers.get("Accept"), OFFERS, wanted=request.args.get("format"))
    response = _answer(revision, iri, choice.offer, media_type=choice.media_type)
    response.vary.add("Accept")
    return response


def _answer(revision: Revision, iri: str, offer: Format | PageFormat, media_type: str | None = None) -> Response:
    links = resource_links.of_document(revision, iri, offer if isinstance(offer, Format) else None)
    if isinstance(offer, Format):
        representation = description.represent(revision, iri, offer)
        return respond(replace(representation, links=links), media_type=media_type)
    chosen = language.chosen()
    shown = open_page(rendering.reader(revision, chosen), iri)
    graph = _graph(revision, shown)
    domain = domain_pages.current()
    template = _LAYOUTS["graph"] if graph else _LAYOUTS.get(shown.kind, "documents/resource.html")
    made = rendering.page(
        revision,
        template,
        chosen,
        links=links,
        page=shown,
        reader=shown.reader,
        alternates=_alternates(addresses.of(revision).document(iri)),
        made=[page_queries.made(revision.project, page_queries.GRAPHS, {})] if graph else _made(revision, shown),
        graph=graph,
        files=dump_cache.current().files_of(revision, graph) if graph else (),
        linked_data=schema_org.document(shown, public_address.here(), domain.vocabulary.schema_org),
        **domain.document(shown, chosen),
    )
    return respond(made, vary=["Accept-Language"])


def _graph(revision: Revision, shown: Page) -> Dump | None:
    """The named graph that a document is about."""
    return next((graph_dump for graph_dump in dump.dumps(revision) if graph_dump.graph == shown.node), None)


def _made(revision: Revision, shown: Page) -> list[Made]:
    """The query that a page answers; none for shapes, which are not among the data that queries see."""
    if not revision.about(shown.node) and not any(revision.about(part) for part in shown.parts()):
        return []
    return [page_queries.made(revision.project, page_queries.DESCRIPTION, {"document": shown.node})]


def _alternates(where: DocumentAddress) -> list[tuple[str, str]]:
    """The formats for programs, as a page lists them: label and address."""
    return [(form.label, where.suffixed(form.extension)) for form in GRAPH_FORMATS]


def _suffixed(path: str) -> list[str]:
    return [f"{path}.{offer.extension}" for offer in OFFERS]
