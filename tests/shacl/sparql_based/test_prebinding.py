"""One evaluation of a query for all focus nodes gives what one for each gives, and what pySHACL gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.shacl import validator
from kg.shacl.data_graph import Index
from kg.shacl.evaluation import Evaluation, results
from kg.shacl.pyshacl_adapter import validate_with_pyshacl
from kg.shacl.report import NoteKind, Result
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.shape import Shape, Shapes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint import SparqlConstraint

from ...mutations import difference, multiset

PROLOGUE = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX ex: <http://example.org/>
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] .
"""
QUERIES = (
    "SELECT $this ?value WHERE { $this ex:p ?value . FILTER($this != ?value) }",
    "SELECT $this ?value WHERE { $this ex:p ?value . { FILTER($this != ex:n1) } }",
    "SELECT $this WHERE { { FILTER($this = ex:n1) } UNION { $this ex:q ex:n2 } }",
    "SELECT $this ?value WHERE { ?value ex:p ?y OPTIONAL { ?y ex:q ?z FILTER(?z = $this) } FILTER(!BOUND(?z)) }",
    "SELECT $this ?value WHERE { ?value ex:p ?y OPTIONAL { { ?y ex:q ?z FILTER(?z = $this) } } FILTER(BOUND(?z)) }",
    "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?x . FILTER EXISTS { ?x ex:q $this } } }",
    "SELECT $this WHERE { FILTER EXISTS { { ?x ex:p ?y FILTER(?y = $this) } } }",
    "SELECT $this WHERE { { SELECT $this (COUNT(?x) AS ?n) WHERE { $this ex:p ?x } GROUP BY $this } FILTER(?n > 1) }",
    "SELECT $this (COUNT(?x) AS ?n) WHERE { $this ex:p ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this ?value WHERE { $this ex:p ?value } ORDER BY ?value LIMIT 1",
    "SELECT $this ?value WHERE { { SELECT $this ?value WHERE { $this ex:p ?value } ORDER BY DESC(?value) LIMIT 1 } }",
    "SELECT $this ?value WHERE { BIND($this AS ?me) ?me ex:p ?value }",
    "SELECT $this ?value WHERE { { BIND($this AS ?me) } ?me ex:p ?value }",
    "SELECT $this ?value WHERE { ?value ex:p ?x . OPTIONAL { BIND($this AS ?me) ?x ex:q ?me } FILTER(BOUND(?me)) }",
    "SELECT $this ?path ?value WHERE { $this ?path ?value . FILTER(?path IN (ex:p, ex:q)) ?value ex:p $this }",
    "SELECT $this ?value WHERE { $this (ex:p|^ex:q)+ ?value . FILTER(?value != $this) }",
    "SELECT $this WHERE { $this ex:p/ex:q* ex:n0 ; ex:q ?x , ?y . FILTER(?x != ?y) } # a comment with $this { in it",
    """SELECT $this ?value WHERE { { $this ex:p ?value } UNION { ?value ex:q $this }
        FILTER NOT EXISTS { { ?value ex:p $this } UNION { $this ex:q ?value } } }""",
    "SELECT $this WHERE { { SELECT DISTINCT $this WHERE { FILTER($this IN (ex:n1, ex:n2)) } } $this ex:p ?x }",
    "SELECT $this WHERE { FILTER(!isIRI($this)) }",
    'SELECT $this ?text WHERE { BIND("a { $this } is no \\\\\\" variable" AS ?text) $this ex:p $this }',
)


def turtle(text: str) -> list[Quad]:
    return list(parse((PROLOGUE + text).encode(), format=RdfFormat.TURTLE))


def shapes_with(query: str) -> list[Quad]:
    return turtle(
        "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p, ex:q ; sh:targetNode 'text', ex:nowhere ; sh:sparql ex:c ."
        f"ex:c sh:prefixes ex:prefixes ; sh:select '''{query}''' ."
    )


def evaluated(data: Iterable[Quad], graph: ShapesGraph, shapes: Shapes) -> tuple[list[Result], Evaluation]:
    evaluation = Evaluation(Index(data), shapes, graph)
    return list(results(evaluation.index, [evaluation.root(shape) for shape in shapes.roots])), evaluation


def row_by_row(shapes: Shapes) -> Shapes:
    def alone(shape: Shape) -> Shape:
        constraints = tuple(
            replace(each, plan=replace(each.plan, once=False)) if isinstance(each, SparqlConstraint) else each
            for each in shape.constraints
        )
        return replace(shape, constraints=constraints)

    by_name = {name: alone(shape) for name, shape in shapes.by_name.items()}
    return Shapes(by_name, tuple(by_name[shape.name] for shape in shapes.roots))


@pytest.mark.parametrize("query", QUERIES)
def test_all_focus_nodes_at_once_are_as_one_after_the_other_and_as_pyshacl_has_them(query: str) -> None:
    random = Random(query)
    nodes = [*(NamedNode(f"http://example.org/n{number}") for number in range(4)), BlankNode("b1")]
    predicates = [NamedNode("http://example.org/p"), NamedNode("http://example.org/q")]
    graph = ShapesGraph(shapes_with(query))
    shapes = read_shapes(graph)
    for _ in range(15):
        data = {Quad(random.choice(nodes), random.choice(predicates), random.choice(nodes)) for _ in range(8)}
        together, _ = evaluated(data, graph, shapes)
        assert difference(together, evaluated(data, graph, row_by_row(shapes))[0]) == []
        # SHACL §5.3.2 has a result for each solution; pySHACL leaves out those that are alike.
        assert set(multiset(together)) == set(multiset(validate_with_pyshacl(data, graph.quads)))


def test_only_queries_that_slice_or_count_all_rows_are_asked_row_by_row() -> None:
    def asked_once(query: str) -> bool:
        (constraint,) = read_shapes(ShapesGraph(shapes_with(query))).roots[0].constraints
        assert isinstance(constraint, SparqlConstraint)
        return constraint.plan.once

    assert [query for query in QUERIES if not asked_once(query)] == [query for query in QUERIES if "LIMIT" in query]


def report_on(query: str, data: str) -> tuple[list[str], list[NoteKind]]:
    report = validator.validate(turtle(data), shapes_with(query), dataset_digest="", shapes_digest="")
    return [str(each.value) for each in report.results], [
        note.kind for note in report.notes if note.kind is NoteKind.DELEGATED
    ]


INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"


def test_a_value_is_reported_as_written_although_the_store_rewrites_it() -> None:
    query = "SELECT $this ?value WHERE { $this ex:p ?value . FILTER(?value > 5) }"
    assert report_on(query, "ex:x ex:p 007 .") == ([f'"007"{INTEGER}'], [])


@pytest.mark.parametrize(
    ("query", "data", "found"),
    [
        ('SELECT $this WHERE { $this ex:p ?x FILTER(STR(?x) = "007") }', "ex:x ex:p 007 .", 1),
        ("SELECT $this WHERE { $this ex:p ?x ; ex:q ?x }", "ex:x ex:p 007 ; ex:q 7 .", 0),
        ("SELECT $this WHERE { $this ex:p 7 }", "ex:x ex:p 007 .", 0),
        ("SELECT $this ?value WHERE { $this ex:p ?value }", "ex:x ex:p 007 , 7 .", 2),
        ("SELECT $this ?value WHERE { $this ex:p ?value }", "ex:x ex:p 007 . ex:y ex:p 7 .", 2),
    ],
)
def test_a_query_that_would_see_the_rewriting_is_left_to_pyshacl_and_the_report_says_so(
    query: str, data: str, found: int
) -> None:
    results, notes = report_on(query, data)
    assert len(results) == found
    assert notes == [NoteKind.DELEGATED]


def test_a_message_is_filled_in_from_the_solution_in_every_language() -> None:
    shapes = turtle(
        """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql ex:c . ex:c sh:prefixes ex:prefixes ;
        sh:message "{?value} of {$this}"@en, "{?value} van {?this} {?other}"@nl ;
        sh:select "SELECT $this ?value WHERE { $this ex:p ?value }" ."""
    )
    report = validator.validate(turtle("ex:x ex:p 7 ."), shapes, dataset_digest="", shapes_digest="")
    assert set(report.results[0].messages) == {
        Literal("7 of http://example.org/x", language="en"),
        Literal("7 van http://example.org/x {?other}", language="nl"),
    }
