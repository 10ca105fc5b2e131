"""The W3C's shapes for shapes, run by our engine: what they reject the reader rejects, and no more without a reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import ShapesError
from kg.shacl.data_graph import Index
from kg.shacl.evaluation import Evaluation
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.validator import start

from .judging import quads

FILE = "suites/shacl/core/complex/shacl-shacl-data-shapes.ttl"
NODE = "ex:s a sh:NodeShape ; sh:targetNode ex:x ; %s ."
PROPERTY = "ex:s a sh:NodeShape ; sh:targetNode ex:x ; sh:property [ sh:path ex:p ; %s ] ."
PATH = "ex:s sh:targetNode ex:x ; sh:path %s ."
IN_NODE_SHAPES = [
    "sh:property ex:absent",
    "sh:targetNode [ ]",
    "sh:targetClass 'x'",
    "sh:targetClass [ ]",
    "sh:targetSubjectsOf 'x'",
    "sh:targetObjectsOf [ ]",
    "sh:severity 'x'",
    "sh:severity sh:Info, sh:Warning",
    "sh:message 1",
    "sh:deactivated 'x'",
    "sh:deactivated true, false",
    "sh:minCount 1",
    "sh:maxCount 1",
    "sh:lessThan ex:q",
    "sh:lessThanOrEquals ex:q",
    "sh:uniqueLang true",
    "sh:qualifiedValueShape [ ] ; sh:qualifiedMinCount 1",
    "sh:and ex:l",
    "sh:or 'x'",
    "sh:property 'x'",
    "sh:property [ ]",
    "sh:class 'x'",
    "sh:class [ ]",
    "sh:datatype 'x'",
    "sh:datatype xsd:a, xsd:b",
    "sh:nodeKind ex:x",
    "sh:nodeKind sh:IRI, sh:Literal",
    "sh:minExclusive ex:a",
    "sh:minInclusive 1, 2",
    "sh:maxExclusive [ ]",
    "sh:maxInclusive 1, 2",
    "sh:minLength 'x'",
    "sh:minLength 1, 2",
    "sh:maxLength 1.5",
    "sh:pattern 1",
    "sh:pattern 'a' ; sh:flags 1",
    "sh:pattern 'a' ; sh:flags 'i', 's'",
    "sh:languageIn 'nl'",
    "sh:languageIn ( 1 )",
    "sh:languageIn ( 'nl' ), ( 'en' )",
    "sh:equals 'x'",
    "sh:equals [ ]",
    "sh:disjoint 'x'",
    "sh:closed 'x'",
    "sh:closed true, false",
    "sh:ignoredProperties ex:p",
    "sh:ignoredProperties ( 'x' )",
    "sh:in 'x'",
    "sh:in ( 1 ), ( 2 )",
    "sh:and ( [ ] [ sh:minCount 1 ] )",
    "sh:nodeKind ( 1 )",
    "sh:entailment 'x'",
    "sh:shapesGraph 'x'",
]
IN_PROPERTY_SHAPES = [
    "sh:path ex:q",
    "sh:path [ ]",
    "sh:minCount 1, 2",
    "sh:minCount 'x'",
    "sh:maxCount ex:a",
    "sh:maxCount 1, 2",
    "sh:lessThan 'x'",
    "sh:lessThanOrEquals [ ]",
    "sh:uniqueLang 'x'",
    "sh:uniqueLang true, false",
    "sh:qualifiedValueShape [ ] , ex:o ; sh:qualifiedMinCount 1",
    "sh:qualifiedValueShape [ ] ; sh:qualifiedMinCount 'x'",
    "sh:qualifiedValueShape [ ] ; sh:qualifiedMaxCount 1, 2",
    "sh:qualifiedValueShape [ ] ; sh:qualifiedMaxCount 1 ; sh:qualifiedValueShapesDisjoint 'x'",
]
PATHS = [
    "'x'",
    "[ ]",
    "( ex:p )",
    "[ sh:inversePath 'x' ]",
    "[ sh:alternativePath ex:p ]",
    "[ sh:alternativePath ( ex:p ) ]",
    "[ sh:zeroOrMorePath ex:p ; sh:inversePath ex:q ]",
    "[ sh:zeroOrMorePath ex:p, ex:q ]",
    "[ sh:oneOrMorePath ( ex:p ) ]",
    "[ sh:zeroOrOnePath [ ] ]",
    "ex:p, ex:q",
]
REJECTED = [
    *(NODE % text for text in IN_NODE_SHAPES),
    *(PROPERTY % text for text in IN_PROPERTY_SHAPES),
    *(PATH % text for text in PATHS),
]
# By the syntax rules of SHACL, or of what cannot be evaluated; the W3C's file says that it covers a subset.
STRICTER = {
    NODE % "sh:path ex:p": "a node shape must not have a sh:path",
    NODE % "sh:xone ( 'x' )": "must be a shape",
    NODE % "sh:not 'x'": "must be a shape",
    NODE % "sh:node 'x'": "must be a shape",
    NODE % "sh:sparql 'x'": "must be a node with a sh:select",
    NODE % "sh:sparql [ ]": "has no sh:select",
    PROPERTY % "sh:qualifiedValueShape [ ]": "needs a sh:qualifiedMinCount or a sh:qualifiedMaxCount",
    PROPERTY % "sh:qualifiedValueShape 'x' ; sh:qualifiedMinCount 1": "must be a shape",
    PROPERTY % "sh:qualifiedMinCount 1": "needs a sh:qualifiedValueShape",
    "ex:s a sh:PropertyShape ; sh:targetNode ex:x .": "a property shape needs a sh:path",
    NODE % "sh:mincount 1": "SHACL has no term sh:mincount",
    NODE % "sh:pattern '('": "is not a valid regular expression",
    NODE % "sh:not ex:s": "depends on its own negation",
}


@cache
def shapes_for_shapes(file: Path) -> ShapesGraph:
    return ShapesGraph(parse(path=file, format=RdfFormat.TURTLE))


def is_rejected(shapes: list[Quad], file: Path) -> bool:
    graph = shapes_for_shapes(file)
    evaluation = Evaluation(Index(shapes), read_shapes(graph), graph)
    return any(evaluation.root(shape) for shape in evaluation.shapes.roots)


@pytest.mark.parametrize("turtle", REJECTED)
def test_what_the_shapes_for_shapes_reject_the_reader_rejects(turtle: str, shared: Path) -> None:
    shapes = quads(turtle)
    assert is_rejected(shapes, shared / FILE)
    with pytest.raises(ShapesError) as problem:
        start([], shapes)
    assert problem.value.kind in (ProblemKind.INVALID, ProblemKind.MISSING, ProblemKind.ENTAILMENT)


@pytest.mark.parametrize("turtle", STRICTER)
def test_what_the_reader_rejects_beyond_has_a_named_reason(turtle: str, shared: Path) -> None:
    shapes = quads(turtle)
    assert not is_rejected(shapes, shared / FILE)
    with pytest.raises(ShapesError) as problem:
        start([], shapes)
    assert STRICTER[turtle] in problem.value.message


def test_the_shapes_for_shapes_are_well_formed_by_themselves_and_by_the_reader(shared: Path) -> None:
    shapes = list(parse(path=shared / FILE, format=RdfFormat.TURTLE))
    assert not is_rejected(shapes, shared / FILE)
    start([], shapes)
