"""The quads of files of which a snapshot is kept: only the parts are parsed that have a statement that is looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad

from kg import dataset as datasets
from kg.compact.quad_table import QuadTable
from kg.deferred_quads import DeferredQuads, table_of
from kg.errors import DatasetError
from kg.project import Project
from kg.shacl.report import Term
from kg.validation.stored_index.index_snapshot import FileState, IndexSnapshot, StoredFile

Node = NamedNode | BlankNode

# Of more than this part of the statements, all are parsed: that takes less memory than what the parts come to.
_MOST = 4
# So many subjects are looked up one by one.
_FEW = 16


class StoredQuads(DeferredQuads):
    """The quads of a project's data in the states in which its files are, looked up by the snapshot of former ones."""

    def __init__(
        self, project: Project, snapshot: IndexSnapshot, states: Mapping[str, FileState], paths: Mapping[str, Path]
    ) -> None:
        super().__init__(project, sum(snapshot.size(name, state) for name, state in states.items()))
        self._snapshot = snapshot
        self._files = [
            _File(project, paths[name], snapshot.files.get(name), state, snapshot.size(name, state))
            for name, state in states.items()
        ]
        self._looked_up: dict[tuple[Node, bool], Sequence[Quad]] = {}
        self._read = 0.0

    @property
    def table(self) -> QuadTable:
        return self

    @cached_property
    def _whole(self) -> QuadTable:
        table = table_of(self._parsed)
        assert table is not None
        return table

    def about(self, node: Node) -> Sequence[Quad]:
        """Those whose subject is the node."""
        return self._with(node, as_object=False)

    def referring(self, node: Node) -> Sequence[Quad]:
        """Those whose object is the node."""
        return self._with(node, as_object=True)

    def referrers(self, node: Node, predicate: NamedNode) -> Iterator[Term]:
        """The subjects of those whose object is the node and which have this predicate."""
        index = self._snapshot.index
        subjects = index.inverse(predicate).get(index.ids[node], ()) if node in index.ids else ()
        return map(index.terms.__getitem__, subjects)

    def having(self, predicate: NamedNode) -> Sequence[Quad]:
        """Those with this predicate."""
        index = self._snapshot.index
        subjects = index.forward(predicate)
        if len(subjects) > _FEW:
            return self._whole.having(predicate)
        nodes = (index.terms[number] for number in subjects)
        quads = (quad for node in nodes if isinstance(node, Node) for quad in self.about(node))
        return tuple(quad for quad in quads if quad.predicate == predicate)

    def subjects(self) -> Iterable[Term]:
        """Each subject."""
        index = self._snapshot.index
        numbers = {number for predicate in index.predicates for number in index.forward(predicate)}
        return map(index.terms.__getitem__, numbers)

    def similar(self, beginning: str, end: str) -> Iterable[NamedNode]:
        """The IRIs of the data, subjects or not, with this beginning or this end."""
        return self._snapshot.index.iris(beginning, end)

    def predicates(self) -> Iterable[NamedNode]:
        """Each predicate."""
        return self._snapshot.index.predicates

    def _with(self, node: Node, *, as_object: bool) -> Sequence[Quad]:
        known = self._looked_up.get((node, as_object))
        if known is None:
            known = self._looked_up[node, as_object] = self._parsed_with(node, as_object=as_object)
        return known

    def _parsed_with(self, node: Node, *, as_object: bool) -> Sequence[Quad]:
        ids = self._snapshot.index.ids
        if node not in ids:
            return ()
        if "_whole" not in self.__dict__:
            try:
                pieces = self._pieces(ids[node], node, as_object=as_object)
                if pieces is not None:
                    return tuple(q for q in pieces if (q.object if as_object else q.subject) == node)
            except DatasetError:
                pass  # a file has changed since it was compared; if it is invalid, the whole parse says so
        return self._whole.referring(node) if as_object else self._whole.about(node)

    def _pieces(self, number: int, node: Node, *, as_object: bool) -> Iterable[Quad] | None:
        """What is in the parts that have such a statement; None where all is to be parsed."""
        stored = self._snapshot.parts_with(number, as_object=as_object)
        pieces = [(file, piece) for file in self._files for piece in file.pieces(stored, node, as_object=as_object)]
        self._read += sum(file.size_of(piece) for file, piece in pieces if piece not in file.parsed)
        if self._read > len(self) / _MOST:
            return None
        return chain.from_iterable(file.quads_of(piece) for file, piece in pieces)


class _Piece(NamedTuple):
    """Bytes of a file."""

    start: int
    end: int


class _File:
    """A file in its state, in pieces: stored parts, and what stands in the place of others."""

    def __init__(self, project: Project, path: Path, stored: StoredFile | None, state: FileState, size: int) -> None:
        self._project = project
        self._path = path
        self._stored = stored
        self._state = state
        self._size = size
        self.parsed: dict[_Piece | None, Sequence[Quad]] = {}

    def pieces(self, stored: Collection[int], node: Node, *, as_object: bool) -> Iterator[_Piece | None]:
        """Those with a statement about the node, or one that names it, in order; None is the whole file."""
        file, (first, last) = self._stored, self._state.differing
        is_new = any((t.object if as_object else t.subject) == node for t in self._state.added)
        if not file or not file.parts or (last and not first):
            if is_new or (file and file.digest == self._state.digest and file.first in stored):
                yield None
            return
        for number, (start, end) in enumerate(pairwise(self._starts)):
            if is_new and number == first:
                yield self._differing
            if not first <= number < last and file.first + number in stored:
                moved = self._moved if number >= last else 0
                yield _Piece(start + moved, end + moved)
        if is_new and first == len(file.parts):
            yield self._differing

    def size_of(self, piece: _Piece | None) -> float:
        """How many statements the piece may have."""
        return self._size if piece is None else self._size * (piece.end - piece.start) / max(1, len(self._content))

    def quads_of(self, piece: _Piece | None) -> Sequence[Quad]:
        """The quads of the piece."""
        if piece not in self.parsed:
            self.parsed[piece] = self._parse(piece)
        return self.parsed[piece]

    def _parse(self, piece: _Piece | None) -> Sequence[Quad]:
        if piece is None:
            return datasets.read(self._path, self._project)
        head = self._content[: self._starts[1]]
        return datasets.read_content(self._path, self._project, head + self._content[piece.start : piece.end])

    @cached_property
    def _content(self) -> bytes:
        return self._project.content(self._path)

    @cached_property
    def _starts(self) -> Sequence[int]:
        """Where each stored part begins, and the last one ends."""
        parts = self._stored.parts if self._stored else ()
        return list(accumulate((part.length for part in parts), initial=0))

    @property
    def _moved(self) -> int:
        """How far the parts after the differing ones have moved."""
        return len(self._content) - self._starts[-1]

    @property
    def _differing(self) -> _Piece:
        first, last = self._state.differing
        return _Piece(self._starts[first], self._starts[last] + self._moved)
