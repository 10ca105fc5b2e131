from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, parse
from rdflib import Graph, URIRef

from kg import revision as revisions
from kg.dataset import Dataset
from kg.project import Project
from kg.publish.serialisations import json_ld, json_ld_writer, ordered_statements, serialisation
from kg.publish.serialisations.json_ld import Terms
from kg.rdf.formats import JSON_LD, Format
from kg.rdf.namespaces import OWL, RDF, XSD

EX = "http://example.org/"
TERMS = Terms(
    {"ex": EX, "inner": f"{EX}a/b/", "geo": "http://example.com/geo#"},
    {name: f"{EX}{name}" for name in ("knows", "born", "id", "Person")},
    {"knows": "@id", "born": XSD + "date"},
)


def ex(name: str) -> NamedNode:
    return NamedNode(f"{EX}{name}")


@pytest.mark.parametrize(
    "iri",
    ["geo:51.05,3.72", "ex:a", "inner:", f"{EX}a/b/", f"{EX}/x", f"{EX}a/b///", f"{EX}a:b", f"{EX}@id", "x:@type"],
)
def test_an_iri_is_read_as_it_was_written(iri: str, read: Callable[[bytes, Format], Graph]) -> None:
    """Also one whose scheme is a prefix, beside an IRI that this prefix could shorten."""
    written = [
        Quad(ex("s"), NamedNode(iri), NamedNode("http://example.com/geo#lat")),
        Quad(ex("s"), ex("knows"), NamedNode(iri)),
        Quad(ex("a/b/c"), ex("Person"), NamedNode(iri)),
    ]
    body = json_ld_writer.write(ordered_statements.of(written), TERMS)
    assert set(parse(body, JSON_LD.codec)) == set(written)
    assert set(read(body, JSON_LD)) == {tuple(URIRef(str(term)[1:-1]) for term in quad.triple) for quad in written}


@pytest.mark.parametrize(
    ("prefix", "namespace"),
    [("id", EX), ("type", EX), ("", EX), ("_", EX), ("a/b", EX), ("@x", EX), ("ex", f"{EX}Q_"), ("person", f"{EX}Q_")],
)
def test_a_prefix_that_json_ld_does_not_take_is_not_used(
    project: Project, prefix: str, namespace: str, read: Callable[[bytes, Format], Graph]
) -> None:
    with_prefix = replace(project, settings=replace(project.settings, prefixes={prefix: namespace}))
    written = [Quad(ex("Q_s"), ex("Q_p"), ex("Q_o")), Quad(ex("Q_s"), NamedNode(RDF + "type"), ex("Q_c"))]
    body = serialisation.text(written, JSON_LD, with_prefix)
    assert set(parse(body, JSON_LD.codec)) == set(written)
    assert set(read(body, JSON_LD)) == {tuple(URIRef(str(term)[1:-1]) for term in quad.triple) for quad in written}


@pytest.mark.parametrize(
    "value",
    [
        Literal('\x00\x1f\x7f\u2028"\\/', language="en-gb"),
        Literal('{"a": 1.0}', datatype=NamedNode(RDF + "JSON")),
        Literal("1.50", datatype=NamedNode(XSD + "decimal")),
        Literal("no", datatype=NamedNode(XSD + "date")),
        Literal("@id", datatype=ex("Person")),
        Literal("_:b"),
        BlankNode("b"),
        NamedNode(RDF + "nil"),
    ],
    ids=str,
)
@pytest.mark.parametrize("predicate", ["knows", "born", "id", "other"])
def test_a_value_is_read_as_it_was_written(value: Literal | NamedNode | BlankNode, predicate: str) -> None:
    graphs = DefaultGraph(), ex("graph")
    written = [Quad(ex("s"), ex(predicate), term, graph) for term in (value, ex("o")) for graph in graphs]
    statements = ordered_statements.of(written)
    quads = parse(json_ld_writer.write(statements, TERMS), JSON_LD.codec)
    assert set(ordered_statements.of(quads).quads()) == set(statements.quads())


def test_terms_are_those_whose_names_a_context_can_define(project: Project) -> None:
    """A term with the name of a prefix takes its place."""
    names = ("knows", "a/b", "a:b", "@id", "", "geo")
    quads = [
        Quad(NamedNode(f"{project.own_namespace}{name}"), NamedNode(RDF + "type"), NamedNode(OWL + "ObjectProperty"))
        for name in names
    ]
    known = json_ld.terms(revisions.unjudged(project, Dataset(quads, (), "", {}), date(2026, 11, 24)))
    assert set(known.names) == {"knows", "geo"}
    assert "geo" in project.prefixes
    assert "geo" not in known.prefixes
