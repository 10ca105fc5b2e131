"""The project's questions as addresses: ``/queries/NAME`` answers, ``?day=…`` asks it with another value.

``/queries/NAME.csv`` and the like name the format; ``/queries/NAME.rq`` is the query itself.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kg.errors import NotAcceptable, QueryError
from kg.publish import client_code, named_query, parameter_field
from kg.publish.named_query import Question
from kg.publish.representation import Representation, entity_tag
from kg.query import guard
from kg.query.guard import QueryForm
from kg.rdf.formats import GRAPH_FORMATS, RESULTS_FORMATS
from kg.web import answers, language, problems, protocol, publication, rendering, sparql
from kg.web.language import ReaderLanguage
from kg.web.negotiation import HTML
from kg.web.protocol import Asked
from kg.web.publication import Edition
from kg.web.responses import respond

blueprint = Blueprint("queries", __name__)

_OURS = ("lang", "format")
_EXTENSIONS = {each.extension for each in (*RESULTS_FORMATS, *GRAPH_FORMATS, HTML)} | {"json", "xml"}


@blueprint.get("/queries/")
def index() -> Response:
    """Every question, in the reader's words."""
    revision = publication.current().revision
    page = rendering.page(revision, "queries.html", language.chosen(), queries=named_query.questions(revision))
    return respond(page, vary=["Accept-Language"])


@blueprint.get("/queries/<name>.rq")
def source(name: str) -> Response:
    """The file of a question, as it stands."""
    revision = publication.current().revision
    text = named_query.find(revision, name).query.text
    return respond(Representation(text.encode(), protocol.QUERY_TYPE, entity_tag(revision, "rq")))


@blueprint.get("/queries/<name>")
def answer(name: str) -> Response:
    """The answer to a question: a page for a browser, results for anybody else."""
    edition = publication.current()
    stem, _, extension = name.rpartition(".")
    wanted = request.args.get("format") or (extension if extension in _EXTENSIONS else None)
    question = named_query.find(edition.revision, stem if extension in _EXTENSIONS else name)
    given = {key: [each for each in values if each] for key, values in request.args.lists() if key not in _OURS}
    if wanted == HTML.extension or (wanted is None and sparql.for_people()):
        return _page(edition, question, given)
    return sparql.answer(edition, Asked(question.bound(given)), wanted)


def _page(edition: Edition, question: Question, given: dict[str, list[str]]) -> Response:
    """The question with its parameters as a form, its answer as a table, and its query to look at and change."""
    chosen = language.chosen()
    used = question.defaults() | _spoken(question, chosen) | given
    reader = rendering.reader(edition.revision, chosen)
    problem, table, downloads, bound, form = None, None, [], question.text, QueryForm.SELECT
    arguments: list[tuple[str, str]] = []
    try:
        asked = {name: values for name, values in used.items() if name in given or values != question.defaults()[name]}
        bound = question.bound(asked)
        checked = guard.check(bound, edition.limits, edition.revision.project.prefixes)
        table, form = answers.found(edition, checked), checked.form
        arguments = [(name, value) for name, values in asked.items() for value in values]
        downloads = answers.downloads(checked.form, f"/queries/{question.name}", arguments)
    except (QueryError, NotAcceptable) as error:
        problem = error
    page = rendering.page(
        edition.revision,
        "query.html",
        chosen,
        reader=reader,
        query=question,
        arguments=dict(arguments),
        fields=parameter_field.fields(reader, question, used),
        bound=bound,
        permalink=f"{request.host_url}queries/{question.name}" + (f"?{urlencode(arguments)}" if arguments else ""),
        programs=client_code.programs(f"{request.host_url}sparql", bound, form),
        table=table,
        downloads=downloads,
        problem=problems.details(problem) if problem else None,
    )
    tag = f"{page.etag}-{entity_tag(edition.revision, sparql.digest(bound))}"
    response = respond(
        Representation(page.body, page.media_type, tag, (), page.language), vary=["Accept", "Accept-Language"]
    )
    return problems.as_problem(response, problem) if problem else response


def _spoken(question: Question, chosen: ReaderLanguage) -> dict[str, list[str]]:
    """A question that takes a language is asked in the reader's."""
    return {"language": [chosen.names]} if "language" in question.query.parameters else {}
