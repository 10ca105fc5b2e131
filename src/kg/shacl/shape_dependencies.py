"""Which statements a shape reads, as paths from its focus node; so a change leads to the focus nodes that it affects.

The paths are complete: a focus node to which none leads back from a changed statement has the same results before and
after. There may be more than necessary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.shacl.core.additions import AnyOf, ReifierShape, RootClass, SubsetOf, UniqueValuesFor
from kg.shacl.core.other import Closed
from kg.shacl.core.property_pair import Disjoint, Equals, LessThan
from kg.shacl.core.rdf_lists import FIRST, REST, MaxListLength, MemberShape, MinListLength, UniqueMembers
from kg.shacl.core.value_type import Class
from kg.shacl.data_graph import RDF_TYPE, SUBCLASS_OF
from kg.shacl.recursion import shapes_of
from kg.shacl.shapes.data_path import Lookup, Way, lookups_along
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName, Shapes
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.query_dependencies import query_lookups
from kg.sparql.property_path import Predicate, Repeated

_MEMBER = (Repeated(Predicate(REST), "*"), Predicate(FIRST))


def lookups(shapes: Shapes, root: Shape) -> frozenset[Lookup]:
    """The lookups of a shape and of every shape that it refers to."""
    return frozenset(_of_shape(shapes, root.name, ()))


def _of_shape(shapes: Shapes, name: ShapeName, way: Way) -> Iterator[Lookup]:
    shape = shapes.by_name.get(name)
    if shape is None or shape.deactivated:
        return
    values = way if shape.path is None else (*way, shape.path)
    if shape.path is not None:
        yield from lookups_along(shape.path, way)
    for constraint in shape.constraints:
        yield from _of_constraint(constraint, way, values)
        for other in shapes_of(constraint):
            yield from _of_shape(shapes, other, (*values, *_MEMBER) if isinstance(constraint, MemberShape) else values)


def _of_constraint(constraint: Constraint, focus: Way, values: Way) -> Iterable[Lookup]:
    match constraint:
        case MemberShape() | MinListLength() | MaxListLength() | UniqueMembers():
            nodes = (*values, _MEMBER[0])
            return (Lookup(nodes, FIRST), Lookup(nodes, REST))
        case ReifierShape():
            return (Lookup(None, None),)
        case UniqueValuesFor():
            return tuple(Lookup(None, predicate) for predicate in (RDF_TYPE, *constraint.properties))
        case AnyOf():
            return [lookup for option in constraint.options for lookup in _of_constraint(option, focus, values)]
        case RootClass():
            return (Lookup(None, SUBCLASS_OF),)
        case Class():
            return (Lookup(values, RDF_TYPE),)
        case Equals() | Disjoint() | LessThan() | SubsetOf():
            return (Lookup(focus, constraint.other),)
        case Closed():
            return (Lookup(values, None),)
        case SparqlConstraint():
            starts = {"this": focus, "value": values} if "value" in constraint.plan.columns else {"this": focus}
            return query_lookups(constraint.plan.query, starts)
    return ()
