"""A dataset: the RDF dataset as parsed, a named graph for each file, terms unchanged."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from kg.compact.quads import Quads
from kg.compact.term_numbers import relabelled
from kg.errors import DatasetError, UsageError
from kg.project import DATA, ONTOLOGY, SHAPES, Project
from kg.rdf import rebasing
from kg.rdf.formats import TRIG, TURTLE, Format
from kg.rdf.source import named_graph, nesting, syntax_errors

DATA_FOLDERS = (ONTOLOGY, DATA)
SHAPES_FOLDERS = (SHAPES,)
_LISTED = 8
_WITH_BASE = (".ttl", ".trig")


@dataclass(frozen=True, slots=True)
class Dataset:
    """The quads of a project's files, in the order of the files and of their statements.

    ``digest`` is a SHA-256 (hexadecimal) over the base and the names and bytes of the files; ``prefixes`` are those
    that the files declare; ``empty`` are the files in which there is no statement.
    """

    quads: Sequence[Quad]
    files: tuple[Path, ...]
    digest: str
    prefixes: dict[str, str]
    empty: tuple[Path, ...] = ()

    def triples(self) -> Iterator[Triple]:
        """The union of all named graphs, each triple once: the data graph of SHACL §1.4."""
        yield from dict.fromkeys(quad.triple for quad in self.quads)

    def graph(self, name: NamedNode) -> Iterator[Triple]:
        """The triples of one named graph."""
        yield from (quad.triple for quad in self.quads if quad.graph_name == name)

    def graph_names(self) -> tuple[NamedNode, ...]:
        """The named graphs in the order in which they first occur."""
        return tuple(dict.fromkeys(q.graph_name for q in self.quads if isinstance(q.graph_name, NamedNode)))

    def only(self, graphs: Collection[NamedNode]) -> Dataset:
        """The dataset of these named graphs of this one; raises UsageError for a graph that it does not have."""
        known = self.graph_names()
        for graph in graphs:
            if graph not in known:
                names = ", ".join(map(str, known[:_LISTED])) + (" …" if len(known) > _LISTED else "")
                raise UsageError(f"The data has no graph {graph}.", hint=f"It has {names or 'no graph at all'}.")
        wanted = hashlib.sha256("\n".join([self.digest, *sorted(map(str, graphs))]).encode()).hexdigest()
        return replace(self, quads=tuple(quad for quad in self.quads if quad.graph_name in graphs), digest=wanted)


def load(project: Project, folders: Iterable[str] = DATA_FOLDERS) -> Dataset:
    """Parse every RDF file of ``folders``. Raises DatasetError, with the place, for a file that is not valid."""
    files = files_of(project, folders)
    quads: list[Quad] = []
    prefixes: dict[str, str] = {}
    empty: list[Path] = []
    for path in files:
        parsed = read(path, project, prefixes)
        quads += parsed
        if not parsed:
            empty.append(path)
    return Dataset(tuple(quads), files, digest(project, files), prefixes, tuple(empty))


def load_compact(project: Project, folders: Iterable[str] = DATA_FOLDERS) -> Dataset:
    """The same dataset in a fraction of the memory; iterating over it takes longer."""
    files = files_of(project, folders)
    quads = Quads()
    prefixes: dict[str, str] = {}
    empty: list[Path] = []
    for path in files:
        before = len(quads)
        _add(path, project, quads, prefixes)
        if len(quads) == before:
            empty.append(path)
    return Dataset(quads, files, digest(project, files), prefixes, tuple(empty))


def files_of(project: Project, folders: Iterable[str] = DATA_FOLDERS) -> tuple[Path, ...]:
    """The files of the folders; raises UsageError for two that would be one named graph."""
    files = project.files(*folders)
    by_graph: dict[NamedNode, Path] = {}
    for path in files:
        first = by_graph.setdefault(project.graph_name(path), path)
        if first != path and project.profile and first in project.profile.names:
            raise UsageError(
                f"{project.relative(path)} has the name of a file of the profile {project.profile.name}.",
                hint="Give the project's own file another one: what it says comes beside what the profile says.",
            )
        if first != path:
            raise UsageError(
                f"{project.relative(first)} and {project.relative(path)} have one name, so they would be one graph.",
                hint="Rename one, or leave it out: a graph is named by the path of its file without the suffix.",
            )
    return files


def refuse_another_base(project: Project) -> None:
    """Raise UsageError where the data files have BASE lines, and each names an IRI that is not the project's."""
    if project.is_in_memory:
        return
    other: dict[str, list[Path]] = {}
    for path in project.files(DATA):
        if path.suffix not in _WITH_BASE or (base := rebasing.declared(_head(path))) is None:
            continue
        if base.startswith((project.base, *project.settings.addresses.owned)):
            return
        other.setdefault(base, []).append(path)
    for base, (first, *more) in other.items():
        files = project.relative(first) + (f" and {len(more)} more" if more else "")
        raise UsageError(
            f"The BASE of {files} is {base}, and base in kg.toml is {project.base}.",
            hint="kg format --base writes that of kg.toml into the files; if both are right, name the other one in "
            "kg.toml as [addresses] owned.",
        )


def _head(path: Path) -> str:
    """The beginning of a file; nothing of one that is no file of its own, such as the member of an archive."""
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            return stream.read(rebasing.HEAD)
    except OSError:
        return ""


def _add(path: Path, project: Project, quads: Quads, prefixes: dict[str, str]) -> None:
    """Add what ``read`` gives of one file."""
    name = project.relative(path)
    kind = _format(path, project)
    content = project.content(path)
    text = _text(content, name, kind)
    parser = parse(text, format=kind.codec, base_iri=project.base_of(path))
    try:
        quads.extend(parser, project.graph_name(path), _labels(name))
    except SyntaxError as error:
        raise syntax_errors.mend(error, content, name) from error
    prefixes.update(parser.prefixes)


def digest(project: Project, files: Iterable[Path]) -> str:
    """The digest of a dataset of these files, without parsing them."""
    return digest_of_contents(project, {path: digest_of(project.content(path)) for path in files})


def digest_of(content: bytes) -> str:
    """The digest of the content of one file."""
    return hashlib.sha256(content).hexdigest()


def digest_of_contents(project: Project, contents: Mapping[Path, str]) -> str:
    """The digest of a dataset of files with these digests of their contents."""
    state = hashlib.sha256(project.base.encode())
    for path, content in contents.items():
        state.update(os.fsencode(f"\n{project.relative(path)} {content}"))
    return state.hexdigest()


def read(path: Path, project: Project, prefixes: dict[str, str] | None = None) -> list[Quad]:
    """The quads of one file, in its named graph unless the file names graphs; adds the prefixes that it declares.

    Raises DatasetError for a file that is not UTF-8 or does not follow its grammar.
    """
    return read_content(path, project, project.content(path), prefixes)


def read_content(path: Path, project: Project, content: bytes, prefixes: dict[str, str] | None = None) -> list[Quad]:
    """The quads of some content as if it were that of the file; raises as ``read`` does."""
    name = project.relative(path)
    kind = _format(path, project)
    text = _text(content, name, kind)
    graph, base = project.graph_name(path), project.base_of(path)
    wrapped = named_graph.in_graph(text, graph) if kind.codec == RdfFormat.TURTLE else None
    noted = {} if prefixes is None else prefixes
    try:
        quads = _wrapped(wrapped, base, noted) if wrapped else None
        if quads is None:
            quads = [_in_graph(quad, graph) for quad in _parsed(text, kind.codec, base, noted)]
    except SyntaxError as error:
        raise syntax_errors.mend(error, content, name) from error
    return _with_stable_labels(quads, name)


def _text(content: bytes, name: str, kind: Format) -> str:
    """The characters of a file, whose nesting the parser and whatever describes its resources can follow."""
    text = syntax_errors.text_of(content, name)
    if kind in (TURTLE, TRIG):
        nesting.check(text, name)
    return text


def _format(path: Path, project: Project) -> Format:
    kind = project.format_of(path)
    if kind is None:
        raise DatasetError("its name does not tell in which RDF format it is", file=project.relative(path))
    return kind


def _wrapped(text: str, base: str, prefixes: dict[str, str]) -> list[Quad] | None:
    try:
        return _parsed(text, RdfFormat.TRIG, base, prefixes)[:-1]
    except SyntaxError:
        return None  # the Turtle may be valid nevertheless; if not, the error must be that of the Turtle


def _parsed(text: str, codec: RdfFormat, base: str, prefixes: dict[str, str]) -> list[Quad]:
    parser = parse(text, format=codec, base_iri=base)
    quads = list(parser)
    prefixes.update(parser.prefixes)
    return quads


def _in_graph(quad: Quad, graph: NamedNode) -> Quad:
    if isinstance(quad.graph_name, DefaultGraph | BlankNode):
        return Quad(quad.subject, quad.predicate, quad.object, graph)
    return quad


def _with_stable_labels(quads: list[Quad], name: str) -> list[Quad]:
    """Label blank nodes by their file and order of appearance, so that a cached report remains valid."""
    labels: dict[BlankNode, BlankNode] = {}
    stem = _labels(name)

    kinds = {*map(type, map(attrgetter("subject"), quads)), *map(type, map(attrgetter("object"), quads))}
    if BlankNode not in kinds and Triple not in kinds:
        return quads
    return [
        Quad(
            relabelled(quad.subject, stem, labels),
            quad.predicate,
            relabelled(quad.object, stem, labels),
            quad.graph_name,
        )
        for quad in quads
    ]


def _labels(name: str) -> str:
    """The prefix of the labels of a file's blank nodes."""
    return f"f{hashlib.sha256(os.fsencode(name)).hexdigest()[:8]}n"
