"""Quads as columns: the numbers of their terms, from which a Quad object is made on access."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import Quad

from kg.compact.term_numbers import Term


class QuadColumns(NamedTuple):
    """The terms, and the columns of their numbers."""

    terms: list[Term]
    subjects: array[int]
    predicates: array[int]
    objects: array[int]
    graphs: array[int]

    def at(self, rows: Iterable[int]) -> Iterator[Quad]:
        """The quads in these rows."""
        terms, subjects, predicates, objects, graphs = self
        for row in rows:
            s, p, o, g = terms[subjects[row]], terms[predicates[row]], terms[objects[row]], terms[graphs[row]]
            yield Quad(s, p, o, g)  # type: ignore[arg-type]
