"""Shapes as values, and what a constraint is to the engine: something that finds faults in many focus nodes at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.shacl.data_graph import Index
from kg.shacl.report import Term
from kg.shacl.shapes.path import Path

if TYPE_CHECKING:
    from kg.shacl.sparql_based.constraint import SparqlConstraint
    from kg.shacl.sparql_based.store import QueryStore

ShapeName = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Targets:
    """Where a shape looks for its focus nodes (`SHACL §2.1.3 <https://www.w3.org/TR/shacl/#targets>`_)."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[Term, ...] = ()
    subjects_of: tuple[NamedNode, ...] = ()
    objects_of: tuple[NamedNode, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A node shape, or a property shape if it has a ``path``."""

    name: ShapeName
    path: Path | None
    targets: Targets
    constraints: tuple[Constraint, ...]
    severity: NamedNode
    messages: tuple[Literal, ...]
    deactivated: bool


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes of a shapes graph; ``roots`` are those that have targets, in the order of the graph."""

    by_name: Mapping[ShapeName, Shape]
    roots: tuple[Shape, ...]


class ValueNodes:
    """The value nodes of one shape for many focus nodes: ``lists`` stands parallel to ``focus``."""

    __slots__ = ("_distinct", "focus", "lists", "shape")

    def __init__(self, shape: Shape, focus: Sequence[int], lists: Sequence[Sequence[int]]) -> None:
        self.shape = shape
        self.focus = focus
        self.lists = lists
        self._distinct: frozenset[int] | None = None

    @property
    def distinct(self) -> frozenset[int]:
        if self._distinct is None:
            self._distinct = frozenset(chain.from_iterable(self.lists))
        return self._distinct

    def pairs(self) -> Iterator[tuple[int, Sequence[int]]]:
        return zip(self.focus, self.lists, strict=True)

    def having(self, values: Collection[int]) -> Iterator[tuple[int, int]]:
        """The pairs of focus node and value node whose value node is one of ``values``."""
        if values:
            for focus, found in self.pairs():
                for value in found:
                    if value in values:
                        yield focus, value


class Found(NamedTuple):
    """What a constraint found: the fields of a result that are not the same for every result of the constraint."""

    focus: int
    value: int | None = None
    path: Path | None = None
    messages: tuple[Literal, ...] = ()


class Evaluation(Protocol):
    """What a constraint may ask of the engine that runs it."""

    index: Index
    shapes: Shapes

    @property
    def store(self) -> QueryStore:
        """The store for SPARQL, made when it is first asked for."""
        ...

    def delegate(self, constraint: SparqlConstraint, nodes: ValueNodes, reason: str) -> Iterable[Found]:
        """What pySHACL finds for a constraint that the store cannot answer exactly."""
        ...

    def failing(self, shape: ShapeName, nodes: AbstractSet[int]) -> AbstractSet[int]:
        """Those of the nodes that do not conform to the shape."""
        ...

    def findings(self, shape: ShapeName, nodes: Collection[int]) -> Mapping[int, Sequence[Finding]]:
        """The findings of the shape for each of the nodes that has any."""
        ...


@dataclass(frozen=True, slots=True)
class Constraint(ABC):
    """One constraint of a shape; subclasses carry its parameters."""

    component: ClassVar[NamedNode]

    @abstractmethod
    def find(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Found]:
        """Every fault in these nodes."""

    @property
    @abstractmethod
    def says(self) -> str:
        """What the constraint asks, in English, for shapes without a message of their own."""

    @property
    def component_iri(self) -> NamedNode:
        """The constraint component as results name it."""
        return self.component

    @property
    def source(self) -> Term | None:
        """The node of a SPARQL-based constraint."""
        return None


@dataclass(frozen=True, slots=True)
class ValueConstraint(Constraint, ABC):
    """A constraint that looks at each value node by itself, so at each distinct one only once."""

    @abstractmethod
    def failing(self, values: AbstractSet[int], evaluation: Evaluation) -> Collection[int]:
        """Those of the values that violate the constraint."""

    def find(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Found]:
        bad = self.failing(nodes.distinct, evaluation) if nodes.distinct else ()
        return (Found(focus, value) for focus, value in nodes.having(bad))


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """A fault with the shape and the constraint that it breaks."""

    shape: Shape
    constraint: Constraint
    found: Found = field(repr=False)
