"""Reads the manifests of the W3C's SHACL test suite: what each test gives, and what it expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.rdf.namespaces import SH
from kg.shacl.report import Result
from kg.shacl.shapes.path_reader import read_list, read_path
from kg.sparql.property_path import text

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
Term = NamedNode | BlankNode | Literal | Triple
Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Case:
    name: str
    data: tuple[Quad, ...]
    shapes: tuple[Quad, ...]
    expected: Counter[Key] | None
    """The results as keys; nothing where the test expects a failure."""

    one_file: bool


@cache
def quads_of(file: str) -> tuple[Quad, ...]:
    return tuple(parse(path=file.removeprefix("file://"), format=RdfFormat.TURTLE, base_iri=file))


def cases(manifest: Path, suite: Path) -> Iterator[Case]:
    file = manifest.as_uri()
    for included in _objects(file, NamedNode(file), MF + "include"):
        assert isinstance(included, NamedNode)
        yield from cases(Path(included.value.removeprefix("file://")), suite)
    for entries in _objects(file, NamedNode(file), MF + "entries"):
        for entry in read_list(entries, lambda s, p: _objects(file, s, p.value)):
            assert isinstance(entry, NamedNode)
            yield _case(file, entry, manifest.parent.relative_to(suite).as_posix())


def _case(file: str, entry: NamedNode, folder: str) -> Case:
    (action,) = _objects(file, entry, MF + "action")
    (data,) = _objects(file, action, SHT + "dataGraph")
    (shapes,) = _objects(file, action, SHT + "shapesGraph")
    (result,) = _objects(file, entry, MF + "result")
    assert isinstance(data, NamedNode)
    assert isinstance(shapes, NamedNode)
    one_file = data.value == shapes.value == file
    return Case(
        name=f"{folder}/{entry.value.rpartition('/')[2]}",
        data=quads_of(data.value),
        shapes=quads_of(shapes.value),
        expected=None if result == NamedNode(SHT + "Failure") else _expected(file, result, one_file),
        one_file=one_file,
    )


def _expected(file: str, report: Term, one_file: bool) -> Counter[Key]:
    def only(node: Term, name: str) -> Term | None:
        return next(iter(_objects(file, node, SH + name)), None)

    found: Counter[Key] = Counter()
    for node in _objects(file, report, SH + "result"):
        path = only(node, "resultPath")
        found[
            (
                _label(only(node, "focusNode"), one_file),
                "" if path is None else text(read_path(path, lambda s, p: _objects(file, s, p.value))),
                _label(only(node, "value"), one_file),
                _label(only(node, "sourceConstraintComponent"), one_file),
                _label(only(node, "sourceShape"), one_file),
                _label(only(node, "resultSeverity"), one_file),
            )
        ] += 1
    return found


def keys(results: Iterable[Result], *, one_file: bool) -> Counter[Key]:
    """Results as the six fields that the suite compares."""
    return Counter(
        (
            _label(result.focus_node, one_file),
            "" if result.path is None else text(result.path),
            _label(result.value, one_file),
            _label(result.component, one_file),
            _label(result.source_shape, one_file),
            _label(result.severity_iri, one_file),
        )
        for result in results
    )


def _label(term: Term | None, one_file: bool) -> str:
    # A blank node of another file than the manifest cannot be named in the manifest.
    return "" if term is None else "_:" if isinstance(term, BlankNode) and not one_file else str(term)


@cache
def _table(file: str) -> dict[tuple[Term, str], list[Term]]:
    found: dict[tuple[Term, str], list[Term]] = {}
    for quad in quads_of(file):
        found.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
    return found


def _objects(file: str, subject: Term, predicate: str) -> list[Term]:
    return _table(file).get((subject, predicate), [])
