from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf import format_limits
from kg.rdf.formats import JSON_LD, RDF_FORMATS, RDF_XML, Format

A, P = NamedNode("urn:x:a"), NamedNode("urn:x:p")
TERM = Triple(A, P, Literal("1"))


@pytest.mark.parametrize(
    ("triple", "refusing"),
    [
        (Triple(A, P, A), set()),
        (Triple(A, P, TERM), {JSON_LD}),
        (Triple(A, NamedNode("urn:x:1"), A), {RDF_XML}),
        (Triple(A, NamedNode("urn:x:1"), TERM), {JSON_LD, RDF_XML}),
    ],
)
def test_a_statement_has_an_obstacle_in_the_formats_that_cannot_hold_it_alone(
    triple: Triple, refusing: set[Format]
) -> None:
    assert {form for form in RDF_FORMATS if format_limits.obstacle(triple, form)} == refusing
    assert refusing <= set(format_limits.LIMITED)
