"""Value nodes at the end of a path with ``*`` or ``+``, which many focus nodes share.

In a chain of n nodes there are n²/2 pairs of a focus node and a value node, but only n value nodes. So the pairs are
not listed: the value nodes are computed for all focus nodes together, and those with a violation are followed back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kg.shacl.data_graph import Index
from kg.shacl.shapes.shape import Shape, ValueNodes
from kg.shacl.shapes.traversal import endpoints, value_nodes
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, inverted
from kg.sparql.property_path import Sequence as PathSequence


class DistantValues(ValueNodes):
    """The same as ``ValueNodes``, computed as far as it is needed."""

    __slots__ = ("_index", "_lists", "_path")

    def __init__(self, shape: Shape, focus: Sequence[int], index: Index, path: Path) -> None:
        self.shape, self.focus = shape, focus
        self._index, self._path = index, path
        self._distinct = None
        self._lists: Sequence[Sequence[int]] | None = None

    @property
    def lists(self) -> Sequence[Sequence[int]]:  # type: ignore[override]
        if self._lists is None:
            self._lists = value_nodes(self._index, self._path, self.focus)
        return self._lists

    @property
    def distinct(self) -> frozenset[int]:
        if self._distinct is None:
            self._distinct = frozenset(endpoints(self._index, self._path, self.focus))
        return self._distinct

    def having(self, values: Collection[int]) -> Iterator[tuple[int, int]]:
        if self._lists is not None or len(self.focus) <= len(values):
            yield from super().having(values)
            return
        starts = frozenset(self.focus)
        back = inverted(self._path)
        for value in values:
            yield from ((focus, value) for focus in endpoints(self._index, back, (value,)) & starts)

    def reaching(self, values: Collection[int]) -> set[int]:
        if self._lists is not None:
            return super().reaching(values)
        return endpoints(self._index, inverted(self._path), values).intersection(self.focus)

    def without_value(self) -> list[int]:
        having = self.reaching(self.distinct)
        return [focus for focus in self.focus if focus not in having]

    @property
    def size(self) -> int:
        """The number of value nodes: that of the pairs is what this class avoids to know."""
        return len(self.distinct)


def is_unbounded(path: Path) -> bool:
    """Whether the path repeats a step without limit."""
    match path:
        case Predicate():
            return False
        case Inverse(inner):
            return is_unbounded(inner)
        case Repeated(inner, modifier):
            return modifier != "?" or is_unbounded(inner)
        case PathSequence(paths) | Alternative(paths):
            return any(map(is_unbounded, paths))
