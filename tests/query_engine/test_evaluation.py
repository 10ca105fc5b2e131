"""Answers in every format, read back by another reader; and as a table."""

from __future__ import annotations

import io

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store, parse_query_results
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.query import Result

from kg.cli.text_table import table
from kg.errors import NotAcceptable
from kg.query_engine import evaluation, guard
from kg.query_engine.answer import evaluate_trusted
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.guard import QueryForm
from kg.rdf.formats import (
    CSV,
    GRAPH_FORMATS,
    JSON,
    JSON_LD,
    N_TRIPLES,
    RDF_FORMATS,
    RDF_XML,
    RESULTS_FORMATS,
    TURTLE,
    XML,
)
from kg.settings.query import Limits

LIMITS = Limits()
EX = "http://example.org/"
CITY, NAME, OF = (NamedNode(EX + name) for name in ("city", "name", "of"))
LABELS = [Literal("Gent", language="nl"), Literal('a "quote", a\nline; é 金沢'), Literal(1971)]


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(Quad(CITY, NAME, label, NamedNode(EX + "graph")) for label in LABELS)
    store.add(Quad(CITY, OF, CITY, NamedNode(EX + "graph")))
    return store


def answer(store: Store, text: str, answer_format: AnswerFormat) -> bytes:
    with evaluate_trusted(store, guard.check(text, LIMITS), answer_format) as found:
        return found.read()


@pytest.mark.parametrize("answer_format", RESULTS_FORMATS, ids=lambda each: each.name)
def test_solutions_in_every_format_are_read_by_another_reader(store: Store, answer_format: AnswerFormat) -> None:
    body = answer(store, f"SELECT ?name ?none {{ ?city <{EX}name> ?name }}", answer_format)
    read = Result.parse(io.BytesIO(body), format=answer_format.name)
    assert [str(variable) for variable in read.vars or ()] == ["name", "none"]
    assert sorted(str(row.name) for row in read) == sorted(label.value for label in LABELS)  # type: ignore[union-attr]


@pytest.mark.parametrize("answer_format", [JSON, XML], ids=lambda each: each.name)
def test_a_verdict_is_read_by_another_reader(store: Store, answer_format: AnswerFormat) -> None:
    for text, verdict in (("ASK { ?s ?p 1971 }", True), ("ASK { ?s ?p 1972 }", False)):
        assert (
            Result.parse(io.BytesIO(answer(store, text, answer_format)), format=answer_format.name).askAnswer is verdict
        )


# rdflib's own parser of JSON-LD still uses what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("answer_format", GRAPH_FORMATS, ids=lambda each: each.name)
def test_a_graph_in_every_format_is_read_by_another_reader(store: Store, answer_format: AnswerFormat) -> None:
    text = f"PREFIX ex: <{EX}> CONSTRUCT {{ ?s ?p ?o . ?o ex:of [ ex:name ?s ] }} WHERE {{ ?s ?p ?o }}"
    expected = Graph().parse(data=answer(store, text, N_TRIPLES), format="nt")
    read = Graph().parse(data=answer(store, text, answer_format), format=answer_format.media_type)
    assert len(expected) == 9
    assert isomorphic(read, expected)


def test_turtle_has_the_prefixes_of_the_query(store: Store) -> None:
    body = answer(store, f"PREFIX ex: <{EX}> DESCRIBE ex:city", TURTLE)
    assert f"@prefix ex: <{EX}> .".encode() in body
    assert b"ex:city ex:of ex:city" in body


@pytest.mark.parametrize(
    ("form", "answer_format"), [(QueryForm.SELECT, TURTLE), (QueryForm.CONSTRUCT, JSON), (QueryForm.ASK, TURTLE)]
)
def test_a_format_that_cannot_hold_the_answer_is_not_acceptable(form: QueryForm, answer_format: AnswerFormat) -> None:
    with pytest.raises(NotAcceptable) as caught:
        evaluation.require(form, answer_format)
    assert caught.value.offers == tuple(each.media_type for each in evaluation.OFFERS[form])


@pytest.mark.parametrize(
    ("answer_format", "value"),
    [(JSON_LD, "TRIPLE(ex:city, ex:of, 1)"), (RDF_XML, r'"a\u0001b"'), (RDF_XML, r'"\uFFFF"')],
)
def test_a_value_that_a_format_cannot_hold_is_not_acceptable_in_it(
    store: Store, answer_format: AnswerFormat, value: str
) -> None:
    text = f"PREFIX ex: <{EX}> CONSTRUCT {{ ex:city ex:of ?x }} {{ BIND({value} AS ?x) }}"
    with pytest.raises(NotAcceptable) as caught:
        answer(store, text, answer_format)
    offers = caught.value.offers
    del caught  # else a cycle keeps the answer for the collector of garbage, and another thread may not free it
    assert offers == tuple(form.media_type for form in RDF_FORMATS if form != answer_format)
    assert answer(store, text, TURTLE)


def test_a_triple_in_two_graphs_is_one_solution_where_the_store_has_the_merge() -> None:
    merged = Store()
    merged.extend(Quad(CITY, NAME, LABELS[0], NamedNode(EX + graph)) for graph in ("a", "b"))
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert not evaluation.has_merge(merged)
    assert answer(merged, text, CSV) == b"n\r\n2\r\n"
    merged.add(Quad(CITY, NAME, LABELS[0]))
    assert evaluation.has_merge(merged)
    assert answer(merged, text, CSV) == b"n\r\n1\r\n"


def test_relative_iris_of_a_query_are_relative_to_the_base(store: Store) -> None:
    query = guard.check("SELECT ?o { <city> <of> ?o }", LIMITS)
    with evaluate_trusted(store, query, CSV, base=EX) as found:
        assert found.read() == f"o\r\n{EX}city\r\n".encode()


def test_a_table_is_aligned_and_obeys_no_control_character() -> None:
    values = "('Gent'@nl ex:city) ('金沢' <http://example.com/a/b>) ('a\\u001B[2J\\nb' UNDEF)"
    found = Store().query(f"PREFIX ex: <{EX}> SELECT ?name ?iri {{ VALUES (?name ?iri) {{ {values} }} }}")
    assert isinstance(found, QuerySolutions)
    assert table(found, {"ex": EX}, "http://example.com/").splitlines() == [
        "name      iri",
        "────────  ───────",
        "Gent @nl  ex:city",
        "金沢      <a/b>",
        "a�[2J b",
        "(3 solutions)",
    ]


def test_a_table_can_be_made_of_a_kept_answer(store: Store) -> None:
    body = answer(store, f"SELECT ?city {{ ?city <{EX}of> ?o }}", JSON)
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    assert table(found, {}) == f"city\n{'─' * 25}\n<{EX}city>\n(1 solution)\n"
