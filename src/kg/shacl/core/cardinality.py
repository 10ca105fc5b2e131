"""Cardinality constraints: `SHACL §4.2 <https://www.w3.org/TR/shacl/#core-components-count>`_."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.shacl.shapes.shape import CoreConstraint, Evaluation, ValueNodes, Violation
from kg.shacl.shapes.shape_node import Reader, ShapeNode, of_value
from kg.shacl.vocabulary import component


@dataclass(frozen=True, slots=True)
class MinCount(CoreConstraint):
    """At least so many value nodes."""

    component = component("MinCount")
    count: int

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:  # noqa: ARG002
        count = self.count
        if count == 1:
            return map(Violation, nodes.without_value())
        return [Violation(focus) for focus, values in nodes.pairs() if len(values) < count] if count > 0 else ()

    @property
    def default_message(self) -> str:
        return f"must have at least {self.count} {_values(self.count)}"


@dataclass(frozen=True, slots=True)
class MaxCount(CoreConstraint):
    """At most so many value nodes."""

    component = component("MaxCount")
    count: int

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:  # noqa: ARG002
        count = self.count
        if count == 0:
            without = set(nodes.without_value())
            return [Violation(focus) for focus in nodes.focus if focus not in without]
        if nodes.size <= count:
            return ()
        return [Violation(focus) for focus, values in nodes.pairs() if len(values) > count]

    @property
    def default_message(self) -> str:
        return f"must have at most {self.count} {_values(self.count)}"


def _values(count: int) -> str:
    return "value" if count == 1 else "values"


READERS: dict[NamedNode, Reader] = {
    **of_value("minCount", ShapeNode.count, MinCount, property_shapes_only=True),
    **of_value("maxCount", ShapeNode.count, MaxCount, property_shapes_only=True),
}
