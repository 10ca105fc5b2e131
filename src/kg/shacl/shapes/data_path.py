"""Ways from a focus node to the statements that a shape or a query looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence, inverted

Way = tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """From a focus node along ``way``, then the statements with ``predicate`` of which the node there is the subject.

    The object, if ``backwards``; statements with any predicate, if there is none. With no ``way`` at all it is every
    statement of the predicate, wherever it stands.
    """

    way: Way | None
    predicate: NamedNode | None
    backwards: bool = False


def along(path: Path, way: Way) -> Iterator[Read]:
    """What walking ``path`` from the end of ``way`` looks at."""
    match path:
        case Predicate(iri):
            yield Read(way, iri)
        case Inverse(Predicate(iri)):
            yield Read(way, iri, backwards=True)
        case Inverse(inner):
            yield from along(inverted(inner), way)
        case Sequence(paths):
            for each in paths:
                yield from along(each, way)
                way = (*way, each)
        case Alternative(paths):
            for each in paths:
                yield from along(each, way)
        case Repeated(inner, modifier):
            yield from along(inner, way if modifier == "?" else (*way, Repeated(inner, "*")))


def way_back(way: Way) -> Path | None:
    """From the end of the way to the focus nodes; nothing if the way is empty."""
    steps = tuple(inverted(each) for each in reversed(way))
    return None if not steps else steps[0] if len(steps) == 1 else Sequence(steps)
