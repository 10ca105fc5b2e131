"""Evaluates a query and writes its answer: the same code in a worker of the pool and in this process.

Where neither the request nor the query names graphs, the default graph is the merge of all named graphs (SPARQL 1.1,
section 13.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, NoReturn, Protocol, cast

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from kg.errors import NotAcceptable, QueryError, QueryNotAllowed, phrase
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.rdf import format_limits
from kg.rdf.formats import RDF_FORMATS, RDF_XML, RESULTS_FORMATS, XML, Format, ResultsFormat
from kg.rdf.xml_limits import XmlOutput
from kg.sparql import syntax_errors
from kg.sparql.rewriting import standard_query

Results = QuerySolutions | QueryBoolean | QueryTriples
AnswerFormat = Format | ResultsFormat
_BY_NAME: dict[str, AnswerFormat] = {
    answer_format.name: answer_format for answer_format in (*RESULTS_FORMATS, *RDF_FORMATS)
}
OFFERS: Mapping[QueryForm, tuple[AnswerFormat, ...]] = {
    QueryForm.SELECT: RESULTS_FORMATS,
    QueryForm.ASK: RESULTS_FORMATS,
    QueryForm.CONSTRUCT: RDF_FORMATS,
    QueryForm.DESCRIBE: RDF_FORMATS,
}
"""The formats of an answer to a query of each form, the preferred one first.

The boolean of an ASK is one word in CSV and TSV, which their specification leaves open and other engines write alike.
"""


@dataclass(frozen=True, slots=True)
class GraphSelection:
    """The dataset of a request (SPARQL 1.1 Protocol, section 2.1.4), by the IRIs of graphs; it overrides FROM."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def format_named(name: str) -> AnswerFormat:
    """The format of an answer by its short name; raises KeyError."""
    return _BY_NAME[name]


def require(form: QueryForm, answer_format: AnswerFormat) -> None:
    """Raise NotAcceptable where the format cannot hold an answer to this form."""
    if answer_format not in OFFERS[form]:
        raise NotAcceptable(
            phrase("The answer to {form} cannot be written as {label}.", form=form, label=answer_format.label),
            offers=[offer.media_type for offer in OFFERS[form]],
        )


def evaluate(
    store: Store, query: CheckedQuery, graphs: GraphSelection | None = None, base: str | None = None
) -> Results:
    """Evaluate a checked query, as ``evaluate_text`` does."""
    return evaluate_text(store, query.text, graphs, base, datasets=query.datasets, merged=has_merge(store))


def evaluate_text(
    store: Store, text: str, graphs: GraphSelection | None, base: str | None, *, datasets: bool, merged: bool
) -> Results:
    """Evaluate a checked text; relative IRIs in it are resolved against ``base``.

    ``datasets`` says whether it has a FROM clause, ``merged`` whether the store ``has_merge``.
    It is rewritten where the engine would deviate from the standard. Raises QuerySyntaxError, QueryNotAllowed or
    QueryError. What comes back is evaluated while it is read, in this thread only.
    """
    default, named = _dataset(graphs)

    def results(query: str) -> Results:
        return store.query(
            query + syntax_errors.PADDING,
            base_iri=base,
            use_default_graph_as_union=graphs is None and not datasets and not merged,
            default_graph=default,
            named_graphs=named,
        )

    try:
        rewritten = standard_query.rewritten(text)
        if rewritten != text:
            with suppress(SyntaxError):  # which has its place in the text as it was written
                return results(rewritten)
        return results(text)
    except SyntaxError as error:
        raise syntax_errors.syntax_error(text, error) from error
    except OSError as error:
        raise QueryNotAllowed(str(error)) from error
    except (RuntimeError, ValueError) as error:
        raise syntax_errors.failure(text, error) from error


def has_merge(store: Store) -> bool:
    """Whether the store's default graph holds the merge of its named graphs; otherwise their union stands in for it.

    The engine's union gives a triple once for each graph it stands in; it is faster, and right where each stands in
    one only.
    """
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None


def _dataset(
    graphs: GraphSelection | None,
) -> tuple[list[NamedNode | BlankNode | DefaultGraph] | None, list[NamedNode | BlankNode] | None]:
    if graphs is None:
        return None, None
    try:
        return [NamedNode(iri) for iri in graphs.default], [NamedNode(iri) for iri in graphs.named]
    except ValueError as error:
        raise QueryError(phrase("A graph is named by an absolute IRI: {error}", error=error)) from error


class Output(Protocol):
    """The part of a binary file that an answer is written to."""

    def write(self, content: bytes, /) -> int:
        """Take the next bytes; returns their number."""

    def flush(self) -> None:
        """Pass on all bytes that were written."""


def write(results: Results, answer_format: AnswerFormat, output: Output, prefixes: Mapping[str, str]) -> None:
    """Write an answer; ``prefixes`` shorten the IRIs of graphs.

    Raises QueryError for an error that evaluation meets while it writes, NotAcceptable for what the format cannot hold.
    """
    is_xml = answer_format in (XML, RDF_XML)
    file = cast("IO[bytes]", _Escaping(output, answer_format) if is_xml else output)
    try:
        if isinstance(results, QueryTriples):
            assert isinstance(answer_format, Format)
            triples = _writable(results, answer_format) if answer_format in format_limits.LIMITED else results
            pyoxigraph.serialize(triples, file, answer_format.codec, prefixes=_usable(prefixes))
        else:
            assert isinstance(answer_format, ResultsFormat)
            results.serialize(file, answer_format.codec)
    except ConnectionError:
        raise  # of the output
    except OSError as error:
        raise QueryNotAllowed(str(error)) from error
    except RuntimeError as error:
        raise QueryError(str(error)) from error


class _Escaping(XmlOutput):
    """The file to which XML is written."""

    def __init__(self, output: Output, answer_format: AnswerFormat) -> None:
        super().__init__(
            output.write,
            lambda character: _refuse(
                phrase("XML does not have the character {character}", character=character), answer_format
            ),
        )
        self.flush = output.flush


def _writable(triples: Iterable[Triple], form: Format) -> Iterator[Triple]:
    for triple in triples:
        if reason := format_limits.obstacle(triple, form):
            _refuse(reason, form)
        yield triple


def _refuse(reason: str, answer_format: AnswerFormat) -> NoReturn:
    family = RDF_FORMATS if isinstance(answer_format, Format) else RESULTS_FORMATS
    raise NotAcceptable(
        phrase("This answer cannot be written as {label}: {reason}.", label=answer_format.label, reason=reason),
        offers=[form.media_type for form in family if form != answer_format],
    )


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those with an absolute IRI: a query may declare relative ones."""
    return {name: iri for name, iri in prefixes.items() if ":" in iri}
