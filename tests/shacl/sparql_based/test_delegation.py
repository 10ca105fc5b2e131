"""Functions and expressions, with the results of pySHACL's own advanced mode."""

from __future__ import annotations

import pyshacl
import pytest
import rdflib

from kg.errors import ShapesError
from kg.shacl import validate
from kg.shacl.pyshacl_adapter import to_rdflib

from ..judging import quads

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DATA = """
ex:a a ex:Square ; ex:side 3 ; ex:regular true . ex:b a ex:Square ; ex:side 5 ; ex:area 24 ; ex:regular false .
"""
DECLARED = 'ex:o sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .'
FUNCTION = """
ex:square a sh:SPARQLFunction ; sh:parameter [ sh:path ex:op ; sh:datatype xsd:integer ] ; sh:returnType xsd:integer ;
    sh:prefixes ex:o ; sh:select "SELECT ($op * $op AS ?result) WHERE {}" .
ex:s a sh:NodeShape ; sh:targetClass ex:Square ; sh:sparql [ sh:prefixes ex:o ;
    sh:select "SELECT $this WHERE { $this ex:side ?s ; ex:area ?a . FILTER (ex:square(?s) != ?a) }" ] .
"""
EXPRESSION = """
ex:s a sh:NodeShape ; sh:targetClass ex:Square ; sh:nodeKind sh:IRI ;
    sh:expression [ sh:path ex:regular ] .
"""


@pytest.mark.parametrize("shapes", [FUNCTION, EXPRESSION])
def test_the_results_are_those_of_pyshacl(shapes: str) -> None:
    data, rules = to_rdflib(quads(DATA)), to_rdflib(quads(shapes + DECLARED))
    ours = validate(data, rules, advanced=True)
    theirs = pyshacl.validate(data, shacl_graph=rules, advanced=True)
    assert not ours.conforms
    for predicate in (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.sourceShape):
        assert sorted(ours.graph.objects(None, predicate)) == sorted(theirs[1].objects(None, predicate))
    with pytest.raises(ShapesError):
        validate(data, rules)


def test_a_function_that_nobody_defines_is_refused() -> None:
    undefined = FUNCTION.partition("ex:s a")
    with pytest.raises(ShapesError, match="function"):
        validate(to_rdflib(quads(DATA)), to_rdflib(quads("".join(undefined[1:]) + DECLARED)), advanced=True)
