"""Which statements a shape looks at, as ways from its focus node: so that a change tells which focus nodes it concerns.

The ways are never too few: a focus node that no way leads back to from any changed statement has the same results
before and after. They may be too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.validation.constraints.other import Closed
from kg.validation.constraints.property_pair import Disjoint, Equals, LessThan
from kg.validation.constraints.value_type import Class
from kg.validation.index import RDF_TYPE
from kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence, inverted
from kg.validation.shape import Constraint, Shape, ShapeName, Shapes
from kg.validation.shape_reader import shapes_of
from kg.validation.sparql.constraint import SparqlConstraint

Way = tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """From a focus node along ``way``, then the statements with ``predicate`` of which the node there is the subject.

    The object, if ``backwards``; statements with any predicate, if there is none. With no ``way`` at all it is every
    statement of the predicate, wherever it stands.
    """

    way: Way | None
    predicate: NamedNode | None
    backwards: bool = False


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
            from kg.validation.sparql.reach import query_reads

            starts = {"this": focus, "value": values} if "value" in constraint.plan.columns else {"this": focus}
            return query_reads(constraint.plan.query, starts)
    return ()


def along(path: Path, way: Way) -> Iterator[Read]:
    """What walking ``path`` from the end of ``way`` looks at."""
    match path:
        case Predicate(iri):
            yield Read(way, iri)
        case Inverse(Predicate(iri)):
            yield Read(way, iri, backwards=True)
        case Inverse(inner):
            yield from along(inverted(inner), way)
        case Sequence(paths):
            for each in paths:
                yield from along(each, way)
                way = (*way, each)
        case Alternative(paths):
            for each in paths:
                yield from along(each, way)
        case Repeated(inner, modifier):
            yield from along(inner, way if modifier == "?" else (*way, Repeated(inner, "*")))


def way_back(way: Way) -> Path | None:
    """From the end of the way to the focus nodes; nothing if the way is empty."""
    steps = tuple(inverted(each) for each in reversed(way))
    return None if not steps else steps[0] if len(steps) == 1 else Sequence(steps)
