"""Other constraints: `SHACL §4.8 <https://www.w3.org/TR/shacl/#core-components-others>`_."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.shacl.report import Term
from kg.shacl.shapes.shape import Constraint, CoreConstraint, Evaluation, ValueConstraint, ValueNodes, Violation
from kg.shacl.shapes.shape_node import Reader, ShapeNode
from kg.shacl.vocabulary import component, sh
from kg.sparql.property_path import Predicate

_CLOSED, _IGNORED, _IN = sh("closed"), sh("ignoredProperties"), sh("in")


@dataclass(frozen=True, slots=True)
class Closed(CoreConstraint):
    """A value node has no properties but these; each statement with another is a result, unless all nodes have it."""

    component = component("Closed")
    allowed: frozenset[NamedNode]

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        index = evaluation.index
        for predicate in index.predicates:
            if predicate not in self.allowed:
                table = index.forward(predicate)
                for focus, node in nodes.having(nodes.distinct & table.keys()):
                    for value in table[node]:
                        if (predicate, value) not in index.universal:
                            yield Violation(focus, value, path=Predicate(predicate))

    @property
    def default_message(self) -> str:
        return "is a property that is not allowed here"


@dataclass(frozen=True, slots=True)
class HasValue(CoreConstraint):
    """One of the value nodes is this term."""

    component = component("HasValue")
    value: Term

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        having = nodes.reaching((evaluation.index.number(self.value),))
        return [Violation(focus) for focus in nodes.focus if focus not in having]

    @property
    def default_message(self) -> str:
        return f"must have the value {self.value}"


@dataclass(frozen=True, slots=True)
class In(ValueConstraint):
    """Each value node is one of these terms, compared as written."""

    component = component("In")
    members: tuple[Term, ...]

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        return values - evaluation.index.numbers(self.members)

    @property
    def default_message(self) -> str:
        return f"must be one of {', '.join(map(str, self.members))}"


def _read_closed(shape: ShapeNode, value: Term) -> Constraint | None:  # noqa: ARG001
    ignored = shape.one(_IGNORED)
    allowed = (
        [shape.iri(_IGNORED, member) for member in shape.members(_IGNORED, ignored)] if ignored is not None else []
    )
    for property_shape in shape.values(sh("property")):
        allowed += [path for path in shape.graph.objects(property_shape, sh("path")) if isinstance(path, NamedNode)]
    return Closed(frozenset(allowed)) if shape.boolean(_CLOSED) else None


def _read_ignored(shape: ShapeNode, value: Term) -> None:
    for member in shape.members(_IGNORED, value):
        shape.iri(_IGNORED, member)


def _read_value(shape: ShapeNode, value: Term) -> Constraint:  # noqa: ARG001
    return HasValue(value)


def _read_in(shape: ShapeNode, value: Term) -> Constraint:
    return In(tuple(shape.members(_IN, value)))


READERS: dict[NamedNode, Reader] = {
    _CLOSED: Reader(_read_closed),
    _IGNORED: Reader(_read_ignored),
    sh("hasValue"): Reader(_read_value, several=True),
    _IN: Reader(_read_in),
}
