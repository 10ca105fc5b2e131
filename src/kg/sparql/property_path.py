"""Property paths (`SPARQL 1.1, section 9 <https://www.w3.org/TR/sparql11-query/#propertypaths>`_) as values.

These are the seven kinds that `SHACL §2.3.1 <https://www.w3.org/TR/shacl/#property-paths>`_ shares with SPARQL; a
negated property set is not among them. ``text`` writes a path in the syntax of SPARQL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode


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
    """The path in the syntax of SPARQL; ``shorten`` writes each IRI, by default in full and in angle brackets."""
    return _text(path, shorten, outermost=True)


def _text(path: Path, shorten: Callable[[NamedNode], str], *, outermost: bool = False) -> str:
    match path:
        case Predicate(iri):
            return shorten(iri)
        case Inverse(inner):
            return "^" + _text(inner, shorten)
        case Repeated(inner, modifier):
            # SPARQL reads `^p*` as the inverse of `p*`, and takes one modifier only, so a compound path is bracketed.
            body = _text(inner, shorten)
            return (body if isinstance(inner, Predicate) or body.startswith("(") else f"({body})") + modifier
        case Sequence(paths) | Alternative(paths):
            body = ("/" if isinstance(path, Sequence) else "|").join(_text(part, shorten) for part in paths)
            return body if outermost else f"({body})"


def predicates(path: Path) -> frozenset[NamedNode]:
    """Every predicate that the path can step over."""
    match path:
        case Predicate(iri):
            return frozenset((iri,))
        case Inverse(inner) | Repeated(inner, _):
            return predicates(inner)
        case Sequence(paths) | Alternative(paths):
            return frozenset().union(*map(predicates, paths))


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
            return Sequence(tuple(map(inverted, reversed(paths))))
        case Alternative(paths):
            return Alternative(tuple(map(inverted, paths)))
