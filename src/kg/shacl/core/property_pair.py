"""Property pair constraints: `SHACL §4.5 <https://www.w3.org/TR/shacl/#core-components-property-pairs>`_."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import ClassVar

from pyoxigraph import NamedNode

from kg.shacl.literals.bounds import Bounds
from kg.shacl.literals.comparison import value_of
from kg.shacl.shapes.shape import CoreConstraint, Evaluation, ValueNodes, Violation
from kg.shacl.shapes.shape_node import Reader, ShapeNode, of_value
from kg.shacl.vocabulary import component


@dataclass(frozen=True, slots=True)
class Equals(CoreConstraint):
    """The value nodes are exactly the values of the other property; each that one side lacks is a result."""

    component = component("Equals")
    other: NamedNode

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        others = evaluation.index.forward(self.other)
        for focus, values in nodes.pairs():
            wanted = others.get(focus, ())
            if values != wanted:
                here, there = frozenset(values), frozenset(wanted)
                yield from (Violation(focus, value) for value in values if value not in there)
                yield from (Violation(focus, value) for value in wanted if value not in here)

    @property
    def default_message(self) -> str:
        return f"must have the same values as {self.other}"


@dataclass(frozen=True, slots=True)
class Disjoint(CoreConstraint):
    """No value node is a value of the other property."""

    component = component("Disjoint")
    other: NamedNode

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        others = evaluation.index.forward(self.other)
        for focus, values in nodes.pairs():
            if focus in others:
                unwanted = frozenset(others[focus])
                yield from (Violation(focus, value) for value in values if value in unwanted)

    @property
    def default_message(self) -> str:
        return f"must not be a value of {self.other}"


@dataclass(frozen=True, slots=True)
class LessThan(CoreConstraint):
    """Each value node is less than each value of the other property; each pair that is not is a result."""

    component = component("LessThan")
    other: NamedNode
    or_equal: ClassVar[bool] = False
    words: ClassVar[str] = "less than"

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        terms, others = evaluation.index.terms, evaluation.index.forward(self.other)
        value_at = cache(lambda number: value_of(terms[number]))
        for focus, values in nodes.pairs():
            if values and focus in others:
                bounds = Bounds(map(value_at, others[focus]))
                for value in values:
                    failing = bounds.failing(value_at(value), or_equal=self.or_equal)
                    yield from repeat(Violation(focus, value), failing)

    @property
    def default_message(self) -> str:
        return f"must be {self.words} the values of {self.other}"


class LessThanOrEquals(LessThan):
    """Each value node is at most each value of the other property."""

    __slots__ = ()
    component, or_equal, words = component("LessThanOrEquals"), True, "less than or equal to"


READERS: dict[NamedNode, Reader] = {
    **of_value("equals", ShapeNode.iri, Equals, several=True),
    **of_value("disjoint", ShapeNode.iri, Disjoint, several=True),
    **of_value("lessThan", ShapeNode.iri, LessThan, several=True, property_shapes_only=True),
    **of_value("lessThanOrEquals", ShapeNode.iri, LessThanOrEquals, several=True, property_shapes_only=True),
}
