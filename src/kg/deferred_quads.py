"""Quads that are parsed when one of them is needed, and the table in which quads are looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import overload

from pyoxigraph import Quad

from kg import dataset
from kg.compact.quad_table import QuadTable
from kg.compact.quads import Quads
from kg.project import Project


class DeferredQuads(Sequence[Quad]):
    """The quads of a project's data, whose number is known; they are parsed when one of them is needed."""

    def __init__(self, project: Project, size: int) -> None:
        self._project = project
        self._size = size

    @cached_property
    def _parsed(self) -> Sequence[Quad]:
        return dataset.load_compact(self._project).quads

    @property
    def table(self) -> QuadTable | None:
        """The quads to look up."""
        return table_of(self._parsed)

    def in_file(self, path: Path) -> Sequence[Quad]:
        """The quads of one file."""
        return dataset.read(path, self._project)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._parsed)

    @overload
    def __getitem__(self, row: int) -> Quad: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Quad]: ...
    def __getitem__(self, row: int | slice) -> Quad | Sequence[Quad]:
        return self._parsed[row]


def table_of(quads: Sequence[Quad]) -> QuadTable | None:
    """The table that holds the quads, ready to be asked for those about a node; None where they are in no table."""
    if isinstance(quads, DeferredQuads):
        return quads.table
    if not isinstance(quads, Quads):
        return None
    quads.prepare()
    return quads
