"""What a query reads: the triple patterns that a statement must match to change its answer.

A statement that no pattern sees changes nothing. There may be more patterns than necessary: a query with a part that is
not understood reads everything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Quad

from kg.sparql import lexer
from kg.sparql.lexer import Kind, Token
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, predicates
from kg.sparql.property_path import Sequence as PathSequence
from kg.sparql.query_reader import read_query
from kg.sparql.query_structure import Pattern, PatternTerm, Query


@dataclass(frozen=True, slots=True)
class ReadPattern:
    """A triple pattern; None stands for any term."""

    subject: NamedNode | None
    predicates: frozenset[NamedNode] | None
    object: NamedNode | None

    def sees(self, quad: Quad) -> bool:
        return (
            (self.predicates is None or quad.predicate in self.predicates)
            and self.subject in (None, quad.subject)
            and self.object in (None, quad.object)
        )


_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_EVERYTHING = ReadPattern(None, None, None)


@dataclass(frozen=True, slots=True)
class ReadSet:
    """The patterns of a query."""

    patterns: frozenset[ReadPattern]

    def sees(self, quad: Quad) -> bool:
        """Whether a query with these patterns can answer otherwise without this statement."""
        return any(pattern.sees(quad) for pattern in self.patterns)


def of_query(text: str, base: str | None, prefixes: Mapping[str, str]) -> ReadSet:
    """The read set of a query that the engine takes."""
    readable = _readable(lexer.decode(text), base)
    query = read_query(readable, prefixes) if readable else None
    if query is None or _is_obscure(query):
        return ReadSet(frozenset({_EVERYTHING}))
    allowed = query.allowed
    return ReadSet(frozenset(_read(pattern, allowed) for pattern in query.patterns()))


def _readable(text: str, base: str | None) -> str | None:
    """The query as the reader of structures takes it: a SELECT, with absolute IRIs and without inline data.

    None for a DESCRIBE, which reads what it describes.
    """
    tokens = list(lexer.scan(text))
    written: list[str] = []
    at, level = 0, 0
    while at < len(tokens):
        token = tokens[at]
        level += token.matches("{") - token.matches("}")
        if token.matches("DESCRIBE"):
            return None
        if token.matches("BASE"):
            base = _resolved(tokens[at + 1].text[1:-1], base)
            at += 1
        elif token.matches("CONSTRUCT") and level == 0:
            written.append("SELECT *")
            at = _end_of_group(tokens, at) if tokens[at + 1].matches("{") else at
        elif token.matches("VALUES"):
            at = _end_of_group(tokens, at)
        else:
            written.append(f"<{_resolved(token.text[1:-1], base)}>" if token.kind is Kind.IRI else token.text)
        at += 1
    return " ".join(written)


def _resolved(iri: str, base: str | None) -> str:
    """An IRI against the base; the library would drop a fragment that is empty, as of many namespaces."""
    if _ABSOLUTE.match(iri):
        return iri
    return urljoin(base or "", iri) + ("#" if iri.endswith("#") else "")


def _end_of_group(tokens: Sequence[Token], at: int) -> int:
    """The place of the brace that closes the first one after ``at``."""
    level = 0
    for place in range(at, len(tokens)):
        level += tokens[place].matches("{") - tokens[place].matches("}")
        if level == 0 and tokens[place].matches("}"):
            return place
    return len(tokens) - 1


def _is_obscure(query: Query) -> bool:
    """Whether it has a part that was not read: an opaque group, SERVICE, a dataset of its own, or a stray EXISTS."""
    groups = list(query.groups())
    words = query.text.upper().split(" ")  # there is a space between tokens, and a word of a string does no harm
    strays = words.count("EXISTS") > sum(group.kind == "exists" for group in groups)
    return strays or any(group.opaque for group in groups) or not {"SERVICE", "FROM"}.isdisjoint(words)


def _read(pattern: Pattern, allowed: Mapping[str, frozenset[NamedNode]]) -> ReadPattern:
    if isinstance(pattern.verb, str):
        return ReadPattern(_constant(pattern.subject), allowed.get(pattern.verb), _constant(pattern.value))
    if isinstance(pattern.verb, Predicate):
        return ReadPattern(_constant(pattern.subject), predicates(pattern.verb), _constant(pattern.value))
    if _may_stay(pattern.verb) and not (_constant(pattern.subject) or _constant(pattern.value)):
        return _EVERYTHING  # a path of no steps leads from every node of the graph to itself
    return ReadPattern(None, predicates(pattern.verb), None)


def _constant(term: PatternTerm) -> NamedNode | None:
    return term if isinstance(term, NamedNode) else None


def _may_stay(path: Path) -> bool:
    """Whether the path can have no steps."""
    match path:
        case Predicate():
            return False
        case Inverse(inner):
            return _may_stay(inner)
        case Repeated(inner, modifier):
            return modifier != "+" or _may_stay(inner)
        case Alternative(paths):
            return any(map(_may_stay, paths))
        case PathSequence(paths):
            return all(map(_may_stay, paths))
