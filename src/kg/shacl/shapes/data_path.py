"""Which statements a shape or a query reads, as paths from a focus node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence, inverted

Way = tuple[Path, ...]
"""Paths to be followed one after the other from a focus node."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The statements with ``predicate`` whose subject (object, if ``backwards``) is at the end of ``way``.

    Without ``predicate``, those with any; without ``way``, those of any node.
    """

    way: Way | None
    predicate: NamedNode | None
    backwards: bool = False


def lookups_along(path: Path, way: Way) -> Iterator[Lookup]:
    """The lookups of following ``path`` from the end of ``way``."""
    match path:
        case Predicate(iri):
            yield Lookup(way, iri)
        case Inverse(Predicate(iri)):
            yield Lookup(way, iri, backwards=True)
        case Inverse(inner):
            yield from lookups_along(inverted(inner), way)
        case Sequence(paths):
            for part in paths:
                yield from lookups_along(part, way)
                way = (*way, part)
        case Alternative(paths):
            for part in paths:
                yield from lookups_along(part, way)
        case Repeated(inner, modifier):
            yield from lookups_along(inner, way if modifier == "?" else (*way, Repeated(inner, "*")))


def path_back(way: Way) -> Path | None:
    """The path from the end of the way to its focus nodes; None if the way is empty."""
    steps = tuple(map(inverted, reversed(way)))
    return None if not steps else steps[0] if len(steps) == 1 else Sequence(steps)
