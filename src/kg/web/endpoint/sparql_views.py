"""The endpoint: the query operation of the `SPARQL 1.1 Protocol <https://www.w3.org/TR/sparql11-protocol/>`_.

Without a query it describes itself (`Service Description <https://www.w3.org/TR/sparql11-service-description/>`_). A
browser gets a page with the query in a form and its answer as a table; anybody else gets what they accept, or what
``?format=`` or a suffix names.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from kg.edition import Edition
from kg.errors import KgError, NotAcceptable, QueryError, UnknownResource, UsageError, phrase
from kg.named_queries import named_query
from kg.publish.query_forms import service_description
from kg.query_engine import empty_answer
from kg.query_engine.guard import CheckedQuery
from kg.rdf.formats import RDF_FORMATS, RESULTS_FORMATS
from kg.web.endpoint import result_pages
from kg.web.endpoint.protocol import QueryRequest
from kg.web.html import rendering
from kg.web.http import language, problems, public_address, request_edition
from kg.web.http.negotiation import HTML, choose, prefers_page
from kg.web.http.responses import respond

blueprint = Blueprint("sparql", __name__)

SUFFIXES = (*(form.extension for form in (*RESULTS_FORMATS, *RDF_FORMATS, HTML)), "json", "xml", "n3")
_PAGE_VARYING = ["Accept", "Accept-Language"]


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql.<extension>", methods=["GET", "POST"])
def endpoint(extension: str = "") -> Response:
    """Describe the service: ``query_handler`` takes the requests that have a query."""
    if extension and extension not in SUFFIXES:
        similar = [f"/sparql.{suffix}" for suffix in SUFFIXES[:4]]
        raise UnknownResource(phrase("There are no answers as {extension}.", extension=extension), similar=similar)
    wanted = extension or request.args.get("format")
    return form() if wanted == HTML.extension or (for_people() and not wanted) else _description(wanted)


def digest(question: str) -> str:
    """A short name for a question."""
    return hashlib.sha256(question.encode()).hexdigest()[:16]


def page(edition: Edition, query: QueryRequest, checked: CheckedQuery, *, with_form: bool) -> Response:
    """The query with its answer as a table; where that is an error, the form with it, or else it is raised."""
    try:
        table = result_pages.evaluate(edition, checked, query.graphs)
    except (QueryError, NotAcceptable) as error:
        if not with_form:
            raise
        return form(query.text, error)
    given = [("query", query.text)]
    given += [("default-graph-uri", name) for name in query.default]
    given += [("named-graph-uri", name) for name in query.named]
    chosen = language.chosen()
    page = rendering.page(
        edition.revision,
        "sparql.html",
        chosen,
        reader=rendering.reader(edition.revision, chosen),
        query=query.text,
        table=table,
        downloads=result_pages.downloads(checked.form, "/sparql", given),
        unknown=edition.unknown_terms(checked),
        missing=empty_answer.reasons(checked, edition.revision) if table.is_empty and not query.graphs else (),
    )
    response = respond(replace(page, links=()), vary=_PAGE_VARYING)
    return response if edition.engine.keeps(checked) else _not_stored(response)


def _not_stored(response: Response) -> Response:
    """The response, not to be stored: its answer differs from one run to the next."""
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
        problem=problems.details(error, chosen.tag) if error else None,
        examples=() if error else given,
    )
    response = respond(page, vary=_PAGE_VARYING)
    return problems.as_problem(response, error, chosen.tag) if error else response


def _description(wanted: str | None) -> Response:
    """The service description, for the address by which the client knows the service."""
    edition = request_edition.current()
    choice = choose(request.headers.get("Accept"), RDF_FORMATS, wanted=wanted)
    try:
        address = NamedNode(f"{public_address.root()}sparql")
    except ValueError as error:
        raise UsageError(phrase("The Host of the request makes no address.")) from error
    functions = edition.engine.functions
    examples = f"{address.value.removesuffix('sparql')}queries.ttl" if named_query.offered(edition.revision) else ""
    description = service_description.represent(
        edition.revision, edition.limits, functions, address.value, choice.offer, examples
    )
    return respond(description, media_type=choice.media_type, vary=["Accept"], kept=False)


def for_people() -> bool:
    """Whether the request prefers a page, as browsers do."""
    return prefers_page(request.headers.get("Accept"))
