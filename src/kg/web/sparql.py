"""The query operation of the `SPARQL 1.1 Protocol <https://www.w3.org/TR/sparql11-protocol/#query-operation>`_.

A browser gets a page with the query in a form and its answer as a table; anybody else gets what they accept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.exceptions import UnsupportedMediaType

from kg.errors import KgError, NotAcceptable, QueryError, QueryNotAllowed, UsageError
from kg.publish import named_query, resources
from kg.publish.page import Reader
from kg.publish.representation import Representation, entity_tag
from kg.query import guard, results
from kg.query.guard import CheckedQuery
from kg.query.results import AnswerFormat, GraphSelection
from kg.web import answers, language, problems, publication, rendering
from kg.web.negotiation import HTML, PageFormat, choose, prefers_page
from kg.web.publication import Edition
from kg.web.responses import respond

blueprint = Blueprint("sparql", __name__)

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the text of a query, and the graphs that it is to see."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def graphs(self) -> GraphSelection | None:
        """None where the request names no graph: then the query, or else the service, says what it sees."""
        return GraphSelection(self.default, self.named) if self.default or self.named else None


@blueprint.route("/sparql", methods=["GET", "POST"])
def service() -> Response:
    """Answer a query; without one, a browser gets the form."""
    if request.method == "GET" and "query" not in request.args and for_people():
        return _form()
    asked = read()
    try:
        return answer(publication.current(), asked, request.args.get("format"))
    except (QueryError, NotAcceptable) as error:
        if not for_people() or request.args.get("format"):
            raise
        return _form(asked.text, error)


def read() -> Asked:
    """The query of this request (section 2.1). Raises UsageError for none or several, 415 for another body."""
    if request.method == "POST" and request.mimetype == QUERY_TYPE:
        _check_encoding()
        parameters, queries = request.args, [_decoded(request.get_data())]
        if "query" in request.args:
            raise UsageError("The query is given twice: in the body and in the address.")
    elif request.method == "POST" and request.mimetype == FORM_TYPE:
        _check_encoding()
        parameters, queries = request.form, request.form.getlist("query") + request.args.getlist("query")
    elif request.method == "POST":
        raise UnsupportedMediaType(
            f"A query is posted as {FORM_TYPE} with the parameter query, or as {QUERY_TYPE}; not as "
            f"{request.mimetype or 'a body without Content-Type'}."
        )
    else:
        parameters, queries = request.args, request.args.getlist("query")
    if "update" in parameters:
        raise QueryNotAllowed("SPARQL Update is not offered: this service answers queries and changes nothing.")
    if len(queries) != 1:
        found = "There is no query" if not queries else f"There are {len(queries)} queries"
        raise UsageError(f"{found}; the parameter query is given once.", hint="GET /sparql?query=SELECT…")
    default, named = parameters.getlist("default-graph-uri"), parameters.getlist("named-graph-uri")
    return Asked(queries[0], tuple(default), tuple(named))


def answer(edition: Edition, asked: Asked, wanted: str | None) -> Response:
    """The answer in the format that is ``wanted`` or that the client prefers; a page for a browser."""
    project = edition.revision.project
    checked = guard.check(asked.text, edition.limits, project.prefixes)
    offers: tuple[AnswerFormat | PageFormat, ...] = (*results.offers(checked.form), HTML)
    choice = choose(request.headers.get("Accept"), offers, wanted=wanted)
    if isinstance(choice.offer, PageFormat):
        return _page(edition, asked, checked)
    tag = answer_tag(edition, asked, checked, choice.offer.name)
    known = Representation(b"", choice.offer.media_type, tag)
    response = respond(known, media_type=choice.media_type, vary=["Accept"])
    if response.status_code == 304 and not checked.volatile:
        return response
    found = edition.pool.evaluate(checked, choice.offer, asked.graphs)
    response = Response(found.chunks(), content_type=response.content_type, headers=response.headers)
    response.content_length = found.size
    response.call_on_close(found.close)
    if checked.volatile:
        del response.headers["ETag"]
        response.headers["Cache-Control"] = "no-store"
    return response


def answer_tag(edition: Edition, asked: Asked, checked: CheckedQuery, form: str) -> str:
    """The entity tag of an answer: its revision, its query with its graphs, and its format."""
    question = "\n".join((checked.text, *asked.default, "", *asked.named))
    return entity_tag(edition.revision, digest(question), form)


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
        reader=Reader(resources.of(edition.revision), chosen.tag),
        query=asked.text,
        table=answers.found(edition, checked, asked.graphs),
        downloads=answers.downloads(checked.form, "/sparql", given),
    )
    tag = f"{page.etag}-{answer_tag(edition, asked, checked, 'html')}"
    return respond(
        Representation(page.body, page.media_type, tag, (), page.language), vary=["Accept", "Accept-Language"]
    )


def _form(text: str | None = None, error: KgError | None = None) -> Response:
    """The form to write a query in, with an example, or with the query that has an error."""
    edition = publication.current()
    chosen = language.chosen()
    given = named_query.examples(edition.revision)
    query = text if text is not None else given[0].text if given else "SELECT * WHERE { ?s ?p ?o } LIMIT 10\n"
    page = rendering.page(
        edition.revision,
        "sparql.html",
        chosen,
        reader=Reader(resources.of(edition.revision), chosen.tag),
        query=query,
        problem=problems.details(error) if error else None,
        examples=() if error else given,
    )
    response = respond(page, vary=["Accept", "Accept-Language"])
    return problems.as_problem(response, error) if error else response


def for_people() -> bool:
    """Whether a browser asks."""
    return prefers_page(request.headers.get("Accept"))


def _check_encoding() -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"A query is posted in UTF-8, not in {charset}.")


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"The query is not UTF-8: byte {error.start + 1} cannot be read.") from error
