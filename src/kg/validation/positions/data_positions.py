"""Where a statement of the dataset stands in its files.

Files are read again only when something in them has to be located, so a report without results costs nothing.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path as FilePath

from pyoxigraph import BlankNode, DefaultGraph, Quad, RdfFormat

from kg.dataset import Dataset
from kg.deferred_quads import DeferredQuads
from kg.errors import DatasetError
from kg.project import Project
from kg.rdf.source.positions import Position, Positions, in_text
from kg.shacl.report import Term


class Part(StrEnum):
    """What of a statement a result is about; the subject stands for its whole block."""

    SUBJECT = "subject"
    PREDICATE = "predicate"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Target:
    """The statement that a result is about; ``is_exact`` where it is about that very term of it."""

    quad: Quad
    part: Part
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A file and the position in it if its format has one; ``line`` is the text of its line.

    ``is_exact`` where that is the very term that the result is about, not just the nearest to it. ``path`` is where the
    file is read, ``file`` what it is called; ``is_turtle`` says whether a term of Turtle can be put there.
    """

    file: str
    position: Position | None = None
    line: str = ""
    is_exact: bool = False
    path: FilePath | None = None
    is_turtle: bool = False

    def excerpt(self, width: int = 400) -> str:
        """The line, or what stands around the position in one that is longer than people read."""
        start = self._cut(width)
        return self.line[start : start + width]

    def marked_excerpt(self, width: int = 400) -> tuple[str, str, str]:
        """The excerpt in three parts: before the term at the position, the term or its first line, and the rest."""
        line, position = self.excerpt(width), self.position
        if position is None:
            return line, "", ""
        start = position.column - 1 - self._cut(width)
        end = start + position.end_column - position.column if position.end_line == position.line else len(line)
        return line[:start], line[start:end], line[end:]

    def _cut(self, width: int) -> int:
        column = self.position.column if self.position else 1
        return max(0, column - width // 2) if len(self.line) > width else 0


def relative_name(path: FilePath, root: FilePath) -> str | None:
    """The name of a file from a folder, links followed if need be; None for one that does not lie in it."""
    for full, folder in ((FilePath(os.path.abspath(path)), root), (path.resolve(), root.resolve())):
        if full.is_relative_to(folder):
            return full.relative_to(folder).as_posix()
    return None


class Files:
    """The files of a dataset as places of its statements, named from the folder where the reader stands."""

    def __init__(self, project: Project, dataset: Dataset, seen_from: FilePath | None = None) -> None:
        self._root = FilePath(os.path.abspath(seen_from or project.root))
        self._project = project
        self._dataset = dataset

    def places(self, targets: Iterable[Target]) -> dict[Target, Place]:
        """Where the targets stand; only the file where it has no lines. Each file is read once, for all of them."""
        by_path: dict[FilePath, list[Target]] = defaultdict(list)
        for target in dict.fromkeys(targets):
            for path in self._paths(target.quad):
                by_path[path].append(target)
        places: dict[Target, Place] = {}
        read: list[tuple[FilePath, Positions, list[Target]]] = []
        for path, wanted in by_path.items():
            # A blank node is known by all of its statements, which may stand anywhere in the file.
            is_open = any(isinstance(target.quad.object, BlankNode) for target in wanted)
            positions = self._located(path, None if is_open else {target.quad.subject for target in wanted})
            read.append((path, positions, wanted))
        for find in (_position, _nearest_position):
            for path, positions, wanted in read:
                for target in wanted:
                    position = find(positions, target) if target not in places else None
                    if position:
                        places[target] = self._place(path, position, positions, target)
        for path, _, wanted in read:
            for target in wanted:
                places.setdefault(target, Place(self.name(path), path=path))
        return places

    def _place(self, path: FilePath, position: Position, positions: Positions, target: Target) -> Place:
        kind = self._project.format_of(path)
        is_turtle = kind is not None and kind.codec in (RdfFormat.TURTLE, RdfFormat.TRIG)
        return Place(self.name(path), position, positions.line(position.line), target.is_exact, path, is_turtle)

    def name(self, path: FilePath) -> str:
        """The file as the reader would name it."""
        name = relative_name(path, self._root) if self._project.inputs.name(path) is None else None
        return self._project.relative(path) if name is None else name

    def _located(self, path: FilePath, subjects: Collection[Term] | None) -> Positions:
        ours = (quad.triple for quad in self._quads_in(path))
        kind = self._project.format_of(path)
        try:
            text = self._project.text(path)
        except DatasetError:
            text = ""  # it has changed since it was parsed
        prepare = partial(self._project.prepared, path)
        return in_text(text, kind.codec if kind else None, self._project.base_of(path), ours, subjects, prepare)

    def _quads_in(self, path: FilePath) -> Iterator[Quad]:
        """The statements that a file can have."""
        graph, quads = self._project.graph_name(path), self._dataset.quads
        if isinstance(quads, DeferredQuads):
            yield from quads.in_file(path)
            return
        for quad in quads:
            if quad.graph_name == graph or quad.graph_name not in self._paths_by_graph:
                yield quad

    def _paths(self, quad: Quad) -> Sequence[FilePath]:
        """The files that the statement can be from: its graph's, else those that name graphs themselves."""
        return self._paths_by_graph.get(quad.graph_name) or self._naming_graphs or self._dataset.files

    @cached_property
    def _paths_by_graph(self) -> dict[Term | DefaultGraph, list[FilePath]]:
        paths: dict[Term | DefaultGraph, list[FilePath]] = defaultdict(list)
        for path in self._dataset.files:
            paths[self._project.graph_name(path)].append(path)
        return dict(paths)

    @cached_property
    def _naming_graphs(self) -> list[FilePath]:
        return [p for p in self._dataset.files if (kind := self._project.format_of(p)) and kind.named_graphs]


def _position(positions: Positions, target: Target) -> Position | None:
    quad = target.quad
    located = positions.statement(quad.subject, quad.predicate, quad.object)
    if located is None:
        return None
    match target.part:
        case Part.SUBJECT:
            return positions.subject(quad.subject)
        case Part.PREDICATE:
            return located.predicate
        case Part.OBJECT:
            return located.object


def _nearest_position(positions: Positions, target: Target) -> Position | None:
    """Where a statement stands that the reader of its format has no place of: at its property, else at its subject."""
    quad = target.quad
    pair = None if target.part == Part.SUBJECT else positions.pair(quad.subject, quad.predicate)
    return pair or positions.subject(quad.subject)
