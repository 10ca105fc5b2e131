"""A snapshot: the index of a project's data as it was at some moment, in a file of the cache, with the files' digests.

A file that has changed since is compared with it part by part (see :mod:`kg.validation.stored_index.file_parts`).
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Triple

from kg import dataset as datasets
from kg.compact import table_file
from kg.compact.table_file import Section, Tables
from kg.errors import DatasetError
from kg.project import Project
from kg.shacl.data_graph import Index, Numbered, collector_paused
from kg.validation.report_cache import engine_digest
from kg.validation.stored_index import data_index, file_parts
from kg.validation.stored_index.data_index import StoredIndex
from kg.validation.stored_index.file_parts import Part
from kg.validation.stored_index.snapshot_builder import SnapshotBuilder

_KEPT = 2
_WIDTH = array("I").itemsize
# Of more statements the index is not kept: to write and read it would take longer than people wait.
_MOST = 20_000_000
_PACKAGE = Path(__file__).parents[2]
_SOURCES = (_PACKAGE / "compact", _PACKAGE / "input", _PACKAGE / "rdf", Path(__file__).parent)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was: the digest of what was parsed, git's name of its bytes, its prefixes and its parts.

    ``first`` is the number of its first part among those of all files; ``parts`` is empty for a file that is not cut.
    """

    digest: str
    blob: str
    prefixes: Mapping[str, str]
    first: int
    parts: tuple[Part, ...]

    @property
    def end(self) -> int:
        """The number after that of its last part."""
        return self.first + max(1, len(self.parts))


@dataclass(frozen=True, slots=True)
class FileState:
    """A file at another moment: the digest of its content, its prefixes, and what it lost and gained till then.

    ``differing`` are the parts that are others than the stored ones: the first, and the first after them.
    """

    digest: str
    prefixes: Mapping[str, str]
    removed: Sequence[Numbered] = ()
    added: Sequence[Triple] = ()
    differing: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the union of all graphs gained and lost between two moments, and from the snapshot to the second.

    ``size`` is the number of statements that were compared.
    """

    added: frozenset[Triple]
    removed: frozenset[Triple]
    put: Sequence[Numbered]
    taken: Sequence[Numbered]
    size: int


class IndexSnapshot:
    """The files by name, and the tables of the index."""

    def __init__(self, tables: Tables) -> None:
        header = tables.header
        self.files = {
            name: StoredFile(digest, blob, prefixes, first, tuple(Part(*part) for part in parts))
            for name, (digest, blob, prefixes, first, parts) in header["files"].items()
        }
        self._predicates = list(map(NamedNode, header["predicates"]))
        self._sections = tables.sections
        self._bounds = tables.sections["bounds"].cast("I")
        self.index = StoredIndex(tables, header["predicates"])

    @cached_property
    def _repeated(self) -> dict[Numbered, int]:
        """How often those statements are in the snapshot that are in it more than once."""
        rows = self._sections["repeated"].cast("I").tolist()
        return {
            (subject, self._predicates[predicate], value): count
            for subject, predicate, value, count in zip(*(rows[column::4] for column in range(4)), strict=True)
        }

    def state(self, name: str, path: Path, project: Project) -> FileState:
        """A file of a project as it is; raises DatasetError, with the place, for one that is not valid."""
        content = project.content(path)
        digest = datasets.digest_of(content)
        stored = self.files.get(name)
        if stored and stored.digest == digest:
            return FileState(digest, stored.prefixes)
        in_parts = self._in_parts(stored, path, project, content, digest) if stored else None
        if in_parts:
            return in_parts
        prefixes: dict[str, str] = {}
        quads = datasets.read_content(path, project, content, prefixes)
        removed, count = tuple(self._rows_of(name)), len(stored.parts) if stored else 0
        return FileState(digest, prefixes, removed, tuple(quad.triple for quad in quads), (0, count))

    def stored_state(self, name: str) -> FileState:
        """A file that is as it was."""
        return FileState(self.files[name].digest, self.files[name].prefixes)

    def size(self, name: str, state: FileState) -> int:
        """How many statements a file has in this state."""
        if name not in self.files:
            return len(state.added)
        file, width = self.files[name], len(self._predicates)
        first, end = file.first * width, file.end * width
        stored = sum(self._bounds[end : end + width]) - sum(self._bounds[first : first + width])
        return stored - len(state.removed) + len(state.added)

    def difference(self, before: Mapping[str, FileState], after: Mapping[str, FileState]) -> Difference:
        """How all files differ between two moments."""
        then, now = self._change_until(before), self._change_until(after)
        changes: tuple[list[Numbered], ...] = ([], [], [], [])
        added, removed, put, taken = changes
        for statement in dict.fromkeys((*then, *now)):
            stored = self._count(statement) if then[statement] or now[statement] else 0
            was, is_now = stored + then[statement] > 0, stored + now[statement] > 0
            if was != is_now:
                (added if is_now else removed).append(statement)
            if is_now != (stored > 0):
                (put if is_now else taken).append(statement)
        terms = self.index.terms
        gained, lost = (
            frozenset(Triple(terms[s], predicate, terms[o]) for s, predicate, o in part)  # type: ignore[arg-type]
            for part in (added, removed)
        )
        return Difference(gained, lost, put, taken, len(then) + len(now))

    def _change_until(self, states: Mapping[str, FileState]) -> Counter[Numbered]:
        number = self.index.number
        changed: Counter[Numbered] = Counter()
        for name in self.files.keys() - states.keys():
            changed.subtract(self._rows_of(name))
        for state in states.values():
            changed.subtract(state.removed)
            changed.update((number(t.subject), t.predicate, number(t.object)) for t in state.added)
        return changed

    def _count(self, statement: Numbered) -> int:
        """How often the statement is in the snapshot."""
        subject, predicate, value = statement
        if value not in self.index.forward(predicate).get(subject, ()):
            return 0
        return self._repeated.get(statement, 1)

    def _rows_of(self, name: str) -> Iterator[Numbered]:
        return self._rows(self.files[name].first, self.files[name].end) if name in self.files else iter(())

    def _rows(self, first: int, last: int) -> Iterator[Numbered]:
        """The statements of these parts."""
        width = len(self._predicates)
        for number, predicate in enumerate(self._predicates):
            start, end = self._bounds[first * width + number], self._bounds[last * width + number]
            if start < end:
                columns = (self._sections[f"{way} {number}"].cast("I")[start:end] for way in ("subjects", "objects"))
                for subject, value in zip(*columns, strict=True):
                    yield subject, predicate, value

    def parts_with(self, node: int, *, as_object: bool = False) -> set[int]:
        """The stored parts, numbered among those of all files, with a statement about the node or one that names it."""
        width, way = len(self._predicates), "objects" if as_object else "subjects"
        parts: set[int] = set()
        for number, predicate in enumerate(self._predicates):
            table = self.index.inverse(predicate) if as_object else self.index.forward(predicate)
            if node in table:
                ends = self._bounds[number::width].tolist()
                parts.update(bisect_right(ends, row) - 1 for row in _rows_with(self._sections[f"{way} {number}"], node))
        return parts

    def _in_parts(
        self, file: StoredFile, path: Path, project: Project, content: bytes, digest: str
    ) -> FileState | None:
        """The state of a file some parts of which differ; None where the whole file has to be parsed."""
        differing = file_parts.difference(file.parts, content)
        if differing is None:
            return None
        try:
            quads = datasets.read_content(path, project, differing.head + differing.content)
        except DatasetError:
            return None  # the error must have its place in the whole file
        if file_parts.has_blank_nodes(quads):
            return None
        removed = self._rows(file.first + differing.first, file.first + differing.last)
        added, parts = tuple(quad.triple for quad in quads), (differing.first, differing.last)
        return FileState(digest, file.prefixes, tuple(removed), added, parts)


def _rows_with(column: memoryview, node: int) -> Iterator[int]:
    """The rows of a column of numbers that have this one."""
    numbers, wanted = column.tobytes(), node.to_bytes(_WIDTH, sys.byteorder)
    at = numbers.find(wanted)
    while at >= 0:
        if at % _WIDTH == 0:
            yield at // _WIDTH
        at = numbers.find(wanted, at + 1)


def folder_of(project: Project) -> Path:
    """Where the snapshots of a project are kept."""
    return project.cache / "index"


def load(project: Project) -> IndexSnapshot | None:
    """The newest snapshot of the cache that is whole, and made by this engine and for these settings."""
    for path in reversed(_kept(folder_of(project))):
        tables = table_file.read(path)
        with suppress(KeyError, ValueError, TypeError):
            if tables and tables.header["made by"] == _maker(project):
                return IndexSnapshot(tables)
    return None


def create(project: Project, blobs: Mapping[str, str], folder: Path) -> IndexSnapshot:
    """A snapshot of the files as they are, kept in the folder for later runs; ``blobs`` are git's names of them.

    Raises DatasetError for a file that is not valid.
    """
    built = SnapshotBuilder(project, blobs)
    for path in datasets.files_of(project):
        built.add(path)
    with collector_paused():
        index = Index(built.quads)
        sections = data_index.sections_of(index)
        predicates = list(index.predicates)
        sections |= built.sections(index, predicates)
    header = {"made by": _maker(project), "files": built.files, "predicates": [iri.value for iri in predicates]}
    if len(built.quads) <= _MOST:
        _keep(folder, header, sections)
    return IndexSnapshot(Tables(header, {name: memoryview(content) for name, content in sections.items()}))


def _maker(project: Project) -> str:
    return f"{engine_digest(*_SOURCES)} {project.base}"


def _kept(folder: Path) -> list[Path]:
    """The files of the folder, the oldest first."""
    moments: dict[Path, float] = {}
    for path in folder.glob("*.tables"):
        with suppress(OSError):
            moments[path] = path.stat().st_mtime
    return sorted(moments, key=moments.__getitem__)


def _keep(folder: Path, header: dict[str, Any], sections: Mapping[str, Section]) -> None:
    name = sha256(repr(sorted(header["files"].items())).encode("utf-8", "replace")).hexdigest()[:16]
    table_file.write(folder / f"{name}.tables", header, sections)
    for path in _kept(folder)[:-_KEPT]:
        with suppress(OSError):
            path.unlink()
