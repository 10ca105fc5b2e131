"""``/openapi.json``: what programs can ask of the site, from what its pages say of themselves; in English."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response

from kg.history.releases.release import Release
from kg.named_queries import named_query
from kg.publish import open_api
from kg.publish.data_catalogue import croissant
from kg.publish.open_api import LANGUAGE, PAGE, Operation, Parameter
from kg.publish.query_forms import query_parameters
from kg.publish.reconciliation import batch
from kg.publish.representation import Representation, entity_tag
from kg.query_engine import evaluation
from kg.query_engine.guard import QueryForm
from kg.rdf.formats import CSV, GRAPH_FORMATS, JSON_LD, RDF_FORMATS, RESULTS_FORMATS
from kg.resources import catalog
from kg.resources.language_view import Reader
from kg.translations.language_tags import SOURCE_LANGUAGE
from kg.web.html import domain_pages, rendering, table_response
from kg.web.http import as_of, public_address, request_edition
from kg.web.http.language import ReaderLanguage
from kg.web.http.negotiation import HTML, PageFormat
from kg.web.http.responses import respond
from kg.web.pages import documents, quality, releases, search

blueprint = Blueprint("open_api", __name__)

VERSION = "1.0.0"
"""That of the interface: a change that breaks clients is a new first number."""
JSON = PageFormat("json", "JSON", "application/json", "json")
_ENGLISH = ReaderLanguage(SOURCE_LANGUAGE, SOURCE_LANGUAGE)
_ASKED = (400, 403, 404, 406, 413, 414, 429, 503, 504)
"""The statuses of problems with a query."""
_OF_TIMES = (400, 404, 410, 503)
"""The statuses of problems with a time: to come, before all releases, withdrawn, or one more than is kept ready."""
_TABLES = table_response.offers(has_places=False)
"""The forms of tables that are had whatever is in them; which ones a map can show, depends on the data."""
_ROWS = {"type": "array", "items": {"type": "object"}}


@blueprint.get("/openapi.json")
def described() -> Response:
    """The document, for the address by which the client knows the site."""
    revision = request_edition.current().revision
    reader = rendering.reader(revision, _ENGLISH)
    about = catalog.description(revision, reader.languages)
    made = open_api.document(
        operations(reader),
        title=catalog.title(revision, reader.languages).value,
        description=about.value if about else "",
        version=VERSION,
        root=public_address.root(),
        licence=next(iter(catalog.licences(revision)), None),
    )
    body = json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"
    tag = entity_tag(revision, "openapi", rendering.digest_of_address())
    return respond(Representation(body, JSON.media_type, tag))


def operations(reader: Reader) -> Iterator[Operation]:
    """Everything that is asked by an address, where there are releases with the time as of which it is answered."""
    newest = releases.past_editions().history().latest
    for operation in _operations(reader):
        yield _as_of(operation, newest) if newest and as_of.is_offered(operation.path) else operation


def _as_of(operation: Operation, newest: Release) -> Operation:
    about = "A day, or the name of a release: the answer is what was published then."
    schema = {"type": "string", "pattern": as_of.PATTERN, "examples": [newest.name, newest.day.isoformat()]}
    time = Parameter(as_of.PARAMETER, about, schema, only_in_address=True)
    statuses = tuple(sorted({*operation.statuses, *_OF_TIMES}))
    return replace(operation, parameters=(*operation.parameters, time), statuses=statuses)


def _operations(reader: Reader) -> Iterator[Operation]:
    """The lists of the field, those of any project, questions, searches."""
    yield from domain_pages.current().operations(reader)
    yield from _of_any_project()
    yield from _questions(reader)
    yield from _searches()
    yield from _queries()
    yield from _reconciliation()


def _of_any_project() -> Iterator[Operation]:
    yield Operation("/classes", "What there is by class", "lists", (HTML,), (LANGUAGE,), suffixed=False)
    iri = Parameter("iri", "The IRI of a class.", {"type": "string", "minLength": 1}, required=True)
    parameters = (iri, *table_response.PARAMETERS, PAGE, LANGUAGE)
    yield Operation("/class", "Everything of a class", "lists", (HTML, *_TABLES), parameters)
    yield Operation("/quality", "The validation report", "lists", quality.OFFERS, (LANGUAGE,), json={"type": "object"})
    formats = (HTML, *GRAPH_FORMATS)
    yield Operation("/data", "The catalogue", "data", formats, (LANGUAGE,), suffixed=False)
    yield Operation("/data", "The catalogue", "data", GRAPH_FORMATS, negotiated=False)
    if not croissant.lacking(request_edition.current().revision):
        summary = "The table of each class, for machine learning"
        yield Operation(f"/{croissant.FILE}", summary, "data", (JSON_LD,), json={"type": "object"}, suffixed=False)
    iri = Parameter(
        "iri", "The IRI of anything that the data tell of.", {"type": "string", "minLength": 1}, required=True
    )
    summary = "What is known of a resource"
    yield Operation("/resource", summary, "data", documents.OFFERS, (iri, LANGUAGE), redirects=True)


def _questions(reader: Reader) -> Iterator[Operation]:
    edition = request_edition.current()
    offered = named_query.offered(edition.revision)
    if not offered:
        return
    yield Operation("/queries", "The questions", "questions", (CSV, JSON), (LANGUAGE,), json=_ROWS, negotiated=False)
    summary = "The questions with their queries"
    yield Operation("/queries", summary, "questions", GRAPH_FORMATS, negotiated=False)
    for question in offered:
        form = edition.check(question.text).form
        about = question.description(reader.language)
        parameters = query_parameters.parameters(reader, question)
        tables, how = (_TABLES, table_response.PARAMETERS) if form is QueryForm.SELECT else ((), ())
        yield Operation(
            f"/queries/{question.name}",
            question.title(reader.language).value,
            "questions",
            (*evaluation.OFFERS[form], HTML, *tables),
            (*parameters, *how, LANGUAGE),
            about.value if about else "",
            json={"type": "object"},
            statuses=_ASKED,
        )


def _searches() -> Iterator[Operation]:
    text = Parameter("q", "What is searched for.", {"type": "string", "maxLength": search.CHARACTERS})
    yield Operation("/search", "What is called so", "searches", search.OFFERS, (text, LANGUAGE), json=search.SCHEMA)
    yield Operation(
        "/search/suggest.json",
        "The first hits for a text that is being typed",
        "searches",
        (JSON,),
        (text, LANGUAGE),
        json=search.SUGGESTIONS_SCHEMA,
        suffixed=False,
    )


def _queries() -> Iterator[Operation]:
    text = Parameter("query", "A query in SPARQL 1.1.", {"type": "string"})
    graph = {"type": "string", "format": "iri"}
    yield Operation(
        "/sparql",
        "The answer to a query",
        "queries",
        (*RESULTS_FORMATS, *RDF_FORMATS, HTML),
        (
            text,
            Parameter("default-graph-uri", "A graph of the default graph.", graph, several=True),
            Parameter("named-graph-uri", "A named graph.", graph, several=True),
        ),
        "The SPARQL 1.1 Protocol; without a query, its Service Description.",
        json={},
        statuses=(*_ASKED, 415),
        by_form=True,
    )


def _reconciliation() -> Iterator[Operation]:
    text = {"type": "string", "contentMediaType": JSON.media_type}
    yield Operation(
        "/reconcile",
        "The manifest of the reconciliation service, the candidates of a batch, or the values of an extension",
        "reconciliation",
        (JSON,),
        (Parameter("queries", "A batch of queries.", text), Parameter("extend", "What is to be extended.", text)),
        "Reconciliation Service API 0.2.",
        statuses=(400, 413),
        suffixed=False,
        by_form=True,
    )
    prefix = Parameter("prefix", "The beginning of a name.", {"type": "string", "maxLength": batch.CHARACTERS})
    for kind in ("entity", "type", "property"):
        summary = f"Names that begin so, of each {kind}"
        path = f"/reconcile/suggest/{kind}"
        yield Operation(path, summary, "reconciliation", (JSON,), (prefix,), statuses=(400,), suffixed=False)
    of_type = Parameter("type", "The IRI of a class.", {"type": "string"})
    summary = "The properties that things of a class have"
    path = "/reconcile/properties"
    yield Operation(path, summary, "reconciliation", (JSON,), (of_type,), statuses=(), suffixed=False)
    iri = Parameter("id", "An IRI.", {"type": "string", "minLength": 1}, required=True)
    shown: tuple[tuple[str, PageFormat], ...] = (("flyout", JSON), ("preview", HTML))
    for name, offer in shown:
        path, summary = f"/reconcile/{name}", "A few words about a resource"
        yield Operation(path, summary, "reconciliation", (offer,), (iri,), statuses=(404,), suffixed=False)
