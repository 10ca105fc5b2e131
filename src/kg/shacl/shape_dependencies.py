"""Which statements a shape looks at, as ways from its focus node: so that a change tells which focus nodes it concerns.

The ways are never too few: a focus node that no way leads back to from any changed statement has the same results
before and after. They may be too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.shacl.core.other import Closed
from kg.shacl.core.property_pair import Disjoint, Equals, LessThan
from kg.shacl.core.value_type import Class
from kg.shacl.data_graph import RDF_TYPE
from kg.shacl.recursion import shapes_of
from kg.shacl.shapes.data_path import Read, Way, along
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName, Shapes
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.query_dependencies import query_reads


def reads(shapes: Shapes, root: Shape) -> frozenset[Read]:
    """What the shape, and every shape that it refers to, looks at."""
    return frozenset(_of_shape(shapes, root.name, ()))


def _of_shape(shapes: Shapes, name: ShapeName, way: Way) -> Iterator[Read]:
    shape = shapes.by_name.get(name)
    if shape is None or shape.deactivated:
        return
    values = way if shape.path is None else (*way, shape.path)
    if shape.path is not None:
        yield from along(shape.path, way)
    for constraint in shape.constraints:
        yield from _of_constraint(constraint, way, values)
        for each in shapes_of(constraint):
            yield from _of_shape(shapes, each, values)


def _of_constraint(constraint: Constraint, focus: Way, values: Way) -> Iterable[Read]:
    match constraint:
        case Class():
            return (Read(values, RDF_TYPE),)
        case Equals() | Disjoint() | LessThan():
            return (Read(focus, constraint.other),)
        case Closed():
            return (Read(values, None),)
        case SparqlConstraint():
            starts = {"this": focus, "value": values} if "value" in constraint.plan.columns else {"this": focus}
            return query_reads(constraint.plan.query, starts)
    return ()
