"""Value range constraints: `SHACL §4.3 <https://www.w3.org/TR/shacl/#core-components-range>`_."""

from __future__ import annotations

from collections.abc import Callable, Collection, Set
from dataclasses import dataclass
from typing import ClassVar

from pyoxigraph import Literal, NamedNode

from kg.shacl.literals.comparison import compare, value_of
from kg.shacl.report import Term
from kg.shacl.shapes.shape import Constraint, Evaluation, ValueConstraint
from kg.shacl.shapes.shape_node import Reader, ShapeNode, written
from kg.shacl.vocabulary import component, sh


@dataclass(frozen=True, slots=True)
class Range(ValueConstraint):
    """Each value node compares with the bound as the subclass allows; what cannot be compared violates it."""

    bound: Literal
    allowed: ClassVar[tuple[int, ...]]
    words: ClassVar[str]

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        terms, bound = evaluation.index.terms, value_of(self.bound)
        if bound is None:
            return values
        bad: list[int] = []
        for number in values:
            value = value_of(terms[number])
            if value is None or compare(value, bound) not in self.allowed:
                bad.append(number)
        return frozenset(bad)

    @property
    def default_message(self) -> str:
        return f"must be {self.words} {self.bound}"


class MinExclusive(Range):
    __slots__ = ()
    component, allowed, words = component("MinExclusive"), (1,), "greater than"


class MinInclusive(Range):
    __slots__ = ()
    component, allowed, words = component("MinInclusive"), (0, 1), "greater than or equal to"


class MaxExclusive(Range):
    __slots__ = ()
    component, allowed, words = component("MaxExclusive"), (-1,), "less than"


class MaxInclusive(Range):
    __slots__ = ()
    component, allowed, words = component("MaxInclusive"), (-1, 0), "less than or equal to"


def _reader(predicate: NamedNode, kind: Callable[[Literal], Range]) -> Reader:
    def read(shape: ShapeNode, value: Term) -> Constraint:
        if not isinstance(value, Literal):
            raise shape.error(f"{written(predicate)} must be a literal, not {value}")
        return kind(value)

    return Reader(read)


READERS: dict[NamedNode, Reader] = {
    predicate: _reader(predicate, kind)
    for predicate, kind in (
        (sh("minExclusive"), MinExclusive),
        (sh("minInclusive"), MinInclusive),
        (sh("maxExclusive"), MaxExclusive),
        (sh("maxInclusive"), MaxInclusive),
    )
}
