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
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.guard import CheckedQuery
from kg.rdf.formats import RDF_FORMATS, RESULTS_FORMATS
from kg.web.endpoint import delivery, protocol, result_pages, shortcut
from kg.web.endpoint.protocol import Asked
from kg.web.html import rendering
from kg.web.http import content_coding, language, problems, request_edition
from kg.web.http.negotiation import HTML, Choice, PageFormat, choose, prefers_page
from kg.web.http.responses import respond
from kg.web.server import response_cache

blueprint = Blueprint("sparql", __name__)

SUFFIXES = (*(each.extension for each in (*RESULTS_FORMATS, *RDF_FORMATS, HTML)), "json", "xml")
_PAGE_VARYING = ["Accept", "Accept-Language"]


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql.<extension>", methods=["GET", "POST"])
def endpoint(extension: str = "") -> Response:
    """Answer a query; without one, describe the service."""
    if extension and extension not in SUFFIXES:
        similar = [f"/sparql.{each}" for each in SUFFIXES[:4]]
        raise UnknownResource(f"There are no answers as {extension}.", similar=similar)
    if request.method in ("GET", "HEAD") and protocol.asks_nothing(request.args):
        wanted = extension or request.args.get("format")
        return _form() if wanted == HTML.extension or (for_people() and not wanted) else _description(wanted)
    asked = _asked()
    wanted = extension or asked.format
    try:
        shortcut.failed(request.environ)
        edition = request_edition.current()
        return answer(edition, asked, edition.check(asked.text), wanted)
    except (QueryError, NotAcceptable) as error:
        if not for_people() or wanted:
            raise
        return _form(asked.text, error)


def _asked() -> Asked:
    if request.method == "POST":
        body = request.get_data(parse_form_data=False)
        kind, coding = (request.headers.get(each, "") for each in ("Content-Type", "Content-Encoding"))
        return protocol.read_posted(request.query_string, kind, body, coding)
    return protocol.read(request.query_string)


def answer(edition: Edition, asked: Asked, checked: CheckedQuery, wanted: str | None) -> Response:
    """The answer in the format that is ``wanted`` or that the client prefers; a page for a browser."""
    offers: tuple[AnswerFormat | PageFormat, ...] = (*evaluation.offers(checked.form), HTML)
    choice = choose(request.headers.get("Accept"), offers, wanted=wanted)
    if isinstance(choice.offer, PageFormat):
        return _page(edition, asked, checked)
    return _results(edition, asked, checked, Choice(choice.offer, choice.media_type))


def _results(edition: Edition, asked: Asked, checked: CheckedQuery, choice: Choice[AnswerFormat]) -> Response:
    tags = None if request.method == "POST" else request.if_none_match
    coding = content_coding.accepted(request.headers.get("Accept-Encoding"))
    found = delivery.deliver(edition, asked, checked, choice, coding, tags)
    response = Response(found.body, found.status, found.headers, direct_passthrough=True)
    if found.kept:
        response_cache.keep(request.environ)
    return response


def digest(question: str) -> str:
    """A short name for a question."""
    return hashlib.sha256(question.encode()).hexdigest()[:16]


def _page(edition: Edition, asked: Asked, checked: CheckedQuery) -> Response:
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
        table=result_pages.found(edition, checked, asked.graphs),
        downloads=result_pages.downloads(checked.form, "/sparql", given),
    )
    first = evaluation.offers(checked.form)[0]
    # The page shows the query as it was written, so its own spelling is part of what names it.
    tag = f"{page.etag}-{edition.engine.key(checked, first, asked.graphs)}-{digest(asked.text)}"
    response = respond(Representation(page.body, page.media_type, tag, (), page.language), vary=_PAGE_VARYING)
    return response if edition.engine.keeps(checked) else _once(response)


def _once(response: Response) -> Response:
    """The response to what will be answered differently next time."""
    response.headers["Cache-Control"] = "no-store"
    response.headers.pop("ETag", None)
    return response


def _form(text: str | None = None, error: KgError | None = None) -> Response:
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
