"""The start page, and the pages of kinds of problems."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import UnknownResource, phrase
from kg.named_queries import named_query, page_queries
from kg.publish.documents import schema_org
from kg.publish.serialisations import dump
from kg.rdf.formats import GRAPH_FORMATS
from kg.resources import addresses, catalog, class_counts, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.web.html import domain_pages, rendering
from kg.web.http import language, problem_texts, problems, request_edition
from kg.web.http.negotiation import HTML, choose
from kg.web.http.responses import respond

blueprint = Blueprint("pages", __name__)

_ENTRIES = 12
_TOP_CONCEPTS = 48


@blueprint.get("/")
def start() -> BaseResponse:
    """The start page: the title, the figures and the day of the data, with links to all pages.

    A client that prefers RDF is led to the catalogue.
    """
    choice = choose(request.headers.get("Accept"), (HTML, *GRAPH_FORMATS), wanted=request.args.get("format"))
    response = redirect(f"/data.{choice.offer.extension}", 303) if choice.offer != HTML else _page()
    response.vary.add("Accept")
    return response


def _page() -> Response:
    domain = domain_pages.current()
    if domain.start:
        return domain.start()
    revision = request_edition.current().revision
    chosen = language.chosen()
    reader = rendering.reader(revision, chosen)
    page = rendering.page(
        revision,
        "index.html",
        chosen,
        **context(revision, reader),
        statements=sum(revision.sizes().values()),
        made=[page_queries.made(revision.project, page_queries.GRAPHS, {})],
    )
    return respond(page, vary=["Accept-Language"])


def context(revision: Revision, reader: Reader) -> dict[str, Any]:
    """The context of the template for any project."""
    published = catalog.datasets(revision)
    return {
        "reader": reader,
        "heading_text": reader.name(published[0]) if published else catalog.title(revision, reader.languages),
        "introduction": catalog.description(revision, reader.languages),
        "classes": class_counts.counts(revision),
        "entries": catalog.entry_points(revision)[:_ENTRIES],
        "top_concepts": _top_concepts(reader),
        "example_path": _example(revision),
        "modified": [day for node in published for day in reader.values(node, "dct:modified")],
        "dumps": dump.dumps(revision),
        "datasets": published,
        "examples": named_query.examples(revision),
        "entity": schema_org.data_set(reader, published[0]) if published else None,
    }


def _top_concepts(reader: Reader) -> list[NamedNode]:
    """The concepts at which people enter the concept schemes, by name."""
    concepts = dict.fromkeys(
        node
        for scheme in reader.known.revision.referrers(reader.expand("skos:ConceptScheme"), resource_graph.TYPE)
        if isinstance(scheme, NamedNode)
        for node in (*reader.nodes(scheme, "skos:hasTopConcept"), *reader.referring(scheme, "skos:topConceptOf"))
    )
    return sorted(concepts, key=lambda node: reader.name(node).value.casefold())[:_TOP_CONCEPTS]


def _example(revision: Revision) -> str:
    """The address of some resource, to show how it is had as RDF."""
    known = addresses.of(revision)
    iri = next((iri for iri in resource_graph.of(revision).documents if known.is_own(iri)), None)
    iri = iri or next(iter(resource_graph.of(revision).documents), None)
    return str(known.of(iri)) if iri else "/data"


@blueprint.get("/problem/<name>")
def problem(name: str) -> Response:
    """The page to which the ``type`` of a problem leads."""
    kind = next((error for error in problems.STATUSES if problems.slug(error.__name__) == name), None)
    if kind is None:
        raise UnknownResource(phrase("There is no kind of problem {name}.", name=name))
    chosen = language.chosen()
    page = rendering.page(
        request_edition.current().revision,
        "problem_kind.html",
        chosen,
        title=problem_texts.heading(name, problems.title(kind), chosen.tag),
        status=problems.STATUSES[kind],
        meaning=problem_texts.meaning(name, chosen.tag),
    )
    return respond(page, vary=["Accept-Language"])
