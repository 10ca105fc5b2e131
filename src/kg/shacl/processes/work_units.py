"""The pieces into which an evaluation is divided, and which process evaluates which.

A piece is a root shape with some of its constraints. Pieces with queries are assigned beforehand, so that each process
loads no more statements into its store than its own queries read; all others are taken by whoever is idle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.shacl.core.shape_based import Property
from kg.shacl.evaluation import Evaluation
from kg.shacl.recursion import shapes_of
from kg.shacl.shapes.distant_values import is_unbounded
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.store import predicates_read
from kg.sparql.query_structure import Query

# Measured in looks of a Core constraint at a focus node: what a triple pattern costs for a focus node, and a statement
# in a store.
_PATTERN, _STATEMENT = 10, 10
# Roots are divided until a process has so many pieces.
_PIECES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A root shape, these of its constraints, the focus nodes, and what evaluating it may cost.

    ``queries`` are those that it may need. One that ``stays`` is evaluated in the main process, after those before it.
    """

    root: int
    shape: Shape
    focus: Collection[int]
    part: slice
    cost: int
    queries: tuple[Query, ...] = ()
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """The positions of the units that each process evaluates first, and of those for whoever is idle."""

    own: tuple[tuple[int, ...], ...]
    common: tuple[int, ...]


class _Reach:
    """What is evaluated with a constraint: the shapes to which it refers, at any depth."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._known: dict[tuple[ShapeName, bool], tuple[tuple[Shape, bool], ...]] = {}

    def of(self, constraint: Constraint) -> list[tuple[Shape, bool]]:
        """The shapes, each with whether it is evaluated once for a node however many shapes refer to it."""
        reached: dict[tuple[ShapeName, bool], Shape] = {}
        pending = [(constraint, False)]
        while pending:
            current, once = pending.pop()
            once = once or not isinstance(current, Property)
            for name in shapes_of(current):
                shape = self._evaluation.shapes.by_name.get(name)
                if shape is not None and (name, once) not in reached:
                    reached[name, once] = shape
                    pending += [(inner, once) for inner in shape.constraints]
        return [(shape, once) for (_, once), shape in reached.items()]


def units(evaluation: Evaluation, focus_by_root: Mapping[Shape, Collection[int]], processes: int) -> list[Unit]:
    """The units of all roots, in the order in which one process would evaluate them."""
    reach = _Reach(evaluation)
    whole = [
        (number, shape, focus, [_Piece.of(evaluation, constraint, reach) for constraint in shape.constraints])
        for number, (shape, focus) in enumerate(focus_by_root.items())
        if focus and not shape.deactivated
    ]
    size = sum(len(focus) * piece.steps for _, _, focus, pieces in whole for piece in pieces if not piece.queries)
    largest = size // (_PIECES * processes) + 1
    return [
        unit
        for number, shape, focus, pieces in whole
        for unit in _divided(number, shape, focus, pieces, largest, stays=_stays(evaluation, shape, pieces))
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A constraint of a root: its steps for a focus node, its queries, whether it may be evaluated anywhere."""

    steps: int
    queries: tuple[Query, ...]
    stays: bool

    @classmethod
    def of(cls, evaluation: Evaluation, constraint: Constraint, reach: _Reach) -> _Piece:
        reached = reach.of(constraint)
        constraints = [constraint, *(inner for shape, _ in reached for inner in shape.constraints)]
        queries = tuple(inner.plan.query for inner in constraints if isinstance(inner, SparqlConstraint))
        # What a circle or a path without end looks at cannot be added up from parts.
        stays = any(
            shape.name in evaluation.shapes.cycles or (once and shape.path is not None and is_unbounded(shape.path))
            for shape, once in reached
        )
        patterns = sum(len(list(query.patterns())) for query in queries)
        return cls(len(constraints) + _PATTERN * patterns, queries, stays)


def _stays(evaluation: Evaluation, shape: Shape, pieces: Sequence[_Piece]) -> bool:
    unbounded = shape.path is not None and is_unbounded(shape.path)
    return unbounded or shape.name in evaluation.shapes.cycles or any(piece.stays for piece in pieces)


def _divided(
    number: int, shape: Shape, focus: Collection[int], pieces: Sequence[_Piece], largest: int, *, stays: bool
) -> Iterator[Unit]:
    """The units of one root: constraints that stand together, up to a cost; each with queries is one by itself."""
    if not pieces:
        yield Unit(number, shape, focus, slice(0, 0), 0)
    start, cost = 0, 0
    for position, piece in enumerate(pieces):
        cost += len(focus) * piece.steps
        following = pieces[position + 1] if position + 1 < len(pieces) else None
        if following is None or (not stays and (piece.queries or following.queries or cost >= largest)):
            queries = tuple(query for own in pieces[start : position + 1] for query in own.queries)
            yield Unit(number, shape, focus, slice(start, position + 1), cost, queries, stays)
            start, cost = position + 1, 0


def assigned(evaluation: Evaluation, all_units: Sequence[Unit], processes: int) -> Assignment:
    """Who evaluates what: what stays goes to the first process, what has queries where it costs least."""
    own: list[list[int]] = [[] for _ in range(processes)]
    costs = [0] * processes
    loaded: list[set[NamedNode]] = [set() for _ in range(processes)]
    common: list[int] = []
    for number in sorted(range(len(all_units)), key=lambda position: -all_units[position].cost):
        unit = all_units[number]
        if unit.stays:
            own[0].append(number)
            costs[0] += unit.cost
        elif not unit.queries:
            common.append(number)
    for number in sorted(range(len(all_units)), key=lambda position: -all_units[position].cost):
        unit = all_units[number]
        if unit.queries and not unit.stays:
            read = _read(evaluation, unit.queries)
            extra = [_STATEMENT * _rows(evaluation, read - known) for known in loaded]
            process = min(range(processes), key=lambda one: costs[one] + 2 * extra[one])
            own[process].append(number)
            costs[process] += unit.cost + extra[process]
            loaded[process] |= read
    return Assignment(tuple(tuple(sorted(numbers)) for numbers in own), tuple(common))


def _read(evaluation: Evaluation, queries: Collection[Query]) -> set[NamedNode]:
    read: set[NamedNode] = set()
    for query in queries:
        predicates = predicates_read(query)
        read.update(evaluation.index.predicates if predicates is None else predicates)
    return read


def _rows(evaluation: Evaluation, predicates: Collection[NamedNode]) -> int:
    index = evaluation.index
    return sum(index.rows(predicate) for predicate in predicates)
