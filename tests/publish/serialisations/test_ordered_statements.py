"""Statements in order: Oxigraph reads the same ones again, and samples show what a format cannot hold."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.publish.serialisations import ordered_statements
from kg.rdf import format_limits
from kg.rdf.formats import RDF_XML
from kg.rdf.namespaces import RDF, XSD

from ...presence import present

A, P = NamedNode("urn:a"), NamedNode("https://example.org/p")
GRAPH = NamedNode("urn:g")
OBJECTS = (
    BlankNode(), NamedNode("urn:Łódź"),
    Literal("1.50", datatype=NamedNode(XSD + "decimal")), Literal(" \t\n\r\\\"'\x01"),
    Literal("x", language="nl-BE"), Literal("x", language="ar"), Triple(A, P, Literal("x")), Literal("+1", datatype=A),
)  # fmt: skip


def test_what_oxigraph_reads_again_are_the_same_statements_in_the_same_order() -> None:
    quads = [Quad(A, P, term, graph) for graph in (GRAPH, DefaultGraph()) for term in OBJECTS]
    ordered = ordered_statements.of(quads)
    assert list(ordered.parsed()) == list(ordered.quads())
    assert len(present(ordered.rows)) == len(quads)


@pytest.mark.parametrize("obstacle", [
    Triple(A, NamedNode("https://example.org/p/"), A),
    Triple(A, NamedNode(RDF + "type"), NamedNode("https://example.org/1")),
    Triple(A, P, Literal("\x01")),
    Triple(A, P, Triple(A, P, Literal("\x01"))),
])  # fmt: skip
def test_samples_have_an_obstacle_where_a_statement_has_one(obstacle: Triple) -> None:
    fine = Quad(A, P, Literal("1"), GRAPH)
    for quads, is_held in (([fine], True), ([fine, Quad(*obstacle, GRAPH)], False)):
        samples = present(ordered_statements.of(quads).samples())
        assert any(format_limits.obstacle(sample, RDF_XML) for sample in samples) is not is_held
