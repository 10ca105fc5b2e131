from __future__ import annotations

import pytest

from kg.shacl.shape_dependencies import reads
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes_graph import ShapesGraph

from .judging import quads


def predicates(shape: str) -> set[str]:
    shapes = read_shapes(ShapesGraph(quads(f"ex:S sh:targetClass ex:T ; {shape} .")))
    (root,) = [each for each in shapes.roots if each.name.value.endswith("/S")]
    return {
        "any" if each.predicate is None else each.predicate.value.rpartition("/")[2].rpartition("#")[2]
        for each in reads(shapes, root)
    }


@pytest.mark.parametrize(("shape", "expected"), [
    ("sh:property [ sh:path ex:p ; sh:minCount 1 ]", {"p"}),
    ("sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ]", {"p", "q"}),
    ("sh:property [ sh:path ex:p ; sh:class ex:C ]", {"p", "type"}),
    ("sh:property [ sh:path ex:p ; sh:lessThan ex:q ]", {"p", "q"}),
    ("sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:r ; sh:minCount 1 ] ] ]", {"p", "r"}),
    ("sh:or ( [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ] [ sh:nodeKind sh:IRI ] )", {"p"}),
    ("sh:closed true ; sh:property [ sh:path ex:p ]", {"any", "p"}),
    ("sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:deactivated true ]", set()),
    ('sh:sparql [ sh:select "SELECT $this { $this <urn:x/q> ?x . ?x <urn:x/r> ?y }" ]', {"q", "r"}),
])  # fmt: skip
def test_a_shape_depends_on_the_statements_that_it_reads(shape: str, expected: set[str]) -> None:
    assert predicates(shape) == expected
