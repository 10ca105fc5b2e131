"""Shapes and constraints as values.

Nodes are the numbers that a ``data_graph.Index`` gives to terms, and a constraint is evaluated for many focus nodes at
once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from typing import ClassVar, NamedTuple, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.shacl.data_graph import Index
from kg.shacl.report import Term
from kg.sparql.property_path import Path

ShapeName = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Targets:
    """What selects the focus nodes of a shape (`SHACL §2.1.3 <https://www.w3.org/TR/shacl/#targets>`_)."""

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
    """All shapes of a shapes graph; ``roots`` are those that have targets, in the order of the graph.

    ``cycles`` has, for each shape that refers to itself, all the shapes of its circle.
    """

    by_name: Mapping[ShapeName, Shape]
    roots: tuple[Shape, ...]
    cycles: Mapping[ShapeName, frozenset[ShapeName]] = field(default_factory=dict)


class ValueNodes:
    """The value nodes of a shape for many focus nodes: ``lists[i]`` are those of ``focus[i]``."""

    __slots__ = ("_distinct", "focus", "lists", "shape")

    def __init__(self, shape: Shape, focus: Sequence[int], lists: Sequence[Sequence[int]]) -> None:
        self.shape = shape
        self.focus = focus
        self.lists = lists
        self._distinct: frozenset[int] | None = None

    @property
    def distinct(self) -> frozenset[int]:
        """The value nodes of all focus nodes, as a set."""
        if self._distinct is None:
            self._distinct = frozenset(chain.from_iterable(self.lists))
        return self._distinct

    def pairs(self) -> Iterator[tuple[int, Sequence[int]]]:
        return zip(self.focus, self.lists, strict=True)

    def having(self, values: Collection[int]) -> Iterator[tuple[int, int]]:
        """The pairs of a focus node and one of its value nodes that is in ``values``."""
        if values:
            for focus, own_values in self.pairs():
                for value in own_values:
                    if value in values:
                        yield focus, value

    def reaching(self, values: Collection[int]) -> set[int]:
        """The focus nodes that have one of the values."""
        return {focus for focus, _ in self.having(values)}

    def without_value(self) -> list[int]:
        """The focus nodes that have no value node."""
        return [focus for focus, values in self.pairs() if not values]

    @property
    def size(self) -> int:
        """The number of pairs of a focus node and a value node."""
        return sum(map(len, self.lists))


class Violation(NamedTuple):
    """A violation of a constraint: the fields of a result that the shape and the constraint do not determine."""

    focus: int
    value: int | None = None
    path: Path | None = None
    messages: tuple[Literal, ...] = ()


class Evaluation(Protocol):
    """What a constraint of SHACL Core needs to be evaluated: the data, and whether nodes conform to other shapes."""

    index: Index

    def failing(self, shape: ShapeName, nodes: AbstractSet[int]) -> AbstractSet[int]:
        """Those of the nodes that do not conform to the shape."""
        ...


@dataclass(frozen=True, slots=True)
class Constraint(ABC):
    """A constraint of a shape; subclasses have its parameters as fields."""

    component: ClassVar[NamedNode]

    @property
    @abstractmethod
    def default_message(self) -> str:
        """The English message for shapes without a message of their own."""

    @property
    def component_iri(self) -> NamedNode:
        """The constraint component as results name it."""
        return self.component

    @property
    def source(self) -> Term | None:
        """The node of a SPARQL-based constraint."""
        return None


@dataclass(frozen=True, slots=True)
class DescribedConstraint(Constraint, ABC):
    """A constraint of a component ``kind`` that the shapes graph describes at ``node``, if at one of its own."""

    kind: NamedNode
    node: Term | None

    @property
    def component_iri(self) -> NamedNode:
        return self.kind

    @property
    def source(self) -> Term | None:
        return self.node

    @property
    def default_message(self) -> str:
        return f"violates the constraint {self.node or self.kind}"


@dataclass(frozen=True, slots=True)
class CoreConstraint(Constraint, ABC):
    """A constraint that is evaluated over the index alone, without SPARQL."""

    @abstractmethod
    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        """Every violation among these focus nodes and their value nodes."""


@dataclass(frozen=True, slots=True)
class ValueConstraint(CoreConstraint, ABC):
    """A constraint on each value node by itself, so that each distinct value node is checked once."""

    @abstractmethod
    def failing(self, values: AbstractSet[int], evaluation: Evaluation) -> Collection[int]:
        """Those of the values that violate the constraint."""

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        bad = self.failing(nodes.distinct, evaluation) if nodes.distinct else ()
        return (Violation(focus, value) for focus, value in nodes.having(bad))


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """A violation with its shape and constraint."""

    shape: Shape
    constraint: Constraint
    violation: Violation = field(repr=False)


def focus_nodes(index: Index, targets: Targets) -> set[int]:
    """The focus nodes that targets select; a target node need not occur in the data."""
    nodes = {index.number(node) for node in targets.nodes}
    for a_class in targets.classes:
        nodes |= index.targeted_instances(index.number(a_class))
    for predicate in targets.subjects_of:
        nodes.update(index.own.forward(predicate))
    for predicate in targets.objects_of:
        nodes.update(index.own.inverse(predicate))
    return nodes
