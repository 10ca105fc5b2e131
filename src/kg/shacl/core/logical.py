"""Logical constraints: `SHACL §4.6 <https://www.w3.org/TR/shacl/#core-components-logical>`_."""

from __future__ import annotations

from abc import ABC
from collections import Counter
from collections.abc import Callable, Collection, Set
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import NamedNode

from kg.shacl.report import Term
from kg.shacl.shapes.shape import Constraint, Evaluation, ShapeName, ValueConstraint
from kg.shacl.shapes.shape_node import Reader, ShapeNode, of_value
from kg.shacl.vocabulary import component, sh


@dataclass(frozen=True, slots=True)
class Not(ValueConstraint):
    """No value node conforms to the shape."""

    component = component("Not")
    shape: ShapeName

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        return values - evaluation.failing(self.shape, values)

    @property
    def default_message(self) -> str:
        return f"must not conform to {self.shape}"


@dataclass(frozen=True, slots=True)
class _OfShapes(ValueConstraint, ABC):
    shapes: tuple[ShapeName, ...]

    def _listed(self) -> str:
        return ", ".join(str(shape) for shape in self.shapes)


@dataclass(frozen=True, slots=True)
class And(_OfShapes):
    """Each value node conforms to all of the shapes."""

    component = component("And")

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        return frozenset().union(*(evaluation.failing(shape, values) for shape in self.shapes))

    @property
    def default_message(self) -> str:
        return f"must conform to all of {self._listed()}"


@dataclass(frozen=True, slots=True)
class Or(_OfShapes):
    """Each value node conforms to one of the shapes or more."""

    component = component("Or")

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        remaining = values
        for shape in self.shapes:
            if not remaining:
                break
            remaining = remaining & evaluation.failing(shape, remaining)
        return remaining

    @property
    def default_message(self) -> str:
        return f"must conform to one of {self._listed()}"


@dataclass(frozen=True, slots=True)
class Xone(_OfShapes):
    """Each value node conforms to exactly one of the shapes; one that is listed twice counts twice."""

    component = component("Xone")

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        failures = Counter(chain.from_iterable(evaluation.failing(shape, values) for shape in self.shapes))
        return frozenset(value for value in values if failures[value] != len(self.shapes) - 1)

    @property
    def default_message(self) -> str:
        return f"must conform to exactly one of {self._listed()}"


def _reader(name: str, kind: Callable[[tuple[ShapeName, ...]], Constraint]) -> Reader:
    predicate = sh(name)

    def read(shape: ShapeNode, value: Term) -> Constraint:
        return kind(tuple(shape.node(predicate, member) for member in shape.members(predicate, value)))

    return Reader(read, several=True)


READERS: dict[NamedNode, Reader] = {
    **of_value("not", ShapeNode.node, Not, several=True),
    sh("and"): _reader("and", And),
    sh("or"): _reader("or", Or),
    sh("xone"): _reader("xone", Xone),
}
