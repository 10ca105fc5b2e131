"""What is asked of quads that are kept for lookups, whether in memory or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from pyoxigraph import NamedNode, Quad

from kg.compact.term_numbers import Node, Term


class QuadTable(Protocol):
    """Quads that can be looked up by what is in them, those of a node in the order of the files."""

    def about(self, node: Node, /) -> Sequence[Quad]:
        """Those whose subject is the node."""
        ...

    def referring(self, node: Node, /) -> Sequence[Quad]:
        """Those whose object is the node."""
        ...

    def referrers(self, node: Node, predicate: NamedNode, /) -> Iterator[Term]:
        """The subjects of those whose object is the node and which have this predicate."""
        ...

    def having(self, predicate: NamedNode, /) -> Sequence[Quad]:
        """Those with this predicate."""
        ...

    def subjects(self) -> Iterable[Term]:
        """Each subject."""
        ...

    def similar(self, beginning: str, end: str, /) -> Iterable[NamedNode]:
        """The subjects that are IRIs with this beginning or this end, and maybe other terms like them."""
        ...

    def predicates(self) -> Iterable[NamedNode]:
        """Each predicate."""
        ...
