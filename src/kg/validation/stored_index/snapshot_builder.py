"""What a snapshot of the index is made of: the quads of files, part by part, and where each part begins."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg import dataset as datasets
from kg.compact.table_file import Section
from kg.errors import DatasetError
from kg.project import Project
from kg.shacl.data_graph import Index
from kg.validation.stored_index import file_parts
from kg.validation.stored_index.file_parts import Part


class SnapshotBuilder:
    """Collects the quads of files and where their parts begin."""

    def __init__(self, project: Project, blobs: Mapping[str, str]) -> None:
        self._project = project
        self._blobs = blobs
        self.quads: list[Quad] = []
        self.files: dict[str, tuple[str, str, dict[str, str], int, list[Part]]] = {}
        self._counts: list[Counter[NamedNode]] = []

    def add(self, path: Path) -> None:
        """Parse a file, in parts where it can be."""
        project = self._project
        content, prefixes = project.content(path), dict[str, str]()
        first = len(self._counts)
        parts = self._parsed_parts(path, content, prefixes)
        if not parts:
            self._count(datasets.read_content(path, project, content, prefixes))
        name = project.relative(path)
        self.files[name] = (datasets.digest_of(content), self._blobs.get(name, ""), prefixes, first, parts)

    def _parsed_parts(self, path: Path, content: bytes, prefixes: dict[str, str]) -> list[Part]:
        pieces = file_parts.cut(content, self._project.format_of(path))
        if pieces is None:
            return []
        head, quads, parts = pieces[0], list[list[Quad]](), [Part.of(pieces[0])]
        try:
            quads.append(datasets.read_content(path, self._project, head, prefixes))
            for piece in pieces[1:]:
                quads.append(datasets.read_content(path, self._project, head + piece))
                parts.append(Part.of(piece))
                if file_parts.has_blank_nodes(quads[-1]):
                    return []
        except DatasetError:
            return []
        for of_part in quads:
            self._count(of_part)
        return parts

    def _count(self, quads: list[Quad]) -> None:
        self.quads += quads
        self._counts.append(Counter(quad.predicate for quad in quads))

    def sections(self, index: Index, predicates: Sequence[NamedNode]) -> dict[str, Section]:
        """The statements in the order of the files, where each part begins, and which statements are repeated."""
        sections: dict[str, Section] = {}
        repeated = array("I")
        for number, predicate in enumerate(predicates):
            columns = index.columns(predicate)
            for way, column in zip(("subjects", "objects"), columns, strict=True):
                sections[f"{way} {number}"] = memoryview(array("I", column)).cast("B")
            if sum(map(len, index.forward(predicate).values())) < len(columns[0]):
                counted = Counter(zip(*columns, strict=True))
                often = (item for item in counted.items() if item[1] > 1)
                repeated.extend(chain.from_iterable((s, number, o, count) for (s, o), count in often))
        so_far = dict.fromkeys(predicates, 0)
        bounds = array("I", so_far.values())
        for counts in self._counts:
            for predicate, count in counts.items():
                so_far[predicate] += count
            bounds.extend(so_far.values())
        return sections | {"bounds": memoryview(bounds).cast("B"), "repeated": memoryview(repeated).cast("B")}
