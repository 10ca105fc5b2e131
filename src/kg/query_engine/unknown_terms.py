"""Finds the terms of a query that the project's own ontology does not declare: they match nothing, mostly by mistake.

Most queries name no unknown term, so the text is first searched as a whole, strings and comments included. Only if that
finds an unknown name are the tokens read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from itertools import accumulate, pairwise
from urllib.parse import urljoin

from pyoxigraph import NamedNode

from kg.query_engine.guard import CheckedQuery
from kg.rdf.namespaces import RDF
from kg.revision import Revision
from kg.revision_results import kept_by_revision
from kg.sparql import keywords, lexer
from kg.sparql.lexer import Kind, Token

_TYPE = NamedNode(RDF + "type")
_LOCAL_NAME = r"([^\s<>(){}\[\]\"',;|/^*+?!&=#]+)"
_FEW_PREFIXES = 4
"""Up to so many prefixes of one namespace, the search by pattern is quick."""
_MOST = 10
"""Terms of one query that are compared with the declared ones, which takes time."""
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of a namespace that a revision has; ``used`` caches those that are used without being declared."""

    namespace: str
    declared: tuple[str, ...]
    revision: Revision
    used: set[str] = field(default_factory=set)

    def knows(self, name: str) -> bool:
        """Whether any statement of the revision, asserted or computed, has this term."""
        if name in self.used:
            return True
        try:
            node = NamedNode(self.namespace + name)
        except ValueError:
            return False
        has = self.revision.has
        if not (has(subject=node) or has(predicate=node) or has(value=node)):
            return False
        self.used.add(name)
        return True


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A term as the query has it first, its place, and the declared term that it is most like, written likewise.

    ``iri`` is that of the declared term, or else the namespace of the ontology.
    """

    text: str
    line: int
    column: int
    meant: str | None
    iri: str

    def __str__(self) -> str:
        hint = f"; did you mean {self.meant}?" if self.meant else ""
        return f"{self.line}:{self.column}: {self.text} is not a term of the ontology{hint}"


def of(query: CheckedQuery, revision: Revision) -> tuple[UnknownTerm, ...]:
    """The terms of the project's ontology in a query that do not exist, each once.

    The template of a CONSTRUCT may name new terms. Where a revision has no ontology of its own, there are none.
    """
    namespace = revision.project.own_namespace
    mentions = _mentions(query.text, namespace) if namespace else 0
    if not namespace or not mentions:
        return ()
    known = _of(revision, namespace)
    prefixes = tuple(name for name, iri in query.prefixes.items() if iri == namespace)
    # If some mention is not the namespace in full, it may be a relative IRI in the namespace.
    is_plain = len(prefixes) <= _FEW_PREFIXES and mentions == query.text.count(namespace)
    if not known.declared or (is_plain and _all_known(query.text, _names(namespace, prefixes), known)):
        return ()
    tokens = list(lexer.scan(query.text))
    base = _base(tokens, revision.project.base)
    own = {name for name, iri in query.prefixes.items() if _resolved(base, iri) == namespace}
    unknown: dict[str, UnknownTerm] = {}
    for token, name in _named(tokens, query.prefixes, base, namespace):
        if name not in unknown and not known.knows(name) and len(unknown) < _MOST:
            meant = _close(name, known.declared)
            written = _written(meant, token, own, namespace) if meant else None
            place = lexer.place(query.text, token.offset)
            unknown[name] = UnknownTerm(token.text, *place, written, namespace + (meant or ""))
    return tuple(unknown.values())


@kept_by_revision
def _of(revision: Revision, namespace: str) -> Vocabulary:
    """The vocabulary of a revision; the terms with a type in the graphs of its ontology are declared."""
    ontology = f"{revision.project.base}graph/ontology/"
    declared = {
        quad.subject.value.removeprefix(namespace)
        for graph in revision.sizes()
        if graph.value.startswith(ontology)
        for quad in revision.joined(graph)
        if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(namespace)
    }
    return Vocabulary(namespace, tuple(sorted(declared)), revision)


def _all_known(text: str, names: re.Pattern[str], known: Vocabulary) -> bool:
    """Whether everything in the text that looks like a term of the namespace is one."""
    return all(known.knows(name) for name in {match.rstrip(".") for match in names.findall(text)})


@lru_cache(maxsize=64)
def _names(namespace: str, prefixes: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that matches everything that looks like a term of the namespace."""
    beginnings = (f"<{namespace}", *(f"{prefix}:" for prefix in prefixes))
    return re.compile(f"(?:{'|'.join(map(re.escape, beginnings))}){_LOCAL_NAME}")


def last_part(namespace: str) -> str:
    """The last part of a namespace, which any IRI in it contains, relative or not."""
    return namespace[namespace[:-1].rfind("/") + 1 :]


def _mentions(text: str, namespace: str) -> int:
    """How many mentions of the namespace a text may have."""
    last = last_part(namespace)
    return text.count(f"/{last}") + text.count(f"<{last}")


def _base(tokens: Sequence[Token], base: str) -> str:
    """The IRI against which relative IRIs of the query are resolved (SPARQL 1.1, section 4.1.1.2)."""
    for word, iri in pairwise(tokens):
        if word.keyword in keywords.FORMS:
            break
        if word.keyword == "BASE":
            base = _resolved(base, iri.text[1:-1])
    return base


def _resolved(base: str, iri: str) -> str:
    """An IRI in full; Python's own function loses the ``#`` at the end of a namespace."""
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")


def _named(
    tokens: Sequence[Token], prefixes: Mapping[str, str], base: str, namespace: str
) -> Iterator[tuple[Token, str]]:
    """The tokens of a query that name a term of the namespace, each with its local name."""
    for token in _matched(tokens):
        if token.kind is Kind.IRI:
            iri = _resolved(base, token.text[1:-1])
        elif token.kind is Kind.PREFIXED_NAME:
            prefix, _, local = token.text.partition(":")
            iri = _resolved(base, prefixes.get(prefix, "")) + _ESCAPE.sub(r"\1", local)
        else:
            continue
        if iri.startswith(namespace) and iri != namespace:
            yield token, iri.removeprefix(namespace)


def _matched(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens after the query form, without the template of a CONSTRUCT."""
    start = next(number for number, token in enumerate(tokens, 1) if token.keyword in keywords.FORMS)
    after = tokens[start:]
    if tokens[start - 1].keyword != "CONSTRUCT" or not after or after[0].text != "{":
        return after
    depths = accumulate((token.text == "{") - (token.text == "}") for token in after)
    return after[next(number for number, depth in enumerate(depths, 1) if not depth) :]


def _close(name: str, declared: Sequence[str]) -> str | None:
    """The term most similar to a name, else the most similar one without regard to case."""
    for close in get_close_matches(name, declared, n=1):
        return close
    lowered = {term.lower(): term for term in declared}
    return next((lowered[match] for match in get_close_matches(name.lower(), lowered, n=1)), None)


def _written(name: str, token: Token, own: Set[str], namespace: str) -> str:
    """A term written as the token is, prefixed or in full; ``own`` are the prefixes of the namespace."""
    prefix = token.text.partition(":")[0]
    return f"{prefix}:{name}" if token.kind is not Kind.IRI and prefix in own else f"<{namespace}{name}>"
