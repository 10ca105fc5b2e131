"""The named questions' answers of an engine elsewhere, compared with those of the revision itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
)

from kg.errors import KgError, ServiceBusy
from kg.named_queries import named_query
from kg.query_engine import Engine, guard
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.rdf.formats import JSON, N_TRIPLES
from kg.revision import Revision
from kg.sparql.rewriting import standard_query

_COMMENT = re.compile(r"(?m)^\s*#.*$")


def differences(
    revision: Revision, engine: Engine, questions: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """Each named question, or each of these, with how its answer there differs from the one here; or with nothing.

    Rows are compared as terms, without their order; blank nodes by what is said of them.
    """
    project = revision.project
    for name, text in (questions or texts(revision)).items():
        query = guard.check(text, project.settings.query, project.prefixes)
        here = _answer(revision.evaluate(standard_query.rewritten(text)))  # as the pool answers it
        try:
            there = _asked(engine, query)
        except KgError as error:
            lines = str(error).splitlines()
            # An engine's complaint goes on with the query; ours of its failure has it in the second line.
            yield name, " ".join(line.strip() for line in lines[: 2 if isinstance(error, ServiceBusy) else 1])
            continue
        lost, more = here - there, there - here
        rows = f"{lost.total()} of {here.total()} rows are not there, and {more.total()} others are"
        columns = _columns(lost, more)
        yield name, (rows + (f", which differ in {columns}" if columns else "")) if lost or more else ""


def texts(revision: Revision) -> Mapping[str, str]:
    """The named questions' queries with their defaults, without comments."""
    return {question.name: _COMMENT.sub("", question.text) for question in named_query.questions(revision)}


def _asked(engine: Engine, query: CheckedQuery) -> Counter[Hashable]:
    is_graph = query.form not in (QueryForm.SELECT, QueryForm.ASK)
    with engine.evaluate(query, N_TRIPLES if is_graph else JSON) as answer:
        body = answer.read()
    if is_graph:
        return _graph(quad.triple for quad in pyoxigraph.parse(body, format=RdfFormat.N_TRIPLES))
    results = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert isinstance(results, QuerySolutions | QueryBoolean)
    return _answer(results)


def _answer(results: object) -> Counter[Hashable]:
    if isinstance(results, QueryBoolean):
        return Counter([bool(results)])
    if isinstance(results, QuerySolutions):
        columns = [variable.value for variable in results.variables]
        return Counter(frozenset(_cell(column, row[column]) for column in columns) for row in results)
    return _graph(results)  # type: ignore[arg-type]  # what is left is triples


def _cell(column: str, term: object) -> tuple[str, str]:
    return column, "_:" if isinstance(term, BlankNode) else str(term)


def _columns(lost: Counter[Hashable], more: Counter[Hashable]) -> str:
    """The columns that have other values in tables that differ."""
    cells = [
        Counter(cell for row in rows.elements() if isinstance(row, frozenset) for cell in row) for rows in (lost, more)
    ]
    return ", ".join(sorted({column for column, _ in (cells[0] - cells[1]) + (cells[1] - cells[0])}))


def _graph(triples: Iterable[Triple]) -> Counter[Hashable]:
    dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return Counter(dataset)
