"""The named queries as addresses: ``/queries/NAME`` has the answer, ``?day=…`` sets a parameter.

``/queries/NAME.csv`` and the like name the format; ``/queries/NAME.rq`` is the query itself.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kg.edition import Edition
from kg.errors import KgError, NotAcceptable, QueryError
from kg.named_queries import named_query
from kg.named_queries.named_query import Question
from kg.publish.query_forms import client_code, query_form, sparql_examples
from kg.publish.representation import Link, Representation, entity_tag
from kg.publish.tables import solution_table
from kg.publish.tables.comma_separated import Header
from kg.publish.tables.table_forms import CSV as TABLE_CSV
from kg.publish.tables.table_forms import GEOJSON, XLSX, TableForm
from kg.publish.tables.tidy_table import Table as Tidy
from kg.query_engine import guard
from kg.query_engine.guard import QueryForm
from kg.rdf.formats import CSV, GRAPH_FORMATS, RESULTS_FORMATS
from kg.rdf.formats import JSON as RESULTS_JSON
from kg.resources import catalog
from kg.web.endpoint import protocol, query_handler, result_pages, sparql_views
from kg.web.endpoint.protocol import QueryRequest
from kg.web.endpoint.result_pages import Table
from kg.web.html import rendering, table_response
from kg.web.http import as_of, language, problems, public_address, request_edition, responses
from kg.web.http.language import ReaderLanguage
from kg.web.http.negotiation import HTML, PageFormat, choose, named
from kg.web.http.responses import respond
from kg.web.http.runtime import Blocking, complete

blueprint = Blueprint("queries", __name__)

JSON = PageFormat("json", "JSON", "application/json", "json")
_OURS = ("lang", "format", as_of.PARAMETER, *table_response.ARGUMENTS)
_LIST_FORMS: tuple[TableForm | PageFormat, ...] = (HTML, JSON, TABLE_CSV)
TABLES: tuple[TableForm | PageFormat, ...] = (table_response.METADATA, XLSX, GEOJSON)
_EXTENSIONS = {form.extension for form in (*RESULTS_FORMATS, *GRAPH_FORMATS, HTML)} | {"json", "xml"}


@blueprint.get("/queries/")
def index() -> Response:
    """Every question, in the reader's words."""
    choice = choose(request.headers.get("Accept"), _LIST_FORMS)
    if choice.offer is not HTML:
        response = as_data(choice.offer.extension)
        response.vary.add("Accept")
        return response
    revision = request_edition.current().revision
    page = rendering.page(revision, "queries.html", language.chosen(), groups=named_query.grouped(revision))
    return respond(page, vary=["Accept", "Accept-Language"])


@blueprint.get("/queries.<any(csv, json):extension>")
def as_data(extension: str) -> Response:
    """The list for programs: each question's name, its words, and the address of its answer."""
    revision, chosen = request_edition.current().revision, language.chosen()
    host = public_address.root().rstrip("/")
    rows = [
        {
            "name": question.name,
            "group": group.value if (group := question.group(chosen.tag)) else "",
            "title": question.title(chosen.tag).value,
            "description": described.value if (described := question.description(chosen.tag)) else "",
            "answer": f"{host}/queries/{question.name}",
            "parameters": list(question.query.parameters),
        }
        for question in named_query.offered(revision)
    ]
    form = CSV if extension == CSV.extension else JSON
    body = json.dumps(rows, ensure_ascii=False, indent=1) + "\n" if form == JSON else _comma_separated(rows)
    tag = rendering.page_tag(revision, chosen, extension)
    links = tuple(Link(licence, "license") for licence in catalog.licences(revision))
    representation = Representation(body.encode(), form.media_type, tag, links, chosen.tag)
    return respond(representation, vary=["Accept-Language"])


@blueprint.get("/queries.<any(ttl, jsonld, nt, rdf):extension>")
def as_examples(extension: str) -> Response:
    """The list in RDF, each question with its query, as editors of others read it."""
    edition = request_edition.current()
    form = next(graph_format for graph_format in GRAPH_FORMATS if graph_format.extension == extension)
    examples = [(question, edition.check(question.text).form) for question in named_query.offered(edition.revision)]
    root = public_address.identifying(edition.revision)
    return respond(sparql_examples.represent(edition.revision, examples, root, form))


def _comma_separated(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0] if rows else [])
    writer.writeheader()
    writer.writerows({**row, "parameters": " ".join(row["parameters"])} for row in rows)
    return out.getvalue()


@blueprint.get("/queries/<name>.rq")
def source(name: str) -> Response:
    """The file of a question, as it stands."""
    revision = request_edition.current().revision
    text = named_query.find(revision, name).query.text
    return respond(Representation(text.encode(), protocol.QUERY_TYPE, entity_tag(revision, "rq", name)))


@blueprint.get("/queries/<name>")
def answer(name: str) -> Response:
    """The answer to a question: a page for a browser, results for anybody else."""
    edition = request_edition.current()
    table_response.how()
    stem, extension = _parted(name)
    wanted = request.args.get("format") or extension
    question = named_query.find(edition.revision, stem)
    given = {key: [value for value in values if value] for key, values in request.args.lists() if key not in _OURS}
    if form := _table_form(wanted):
        return table_response.send(
            edition.revision,
            language.chosen(),
            f"/queries/{stem}",
            lambda: _table(edition, question, given),
            form,
            vary=["Accept", "Accept-Language"],
            header=Header.NAMES,
            is_of_revision=False,  # a remote endpoint may answer, which has data of its own
        )
    if wanted == HTML.extension or (wanted is None and sparql_views.for_people()):
        return _page(edition, question, given)
    text = question.bound(given)
    checked = guard.check(text, edition.limits, edition.revision.project.prefixes)
    choice = query_handler.negotiate(request.headers.get("Accept"), (wanted,) if wanted else (), checked.form)
    query = QueryRequest(text)
    if choice is None:
        return sparql_views.page(edition, query, checked, with_form=False)
    results = query_handler.in_format(request.environ, edition, query, checked, choice, Blocking())
    return responses.of(complete(results))


def _parted(name: str) -> tuple[str, str | None]:
    """The name of a question, and the extension behind it."""
    for extension in (*(form.extension for form in TABLES), *_EXTENSIONS):
        if name.endswith(f".{extension}"):
            return name.removesuffix(f".{extension}"), extension
    return name, None


def _table_form(wanted: str | None) -> TableForm | PageFormat | None:
    """The form of a table that is wanted; CSV where the address says how it is written, else it is what SPARQL says."""
    is_written = any(request.args.get(name) for name in table_response.ARGUMENTS)
    forms: tuple[TableForm | PageFormat, ...] = (*TABLES, TABLE_CSV) if is_written else TABLES
    if wanted:
        return choice.offer if (choice := named(wanted, forms)) else None
    accepted = request.accept_mimetypes
    return next((form for form in forms if form.media_type in accepted.values()), None)


def _table(edition: Edition, question: Question, given: dict[str, list[str]]) -> Tidy:
    """The answer with the titles of its columns; raises NotAcceptable for one that is a graph or a yes or no."""
    chosen = language.chosen()
    text = question.bound(_spoken(question, chosen) | given)
    checked = guard.check(text, edition.limits, edition.revision.project.prefixes)
    with edition.engine.evaluate(checked, RESULTS_JSON) as answer:
        columns, rows = result_pages.solutions(answer.read())
    titles = [(column, question.column(column, chosen.tag).value) for column in columns]
    reader = rendering.reader(edition.revision, chosen)
    title = question.about(given).title(chosen.tag).value
    return solution_table.of_solutions(reader, question.name, title, titles, rows)


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question with its values, and its answer or what is wrong; ``arguments`` are those of its address."""

    question: Question
    used: Mapping[str, Sequence[str]]
    bound: str
    form: QueryForm = QueryForm.SELECT
    volatile: bool = False
    table: Table | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    problem: KgError | None = None


def _ask(edition: Edition, question: Question, used: dict[str, list[str]], given: dict[str, list[str]]) -> _Answered:
    defaults = question.defaults()
    chosen = {name: values for name, values in used.items() if name in given or values != defaults[name]}
    bound = question.text
    try:
        bound = question.bound(chosen)
        question, chosen = question.about(chosen), question.spelled(chosen)
        checked = guard.check(bound, edition.limits, edition.revision.project.prefixes)
        table = result_pages.evaluate(edition, checked)
    except (QueryError, NotAcceptable) as error:
        return _Answered(question, used, bound, problem=error)
    arguments = tuple((name, value) for name, values in chosen.items() for value in values)
    return _Answered(question, used | chosen, bound, checked.form, checked.volatile, table, arguments)


def _page(edition: Edition, question: Question, given: dict[str, list[str]]) -> Response:
    """The question with its parameters as a form, its answer as a table, and its query to look at and change."""
    chosen = language.chosen()
    used = question.defaults() | _spoken(question, chosen) | given
    reader = rendering.reader(edition.revision, chosen)
    answered = _ask(edition, question, used, given)
    path = f"/queries/{question.name}"
    page = rendering.page(
        edition.revision,
        "query.html",
        chosen,
        reader=reader,
        query=answered.question,
        arguments=dict(answered.arguments),
        fields=query_form.fields(reader, question, answered.used),
        bound=answered.bound,
        permalink=public_address.root().rstrip("/")
        + path
        + (f"?{urlencode(answered.arguments)}" if answered.arguments else ""),
        programs=client_code.programs(f"{public_address.root()}sparql", answered.bound, answered.form),
        table=answered.table,
        downloads=_downloads(answered, path),
        problem=problems.details(answered.problem, chosen.tag) if answered.problem else None,
    )
    tag = f"{page.etag}-{entity_tag(edition.revision, sparql_views.digest(answered.bound))}"
    response = respond(replace(page, etag=tag), vary=["Accept", "Accept-Language"], kept=not answered.volatile)
    return problems.as_problem(response, answered.problem, chosen.tag) if answered.problem else response


def _downloads(answered: _Answered, path: str) -> list[tuple[str, str]]:
    """The formats of the answer; of a table first a workbook, and a map where it has places."""
    arguments = list(answered.arguments)
    forms = result_pages.downloads(answered.form, path, arguments)
    if answered.form is not QueryForm.SELECT or answered.table is None:
        return forms
    has_places = solution_table.point_column(answered.table.rows) is not None
    tables = [form for form in (XLSX, GEOJSON) if has_places or not form.needs_places]
    return [(form.label, f"{path}.{form.extension}{_query(arguments)}") for form in tables] + forms


def _query(arguments: Sequence[tuple[str, str]]) -> str:
    return f"?{urlencode(arguments)}" if arguments else ""


def _spoken(question: Question, chosen: ReaderLanguage) -> dict[str, list[str]]:
    """A question that takes a language is asked in the reader's."""
    return {"language": [chosen.names]} if "language" in question.query.parameters else {}
