"""List constraints of `SHACL 1.2 <https://www.w3.org/TR/shacl12-core/>`_, a draft, as its tests settle them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.rdf.namespaces import RDF
from kg.shacl.data_graph import Index
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

FIRST, REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


def members(index: Index, node: int) -> Sequence[int] | None:
    """The members of a list; None for what is no list: each of its nodes has one rdf:first and one rdf:rest."""
    firsts, rests, nil = index.forward(FIRST), index.forward(REST), index.number(_NIL)
    by_node: dict[int, int] = {}
    while node != nil:
        first, rest = firsts.get(node, ()), rests.get(node, ())
        if node in by_node or len(first) != 1 or len(rest) != 1:
            return None
        by_node[node], node = first[0], rest[0]
    return list(by_node.values())


@dataclass(frozen=True, slots=True)
class MemberShape(CoreConstraint):
    """Each value node is a list whose members conform to the shape; each member that does not is a result."""

    component = component("MemberShape")
    shape: ShapeName

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        lists = {value: members(evaluation.index, value) for value in nodes.distinct}
        failing = evaluation.failing(self.shape, frozenset(m for of_list in lists.values() for m in of_list or ()))
        for focus, value in nodes.having(nodes.distinct):
            of_list = lists[value]
            if of_list is None:
                yield Violation(focus, value)
            else:
                yield from (Violation(focus, member) for member in dict.fromkeys(of_list) if member in failing)

    @property
    def default_message(self) -> str:
        return f"must be a list whose members conform to {self.shape}"


@dataclass(frozen=True, slots=True)
class MinListLength(ValueConstraint):
    """Each value node is a list of at least so many members."""

    component = component("MinListLength")
    count: int

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        return _failing(values, evaluation, lambda of_list: len(of_list) >= self.count)

    @property
    def default_message(self) -> str:
        return f"must be a list with at least {self.count} members"


@dataclass(frozen=True, slots=True)
class MaxListLength(ValueConstraint):
    """Each value node is a list of at most so many members."""

    component = component("MaxListLength")
    count: int

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        return _failing(values, evaluation, lambda of_list: len(of_list) <= self.count)

    @property
    def default_message(self) -> str:
        return f"must be a list with at most {self.count} members"


@dataclass(frozen=True, slots=True)
class UniqueMembers(ValueConstraint):
    """Each value node is a list in which no member stands twice."""

    component = component("UniqueMembers")

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        return _failing(values, evaluation, lambda of_list: len(set(of_list)) == len(of_list))

    @property
    def default_message(self) -> str:
        return "must be a list in which no member stands twice"


def _failing(values: Set[int], evaluation: Evaluation, holds: Callable[[Sequence[int]], bool]) -> frozenset[int]:
    lists = ((value, members(evaluation.index, value)) for value in values)
    return frozenset(value for value, of_list in lists if of_list is None or not holds(of_list))


def _read_unique(shape: ShapeNode, value: Term) -> Constraint | None:  # noqa: ARG001
    return UniqueMembers() if shape.boolean(sh("uniqueMembers")) else None


READERS: dict[NamedNode, Reader] = {
    **of_value("memberShape", ShapeNode.node, MemberShape, several=True),
    **of_value("minListLength", ShapeNode.count, MinListLength),
    **of_value("maxListLength", ShapeNode.count, MaxListLength),
    sh("uniqueMembers"): Reader(_read_unique),
}
