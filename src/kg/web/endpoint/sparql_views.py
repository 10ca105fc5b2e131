"""The endpoint: the query operation of the `SPARQL 1.1 Protocol <https://www.w3.org/TR/sparql11-protocol/>`_.

Without a query it describes itself (`Service Description <https://www.w3.org/TR/sparql11-service-description/>`_). A
browser gets a page with the query in a form and its answer as a table; anybody else gets what they accept, or what
``?format=`` or a suffix names.
"""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from kg.edition import Edition
from kg.errors import KgError, NotAcceptable, QueryError, UnknownResource, UsageError
from kg.named_queries import named_query
from kg.publish.query_forms import service_description
from kg.publish.representation import Representation
from kg.query_engine import evaluation
from kg.query_engine.guard import CheckedQuery
from kg.rdf.formats import RDF_FORMATS, RESULTS_FORMATS
from kg.web.endpoint import result_pages
from kg.web.endpoint.protocol import QueryRequest
from kg.web.html import rendering
from kg.web.http import language, problems, request_edition
from kg.web.http.negotiation import HTML, choose, prefers_page
from kg.web.http.responses import respond

blueprint = Blueprint("sparql", __name__)

SUFFIXES = (*(each.extension for each in (*RESULTS_FORMATS, *RDF_FORMATS, HTML)), "json", "xml")
_PAGE_VARYING = ["Accept", "Accept-Language"]


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql.<extension>", methods=["GET", "POST"])
def endpoint(extension: str = "") -> Response:
    """Describe the service: ``query_handler`` takes the requests that have a query."""
    if extension and extension not in SUFFIXES:
        similar = [f"/sparql.{each}" for each in SUFFIXES[:4]]
        raise UnknownResource(f"There are no answers as {extension}.", similar=similar)
    wanted = extension or request.args.get("format")
    return form() if wanted == HTML.extension or (for_people() and not wanted) else _description(wanted)


def digest(question: str) -> str:
    """A short name for a question."""
    return hashlib.sha256(question.encode()).hexdigest()[:16]


def page(edition: Edition, asked: QueryRequest, checked: CheckedQuery, *, with_form: bool) -> Response:
    """The query with its answer as a table; where that is an error, the form with it, or else it is raised."""
    try:
        table = result_pages.found(edition, checked, asked.graphs)
    except (QueryError, NotAcceptable) as error:
        if not with_form:
            raise
        return form(asked.text, error)
    given = [("query", asked.text)]
    given += [("default-graph-uri", each) for each in asked.default]
    given += [("named-graph-uri", each) for each in asked.named]
    chosen = language.chosen()
    page = rendering.page(
        edition.revision,
        "sparql.html",
        chosen,
        reader=rendering.reader(edition.revision, chosen),
        query=asked.text,
        table=table,
        downloads=result_pages.downloads(checked.form, "/sparql", given),
    )
    first = evaluation.OFFERS[checked.form][0]
    # The page shows the query as it was written, so its own spelling is part of what names it.
    tag = f"{page.etag}-{edition.engine.key(checked, first, asked.graphs)}-{digest(asked.text)}"
    response = respond(Representation(page.body, page.media_type, tag, (), page.language), vary=_PAGE_VARYING)
    return response if edition.engine.keeps(checked) else _once(response)


def _once(response: Response) -> Response:
    """The response to what will be answered differently next time."""
    response.headers["Cache-Control"] = "no-store"
    response.headers.pop("ETag", None)
    return response


def form(text: str | None = None, error: KgError | None = None) -> Response:
    """The form to write a query in, with an example, or with the query that has an error."""
    edition = request_edition.current()
    chosen = language.chosen()
    given = named_query.examples(edition.revision)
    query = text if text is not None else given[0].text if given else "SELECT * WHERE { ?s ?p ?o } LIMIT 10\n"
    page = rendering.page(
        edition.revision,
        "sparql.html",
        chosen,
        reader=rendering.reader(edition.revision, chosen),
        query=query,
        problem=problems.details(error) if error else None,
        examples=() if error else given,
    )
    response = respond(page, vary=_PAGE_VARYING)
    return problems.as_problem(response, error) if error else response


def _description(wanted: str | None) -> Response:
    """What this service is, at the address by which the client knows it."""
    edition = request_edition.current()
    choice = choose(request.headers.get("Accept"), RDF_FORMATS, wanted=wanted)
    try:
        address = NamedNode(f"{request.host_url}sparql")
    except ValueError as error:
        raise UsageError("The Host of the request makes no address.") from error
    functions = edition.engine.functions
    found = service_description.represent(edition.revision, edition.limits, functions, address.value, choice.offer)
    return respond(found, media_type=choice.media_type, vary=["Accept"], kept=False)


def for_people() -> bool:
    """Whether a browser asks."""
    return prefers_page(request.headers.get("Accept"))
