"""A dataset: the RDF dataset as parsed, a named graph for each file, terms unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from kg.compact.quads import Quads
from kg.errors import DatasetError
from kg.project import Project
from kg.rdf import formats
from kg.rdf.source import named_graph, syntax_errors

DATA_FOLDERS = ("ontology", "data")
SHAPES_FOLDERS = ("shapes",)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The quads of a project's files, in the order of the files and of their statements.

    ``digest`` is a SHA-256 (hexadecimal) over the base and the names and bytes of the files; ``prefixes`` are those
    that the files declare.
    """

    quads: Sequence[Quad]
    files: tuple[Path, ...]
    digest: str
    prefixes: dict[str, str]

    def triples(self) -> Iterator[Triple]:
        """The union of all named graphs, each triple once: the data graph of SHACL §1.4."""
        yield from dict.fromkeys(quad.triple for quad in self.quads)

    def graph(self, name: NamedNode) -> Iterator[Triple]:
        """The triples of one named graph."""
        yield from (quad.triple for quad in self.quads if quad.graph_name == name)

    def graph_names(self) -> tuple[NamedNode, ...]:
        """The named graphs in the order in which they first occur."""
        return tuple(dict.fromkeys(q.graph_name for q in self.quads if isinstance(q.graph_name, NamedNode)))


def load(project: Project, folders: Iterable[str] = DATA_FOLDERS) -> Dataset:
    """Parse every RDF file of ``folders``. Raises DatasetError, with the place, for a file that is not valid."""
    files = project.files(*folders)
    quads: list[Quad] = []
    prefixes: dict[str, str] = {}
    for path in files:
        quads += read(path, project, prefixes)
    return Dataset(tuple(quads), files, digest(project, files), prefixes)


def load_compact(project: Project, folders: Iterable[str] = DATA_FOLDERS) -> Dataset:
    """The same dataset in a fraction of the memory; iterating over it takes longer."""
    files = project.files(*folders)
    quads = Quads()
    prefixes: dict[str, str] = {}
    for path in files:
        _add(path, project, quads, prefixes)
    return Dataset(quads, files, digest(project, files), prefixes)


def _add(path: Path, project: Project, quads: Quads, prefixes: dict[str, str]) -> None:
    """Add what ``read`` gives of one file."""
    name = project.relative(path)
    kind = formats.of_file(path.name)
    assert kind is not None, f"{path} is not an RDF file"
    content = _bytes(path)
    parser = parse(syntax_errors.text_of(content, name), format=kind.codec, base_iri=project.base)
    try:
        quads.extend(parser, project.graph_name(path), _labels(name))
    except SyntaxError as error:
        raise syntax_errors.mend(error, content, name) from error
    prefixes.update(parser.prefixes)


def digest(project: Project, files: Iterable[Path]) -> str:
    """The digest of a dataset of these files, without parsing them."""
    state = hashlib.sha256(project.base.encode())
    for path in files:
        state.update(f"\n{project.relative(path)} {hashlib.sha256(_bytes(path)).hexdigest()}".encode())
    return state.hexdigest()


def read(path: Path, project: Project, prefixes: dict[str, str] | None = None) -> list[Quad]:
    """The quads of one file, in its named graph unless the file names graphs; adds the prefixes that it declares.

    Raises DatasetError for a file that is not UTF-8 or does not follow its grammar.
    """
    name = project.relative(path)
    kind = formats.of_file(path.name)
    assert kind is not None, f"{path} is not an RDF file"
    content = _bytes(path)
    text = syntax_errors.text_of(content, name)
    graph = project.graph_name(path)
    wrapped = named_graph.in_graph(text, graph) if kind.codec == RdfFormat.TURTLE else None
    noted = {} if prefixes is None else prefixes
    try:
        quads = _wrapped(wrapped, project.base, noted) if wrapped else None
        if quads is None:
            quads = [_in_graph(quad, graph) for quad in _parsed(text, kind.codec, project.base, noted)]
    except SyntaxError as error:
        raise syntax_errors.mend(error, content, name) from error
    return _with_stable_labels(quads, name)


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

    def label(node: BlankNode) -> BlankNode:
        return labels.setdefault(node, BlankNode(f"{stem}{len(labels)}"))

    if BlankNode not in {*map(type, map(attrgetter("subject"), quads)), *map(type, map(attrgetter("object"), quads))}:
        return quads
    return [
        Quad(
            label(quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject,
            quad.predicate,
            label(quad.object) if isinstance(quad.object, BlankNode) else quad.object,
            quad.graph_name,
        )
        for quad in quads
    ]


def _labels(name: str) -> str:
    """The prefix of the labels of a file's blank nodes."""
    return f"f{hashlib.sha256(name.encode()).hexdigest()[:8]}n"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", file=str(path)) from error
