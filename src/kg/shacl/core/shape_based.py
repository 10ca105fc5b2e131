"""Shape-based constraints: `SHACL §4.7 <https://www.w3.org/TR/shacl/#core-components-shape>`_."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.shacl.report import Term
from kg.shacl.shapes.shape import (
    Constraint,
    CoreConstraint,
    Evaluation,
    ShapeName,
    ValueConstraint,
    ValueNodes,
    Violation,
)
from kg.shacl.shapes.shape_node import Reader, ShapeNode, of_value
from kg.shacl.vocabulary import component, sh

_SHAPE, _MIN, _MAX = sh("qualifiedValueShape"), sh("qualifiedMinCount"), sh("qualifiedMaxCount")
_DISJOINT, _PROPERTY = sh("qualifiedValueShapesDisjoint"), sh("property")


@dataclass(frozen=True, slots=True)
class Node(ValueConstraint):
    """Each value node conforms to the node shape."""

    component = component("Node")
    shape: ShapeName

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        return evaluation.failing(self.shape, values)

    @property
    def default_message(self) -> str:
        return f"must conform to {self.shape}"


@dataclass(frozen=True, slots=True)
class Property(Constraint):
    """Each value node conforms to the property shape, whose own results are reported.

    It has no violations of its own: ``kg.shacl.evaluation`` reports those of the property shape.
    """

    component = component("Property")
    shape: ShapeName

    @property
    def default_message(self) -> str:
        return f"must conform to {self.shape}"


@dataclass(frozen=True, slots=True)
class _Qualified(CoreConstraint):
    """Counts the value nodes that conform to ``shape`` and to none of ``siblings``."""

    shape: ShapeName
    count: int
    siblings: tuple[ShapeName, ...]

    def _counted(self, nodes: ValueNodes, evaluation: Evaluation) -> frozenset[int]:
        """The value nodes that count."""
        counted = nodes.distinct - evaluation.failing(self.shape, nodes.distinct)
        for sibling in self.siblings:
            counted &= evaluation.failing(sibling, counted)
        return counted

    def _counts(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[tuple[int, int]]:
        counted = self._counted(nodes, evaluation)
        for focus, values in nodes.pairs():
            yield focus, sum(1 for value in values if value in counted)


@dataclass(frozen=True, slots=True)
class QualifiedMinCount(_Qualified):
    """At least so many value nodes conform to the shape."""

    component = component("QualifiedMinCount")

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        if self.count == 1:
            having = nodes.reaching(self._counted(nodes, evaluation))
            return [Violation(focus) for focus in nodes.focus if focus not in having]
        return [Violation(focus) for focus, count in self._counts(nodes, evaluation) if count < self.count]

    @property
    def default_message(self) -> str:
        return f"must have at least {_counted(self.count)} to {self.shape}"


@dataclass(frozen=True, slots=True)
class QualifiedMaxCount(_Qualified):
    """At most so many value nodes conform to the shape."""

    component = component("QualifiedMaxCount")

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        return [Violation(focus) for focus, count in self._counts(nodes, evaluation) if count > self.count]

    @property
    def default_message(self) -> str:
        return f"must have at most {_counted(self.count)} to {self.shape}"


def _counted(count: int) -> str:
    return "1 value that conforms" if count == 1 else f"{count} values that conform"


def _read_min(shape: ShapeNode, value: Term) -> Constraint | None:
    count, qualifying = shape.count(_MIN, value), _qualifying(shape)
    return None if qualifying is None else QualifiedMinCount(qualifying, count, _siblings(shape, qualifying))


def _read_max(shape: ShapeNode, value: Term) -> Constraint | None:
    count, qualifying = shape.count(_MAX, value), _qualifying(shape)
    return None if qualifying is None else QualifiedMaxCount(qualifying, count, _siblings(shape, qualifying))


def _read_qualified(shape: ShapeNode, value: Term) -> None:
    shape.node(_SHAPE, value)
    if not shape.values(_MIN) and not shape.values(_MAX):
        raise shape.error("sh:qualifiedValueShape needs a sh:qualifiedMinCount or a sh:qualifiedMaxCount")


def _qualifying(shape: ShapeNode) -> ShapeName | None:
    """The shape that is counted; a count without it is ignored at node shapes: the W3C's node/qualified-001."""
    value = shape.one(_SHAPE)
    if value is None and shape.is_property:
        raise shape.error("a qualified count needs a sh:qualifiedValueShape")
    return None if value is None else shape.node(_SHAPE, value)


def _siblings(shape: ShapeNode, own: ShapeName) -> tuple[ShapeName, ...]:
    """The qualified value shapes of the property shapes beside this one, its own left out."""
    if not shape.boolean(_DISJOINT):
        return ()
    graph = shape.graph
    sibling_shapes = [
        value
        for parent in graph.subjects(_PROPERTY, shape.name)
        for sibling in graph.objects(parent, _PROPERTY)
        for value in graph.objects(sibling, _SHAPE)
        if value != own
    ]
    return tuple(dict.fromkeys(shape.node(_SHAPE, value) for value in sibling_shapes))


READERS: dict[NamedNode, Reader] = {
    **of_value("node", ShapeNode.node, Node, several=True),
    **of_value("property", ShapeNode.node, Property, several=True),
    _SHAPE: Reader(_read_qualified, property_shapes_only=True),
    _MIN: Reader(_read_min),
    _MAX: Reader(_read_max),
}
