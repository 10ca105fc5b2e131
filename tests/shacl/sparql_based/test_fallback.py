from __future__ import annotations

import pytest

from kg.errors import ShapesError
from kg.shacl import pyshacl_adapter
from kg.shacl.data_graph import Index
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.shape import ValueNodes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.fallback import delegated

from ..judging import quads, report, short

SHAPES = """ex:s sh:targetSubjectsOf ex:p ; sh:class ex:C ; sh:sparql
    [ sh:select "SELECT $this ?value { $this <https://example.org/p> ?value FILTER(STR(?value) = '1.50') }" ],
    [ sh:select "SELECT $this { $this <https://example.org/p> ?v }" ] ."""


def test_pyshacl_reports_one_constraint_for_the_focus_nodes_that_are_given() -> None:
    graph = ShapesGraph(quads(SHAPES))
    (shape,) = read_shapes(graph).roots
    index = Index(quads("ex:a ex:p 1.50 . ex:b ex:p 1.50 . ex:c ex:p 1.5 ."))
    constraint = next(
        item for item in shape.constraints if isinstance(item, SparqlConstraint) and "STR" in item.plan.query.text
    )
    nodes = {short(index.terms[number]): number for number in range(len(index.terms))}
    focus = [nodes["a"], nodes["c"]]
    violations = list(delegated(index, graph, constraint, ValueNodes(shape, focus, [[number] for number in focus])))
    assert [(violation.focus, violation.value) for violation in violations] == [(nodes["a"], nodes["1.50"])]


@pytest.mark.parametrize("expression", ['REGEX(?v, "^(a|a)*$")', 'REPLACE(?v, "^(a|a)*$", "") = ""'])
def test_a_regular_expression_left_to_pyshacl_has_the_same_limit(
    monkeypatch: pytest.MonkeyPatch, expression: str
) -> None:
    monkeypatch.setattr(pyshacl_adapter, "LIMIT", 0.1)
    query = f"SELECT $this {{ $this <https://example.org/p> ?v FILTER(STR(?v) != '1.50' && {expression}) }}"
    shape = f"ex:s sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select '''{query}''' ] ."
    with pytest.raises(ShapesError, match=r'regular expression in a query .* on the value "a{40}!"'):
        report(f'ex:a ex:p 1.50, "{"a" * 40}!" .', shape)
