"""Property paths as values: what a shape's ``sh:path`` says, and how a report says it again.

`SHACL §2.3.1 <https://www.w3.org/TR/shacl/#property-paths>`_ allows seven kinds; each is one class here. A path reads
back as SPARQL (``sparql()``, full IRIs) or as text for people (``text(shorten)``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.rdf.namespaces import RDF, SH

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_WRAPPERS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath", "^": "inversePath"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """One step from subject to object."""

    iri: NamedNode


@dataclass(frozen=True, slots=True)
class Inverse:
    """The steps of ``path``, walked backwards."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after the other."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any one of the paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """``path`` repeated: ``*`` any number of times, ``+`` at least once, ``?`` at most once."""

    path: Path
    modifier: str


Path = Predicate | Inverse | Sequence | Alternative | Repeated


def text(path: Path, shorten: Callable[[NamedNode], str] = str) -> str:
    """The path in SPARQL's syntax; ``shorten`` writes each IRI (full, in angle brackets, unless told otherwise)."""
    return _text(path, shorten, outermost=True)


def _text(path: Path, shorten: Callable[[NamedNode], str], *, outermost: bool = False) -> str:
    match path:
        case Predicate(iri):
            return shorten(iri)
        case Inverse(inner):
            return "^" + _text(inner, shorten)
        case Repeated(inner, modifier):
            # SPARQL reads `^p*` as the inverse of `p*`, and takes one modifier only, so anything compound is bracketed.
            body = _text(inner, shorten)
            return (body if isinstance(inner, Predicate) or body.startswith("(") else f"({body})") + modifier
        case Sequence(paths) | Alternative(paths):
            body = ("/" if isinstance(path, Sequence) else "|").join(_text(each, shorten) for each in paths)
            return body if outermost else f"({body})"


def predicates(path: Path) -> frozenset[NamedNode]:
    """Every predicate that the path can step over."""
    match path:
        case Predicate(iri):
            return frozenset((iri,))
        case Inverse(inner) | Repeated(inner, _):
            return predicates(inner)
        case Sequence(paths) | Alternative(paths):
            return frozenset().union(*(predicates(each) for each in paths))


def inverted(path: Path) -> Path:
    """The same path walked from its end to its start."""
    match path:
        case Predicate():
            return Inverse(path)
        case Inverse(inner):
            return inner
        case Repeated(inner, modifier):
            return Repeated(inverted(inner), modifier)
        case Sequence(paths):
            return Sequence(tuple(inverted(each) for each in reversed(paths)))
        case Alternative(paths):
            return Alternative(tuple(inverted(each) for each in paths))


def triples(path: Path, out: list[Triple]) -> NamedNode | BlankNode:
    """Writes the path as SHACL writes it, appending to ``out``; returns the node that stands for it."""
    match path:
        case Predicate(iri):
            return iri
        case Sequence(paths):
            return _list([triples(each, out) for each in paths], out)
        case Alternative(paths):
            node = BlankNode()
            out.append(Triple(node, NamedNode(SH + "alternativePath"), _list([triples(p, out) for p in paths], out)))
            return node
        case Inverse(inner):
            return _wrapped("^", inner, out)
        case Repeated(inner, modifier):
            return _wrapped(modifier, inner, out)


def _wrapped(symbol: str, inner: Path, out: list[Triple]) -> BlankNode:
    node = BlankNode()
    out.append(Triple(node, NamedNode(SH + _WRAPPERS[symbol]), triples(inner, out)))
    return node


def _list(items: list[NamedNode | BlankNode], out: list[Triple]) -> NamedNode | BlankNode:
    rest: NamedNode | BlankNode = _NIL
    for item in reversed(items):
        node = BlankNode()
        out += (Triple(node, _FIRST, item), Triple(node, _REST, rest))
        rest = node
    return rest


def steps(path: Path) -> Iterator[Path]:
    """The path and every path inside it, outermost first."""
    yield path
    match path:
        case Inverse(inner) | Repeated(inner, _):
            yield from steps(inner)
        case Sequence(paths) | Alternative(paths):
            for each in paths:
                yield from steps(each)
        case Predicate():
            return
