"""Where a result stands: the value if there is one, else the statement, else the subject's block.

Files are read again only when something in them has to be located, so a report without results costs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path as FilePath

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.dataset import Dataset
from kg.project import Project
from kg.rdf import formats
from kg.rdf.namespaces import RDF, SH
from kg.rdf.positions import Located, Position, Positions, locate
from kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeated, inverted
from kg.validation.paths import Sequence as PathSequence
from kg.validation.report import Result, Term

_TYPE = NamedNode(RDF + "type")
_CLOSED = NamedNode(SH + "ClosedConstraintComponent")

Part = Callable[[Located], Position]
SUBJECT: Part = attrgetter("subject")
PREDICATE: Part = attrgetter("predicate")
OBJECT: Part = attrgetter("object")


@dataclass(frozen=True, slots=True)
class Place:
    """A file and the position in it if its format has one; ``line`` is the text of its line.

    ``is_exact`` where that is the very term that the result is about, not just the nearest to it.
    """

    file: str
    position: Position | None = None
    line: str = ""
    is_exact: bool = False


class Files:
    """The files of a dataset as places of its statements, named from the folder where the reader stands."""

    def __init__(self, project: Project, dataset: Dataset, seen_from: FilePath | None = None) -> None:
        self._root = (seen_from or project.root).resolve()
        self._project = project
        self._dataset = dataset
        self._positions: dict[FilePath, Positions] = {}

    def statement(self, quad: Quad, part: Part) -> Place:
        """Where a statement of the dataset stands; only its file where the format has no lines."""
        paths = self._paths(quad)
        for path in paths:
            located = self._located(path).statement(quad.subject, quad.predicate, quad.object)
            if located is not None:
                position = part(located)
                return Place(self._name(path), position, self._located(path).line(position.line))
        return Place(self._name(paths[0]))

    def block(self, node: Term) -> Place | None:
        """Where a node is described, in the file that types it if there are several; else where it is mentioned."""
        quads = self.about(node)
        if quads:
            typed = next((quad for quad in quads if quad.predicate == _TYPE), quads[0])
            return self._first(node, typed) or self.statement(typed, SUBJECT)
        return next((self.statement(quad, OBJECT) for quad in self.referring(node)), None)

    def about(self, node: Term) -> Sequence[Quad]:
        """The statements with this subject, in the order of the files."""
        return self._by_subject.get(node, ())

    def referring(self, node: Term) -> Sequence[Quad]:
        """The statements with this object, in the order of the files."""
        return self._by_object.get(node, ())

    def _first(self, node: Term, quad: Quad) -> Place | None:
        for path in self._paths(quad):
            position = self._located(path).subject(node)
            if position:
                return Place(self._name(path), position, self._located(path).line(position.line))
        return None

    def _name(self, path: FilePath) -> str:
        full = path.resolve()
        return (
            full.relative_to(self._root).as_posix() if full.is_relative_to(self._root) else self._project.relative(path)
        )

    def _located(self, path: FilePath) -> Positions:
        if path not in self._positions:
            graph = self._project.graph_name(path)
            ours = (
                quad.triple
                for quad in self._dataset.quads
                if quad.graph_name == graph or quad.graph_name not in self._paths_by_graph
            )
            self._positions[path] = locate(path, self._project.base, ours)
        return self._positions[path]

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
        return [p for p in self._dataset.files if (kind := formats.of_file(p.name)) and kind.named_graphs]

    @cached_property
    def _by_subject(self) -> dict[Term, list[Quad]]:
        return self._index(lambda quad: quad.subject)

    @cached_property
    def _by_object(self) -> dict[Term, list[Quad]]:
        return self._index(lambda quad: quad.object)

    def _index(self, key: Callable[[Quad], Term]) -> dict[Term, list[Quad]]:
        index: dict[Term, list[Quad]] = defaultdict(list)
        for quad in self._dataset.quads:
            index[key(quad)].append(quad)
        return dict(index)


def place(result: Result, data: Files, shapes: Files) -> Place | None:
    """Where the result stands in the data; at its shape in the shapes where the data never mentions the focus node."""
    return _statement(result, data) or data.block(result.focus_node) or shapes.block(result.source_shape)


def _statement(result: Result, data: Files) -> Place | None:
    focus, path, value = result.focus_node, result.path, result.value
    if path is None:
        if value is None or value == focus:
            return None
        found = (data.statement(quad, OBJECT) for quad in data.about(focus) if quad.object == value)
        return next((replace(each, is_exact=True) for each in found), None)
    # What a closed shape objects to is the property, whatever its value.
    part = PREDICATE if value is None or result.component == _CLOSED else OBJECT
    if value is not None:
        for end, quad in _walk(path, focus, data):
            if end == value:
                return replace(data.statement(quad, part), is_exact=True)
    first = _first_predicate(path)
    return next((data.statement(quad, PREDICATE) for quad in data.about(focus) if quad.predicate == first), None)


def _first_predicate(path: Path) -> NamedNode | None:
    match path:
        case Predicate(iri):
            return iri
        case PathSequence(paths):
            return _first_predicate(paths[0])
        case _:
            return None


def _walk(path: Path, node: Term, data: Files) -> Iterator[tuple[Term, Quad]]:
    """Every node that the path reaches from ``node`` in one step or more, with the last statement on the way."""
    match path:
        case Predicate(iri):
            yield from ((quad.object, quad) for quad in data.about(node) if quad.predicate == iri)
        case Inverse(Predicate(iri)):
            yield from ((quad.subject, quad) for quad in data.referring(node) if quad.predicate == iri)
        case Inverse(inner):
            yield from _walk(inverted(inner), node, data)
        case Alternative(paths):
            for each in paths:
                yield from _walk(each, node, data)
        case PathSequence(paths):
            yield from _walk_all(paths, node, data)
        case Repeated(inner, modifier):
            seen, pending = {node}, [node]
            while pending:
                for end, quad in _walk(inner, pending.pop(), data):
                    if end not in seen:
                        seen.add(end)
                        if modifier != "?":
                            pending.append(end)
                        yield end, quad


def _walk_all(paths: tuple[Path, ...], node: Term, data: Files) -> Iterator[tuple[Term, Quad]]:
    first, rest = paths[0], paths[1:]
    steps = list(_walk(first, node, data))
    if all(_may_stay(each) for each in rest):
        yield from steps
    if not rest:
        return
    if _may_stay(first):
        yield from _walk_all(rest, node, data)
    for end in dict.fromkeys(end for end, _ in steps):
        yield from _walk_all(rest, end, data)


def _may_stay(path: Path) -> bool:
    return isinstance(path, Repeated) and path.modifier != "+"
