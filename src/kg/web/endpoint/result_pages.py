"""Answers as pages show them: solutions as a table, a boolean as a word, a graph as text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from kg.edition import Edition
from kg.errors import NotAcceptable, phrase
from kg.query_engine.evaluation import OFFERS, GraphSelection
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.rdf.formats import JSON, TURTLE

ROWS = 500
CHARACTERS = 200_000

Cell = NamedNode | BlankNode | Literal | None


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as a page shows it; of ``verdict``, ``document`` and ``rows`` the form of the query decides."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    verdict: bool | None = None
    document: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the data fits the query: no solution, or the answer no."""
        return self.document is None and not self.verdict and not self.rows


def evaluate(edition: Edition, query: CheckedQuery, graphs: GraphSelection | None = None) -> Table:
    """The answer to a query, for a page."""
    as_text = query.form in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)
    with edition.engine.evaluate(query, TURTLE if as_text else JSON, graphs) as answer:
        return table(query.form, answer.read())


def table(form: QueryForm, body: bytes) -> Table:
    """The first ``ROWS`` solutions of an answer, or what it is instead."""
    if form in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE):
        text = body.decode()
        return Table(document=text if len(text) <= CHARACTERS else text[:CHARACTERS] + "\n…")
    results = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return Table(verdict=bool(results))
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    rows = [tuple(_cell(solution[name]) for name in names) for solution in islice(results, ROWS)]
    total = len(rows) + sum(1 for _ in results)
    return Table(columns=tuple(names), rows=tuple(rows), total=total)


def solutions(body: bytes) -> tuple[list[str], list[tuple[Cell, ...]]]:
    """The variables and all solutions of an answer in JSON; raises NotAcceptable where it is a yes or no."""
    results = parse_query_results(body, format=QueryResultsFormat.JSON)
    if not isinstance(results, QuerySolutions):
        raise NotAcceptable(
            phrase("The answer to this question is yes or no, which is no table."), offers=[JSON.media_type]
        )
    names = [variable.value for variable in results.variables]
    return names, [tuple(_cell(solution[name]) for name in names) for solution in results]


def downloads(form: QueryForm, path: str, arguments: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same answer in each format: label and address."""
    return [(offer.label, f"{path}?{urlencode([*arguments, ('format', offer.extension)])}") for offer in OFFERS[form]]


def _cell(term: object) -> Cell:
    return term if isinstance(term, NamedNode | BlankNode | Literal) else None
