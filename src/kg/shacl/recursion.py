"""Recursive shapes, whose meaning `SHACL §3.4.3 <https://www.w3.org/TR/shacl/#shapes-recursion>`_ leaves to engines.

Here a node conforms to a recursive shape unless there is a finite proof that it does not: failing nodes are the least
fixed point. That is well-founded only where more conforming nodes can never make another node fail, so a cycle through
sh:not, sh:xone, sh:qualifiedMaxCount or disjoint siblings is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode

from kg.errors import ShapesError
from kg.shacl.core import additions, logical, rdf_lists, shape_based
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName

Cycle = frozenset[ShapeName]


@dataclass(slots=True)
class FixedPoint:
    """The state of one evaluation of a cycle: the nodes to look at, and those known to fail."""

    cycle: Cycle
    nodes: dict[ShapeName, set[int]] = field(init=False)
    failed: dict[ShapeName, set[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.nodes = {name: set() for name in self.cycle}
        self.failed = {name: set() for name in self.cycle}

    @property
    def size(self) -> int:
        """It only grows; an iteration that does not change it was the last."""
        return sum(map(len, self.nodes.values())) + sum(map(len, self.failed.values()))


def shapes_of(constraint: Constraint) -> tuple[ShapeName, ...]:
    """The shapes that a constraint refers to."""
    match constraint:
        case logical.Not(shape=shape) | shape_based.Node(shape=shape) | shape_based.Property(shape=shape):
            return (shape,)
        case logical.And(shapes=shapes) | logical.Or(shapes=shapes) | logical.Xone(shapes=shapes):
            return shapes
        case shape_based.QualifiedMinCount() | shape_based.QualifiedMaxCount():
            return (constraint.shape, *constraint.siblings)
        case rdf_lists.MemberShape(shape=shape) | additions.SomeValue(shape=shape):
            return (shape,)
        case additions.ReifierShape(shape=NamedNode() | BlankNode() as shape):
            return (shape,)
    return ()


def negated(constraint: Constraint) -> tuple[ShapeName, ...]:
    """Those of the shapes that a node has to fail, or may have to fail, to meet the constraint."""
    match constraint:
        case logical.Not() | logical.Xone() | shape_based.QualifiedMaxCount():
            return shapes_of(constraint)
        case shape_based.QualifiedMinCount():
            return constraint.siblings
    return ()


def cycles(by_name: Mapping[ShapeName, Shape]) -> list[Cycle]:
    """The sets of shapes that refer to each other in circles: Tarjan's strongly connected components, iteratively."""
    uses = {name: tuple(_used(shape, by_name)) for name, shape in by_name.items()}
    index: dict[ShapeName, int] = {}
    low: dict[ShapeName, int] = {}
    stack: dict[ShapeName, None] = {}
    components: list[Cycle] = []
    for start in uses:
        pending = [(start, iter(uses[start]))] if start not in index else []
        while pending:
            name, remaining = pending[-1]
            if name not in index:
                index[name] = low[name] = len(index)
                stack[name] = None
            following = next(remaining, None)
            if following is not None and following not in index:
                pending.append((following, iter(uses[following])))
            elif following is not None:
                low[name] = min(low[name], index[following]) if following in stack else low[name]
            else:
                pending.pop()
                if pending:
                    low[pending[-1][0]] = min(low[pending[-1][0]], low[name])
                if low[name] == index[name]:
                    components.append(_popped(stack, name))
    return [cycle for cycle in components if len(cycle) > 1 or any(name in uses[name] for name in cycle)]


def _popped(stack: dict[ShapeName, None], name: ShapeName) -> Cycle:
    members = []
    while True:
        member, _ = stack.popitem()
        members.append(member)
        if member == name:
            return frozenset(members)


def objections(by_name: Mapping[ShapeName, Shape], circles: Collection[Cycle]) -> Iterator[ShapesError]:
    """A problem for each shape of a cycle that negates another one of it."""
    for cycle in circles:
        for name in by_name:
            if name in cycle:
                for other in dict.fromkeys(n for constraint in by_name[name].constraints for n in negated(constraint)):
                    if other in cycle:
                        yield ShapesError(
                            f"the shape {name} depends on its own negation, through {other}",
                            shape=str(name),
                            hint="Recursion has a meaning only without sh:not, sh:xone, sh:qualifiedMaxCount and "
                            "disjoint siblings in the circle.",
                            kind=ProblemKind.RECURSIVE,
                        )


def _used(shape: Shape, by_name: Mapping[ShapeName, Shape]) -> Iterator[ShapeName]:
    return (name for constraint in shape.constraints for name in shapes_of(constraint) if name in by_name)
