"""Documents of resources: ``/id/…`` redirects (303) to ``/doc/…``, a page or RDF as the client prefers.

A thing is not its document (`httpRange-14 <https://www.w3.org/2001/tag/group/track/issues/14>`_), so things, shapes and
graphs redirect. Terms of the ontology have hash IRIs, so their document answers at once.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import UnknownResource
from kg.named_queries import page_queries
from kg.named_queries.page_queries import Made
from kg.publish import links as resource_links
from kg.publish.documents import description, schema_org
from kg.publish.documents.page_model import Page, open_page
from kg.publish.serialisations import dump, json_ld
from kg.publish.serialisations.dump import Dump
from kg.rdf.formats import GRAPH_FORMATS, TURTLE, Format
from kg.resources import catalog
from kg.revision import Revision
from kg.web.files import dump_cache
from kg.web.html import domain_pages, rendering
from kg.web.http import language, request_edition
from kg.web.http.negotiation import HTML, PageFormat, choose
from kg.web.http.responses import respond, written

blueprint = Blueprint("documents", __name__)

OFFERS: tuple[Format | PageFormat, ...] = (HTML, *GRAPH_FORMATS)
_OWN_FOLDER = ("shape", "graph")
_LAYOUTS = {
    path.stem: f"documents/{path.name}" for folder in rendering.TEMPLATES for path in folder.glob("documents/*.html")
}


@blueprint.get("/id/<path:name>")
@blueprint.get("/<any(shape, graph):folder>/<path:name>")
def thing(name: str, folder: str = "") -> BaseResponse:
    """Redirect (303) to the document about this resource, in the format that the client prefers."""
    name = f"{folder}/{name}" if folder else name
    revision = request_edition.current().revision
    description.find(revision, _iri(revision, name))
    choice = choose(request.headers.get("Accept"), OFFERS, wanted=request.args.get("format"))
    response = redirect(rendering.with_query(f"/doc/{name}.{choice.offer.extension}"), 303)
    response.vary.add("Accept")
    response.headers["Link"] = written(resource_links.of_thing(revision, _iri(revision, name), f"/doc/{name}"))
    return response


@blueprint.get("/concept/<path:name>")
def concept(name: str) -> BaseResponse:
    """A shorter address of a concept or a concept scheme."""
    revision = request_edition.current().revision
    description.find(revision, _iri(revision, f"concept/{name}"))
    return redirect(rendering.with_query(f"/id/concept/{name}"), 308)


@blueprint.get("/doc/<path:name>")
def document(name: str) -> Response:
    """A document: in the format of its suffix, else as the client prefers."""
    revision = request_edition.current().revision
    stem, offer = _by_suffix(name)
    if offer is None:
        return _negotiated(revision, _iri(revision, name), f"/doc/{name}")
    return _answer(revision, _iri(revision, stem), f"/doc/{stem}", offer)


@blueprint.get("/ns")
@blueprint.get("/ns.<extension>")
def ontology(extension: str = "") -> Response:
    """The ontology, whose terms are fragments of it."""
    revision = request_edition.current().revision
    _, offer = _by_suffix(f"ns.{extension}")
    if offer is None and extension:
        raise UnknownResource(f"The ontology is not offered as {extension}.", similar=_suffixed("/ns"))
    if offer is None:
        return _negotiated(revision, f"{revision.project.base}ns", "/ns")
    return _answer(revision, f"{revision.project.base}ns", "/ns", offer)


@blueprint.get("/ns/<version>")
def ontology_version(version: str) -> BaseResponse:
    """A version of the ontology: a redirect while it is current, else its file; a term redirects to its fragment."""
    revision = request_edition.current().revision
    earlier = _earlier_version(revision, version)
    if earlier is not None:
        return earlier
    if version in json_ld.terms(revision).names:
        return redirect(rendering.with_query("/ns") + f"#{version}", 303)
    if f"{revision.project.base}ns/{version}" not in catalog.ontology_versions(revision):
        close = get_close_matches(version, json_ld.terms(revision).names, n=3)
        similar = [f"/ns#{each}" for each in close] or ["/ns"]
        raise UnknownResource(f"There is neither a version nor a term {version} of the ontology here.", similar=similar)
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


def _iri(revision: Revision, name: str) -> str:
    """``city/be-gent`` is ``<base>id/city/be-gent``; shapes and graphs have folders of their own beside ``id``."""
    own = name.partition("/")[0] in _OWN_FOLDER
    return f"{revision.project.base}{'' if own else 'id/'}{name}"


def _by_suffix(name: str) -> tuple[str, Format | PageFormat | None]:
    stem, dot, extension = name.rpartition(".")
    offer = next((each for each in OFFERS if dot and each.extension == extension), None)
    return (stem, offer) if offer else (name, None)


def _negotiated(revision: Revision, iri: str, path: str) -> Response:
    description.find(revision, iri)
    choice = choose(request.headers.get("Accept"), OFFERS, wanted=request.args.get("format"))
    response = _answer(revision, iri, path, choice.offer, media_type=choice.media_type)
    response.vary.add("Accept")
    return response


def _answer(
    revision: Revision, iri: str, path: str, offer: Format | PageFormat, media_type: str | None = None
) -> Response:
    links = resource_links.of_document(revision, iri, path, offer if isinstance(offer, Format) else None)
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
        alternates=_alternates(path),
        made=[page_queries.made(revision.project, page_queries.GRAPHS, {})] if graph else _made(revision, shown),
        graph=graph,
        files=dump_cache.current().files(revision).get(graph.name, ()) if graph else (),
        linked_data=schema_org.document(shown, request.base_url, domain.vocabulary.schema_org),
        **domain.document(shown, chosen),
    )
    return respond(made, vary=["Accept-Language"])


def _graph(revision: Revision, shown: Page) -> Dump | None:
    """The named graph that a document is about."""
    return next((each for each in dump.dumps(revision) if each.graph == shown.node), None)


def _made(revision: Revision, shown: Page) -> list[Made]:
    """The query that a page answers; none for shapes, which are not among the data that queries see."""
    if not revision.about(shown.node) and not any(revision.about(each) for each in shown.parts()):
        return []
    return [page_queries.made(revision.project, page_queries.DESCRIPTION, {"document": shown.node})]


def _alternates(path: str) -> list[tuple[str, str]]:
    """The formats for programs, as a page lists them: label and address."""
    return [(each.label, f"{path}.{each.extension}") for each in GRAPH_FORMATS]


def _suffixed(path: str) -> list[str]:
    return [f"{path}.{each.extension}" for each in OFFERS]
