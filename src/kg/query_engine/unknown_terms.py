"""Terms of the project's own ontology in a query: one that it does not have is a slip, and finds nothing.

Most queries name no unknown term, so the text is first looked through as it stands, texts and comments included. Only
where that finds an unknown name, the tokens are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from itertools import accumulate, pairwise
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Store

from kg.query_engine.guard import CheckedQuery
from kg.rdf.namespaces import RDF
from kg.revision import Revision
from kg.sparql import keywords, lexer
from kg.sparql.lexer import Kind, Token

_TYPE = NamedNode(RDF + "type")
_LOCAL_NAME = r"([^\s<>(){}\[\]\"',;|/^*+?!&=#]+)"
_FEW = 4
"""Prefixes of one namespace with which a pattern is still quick."""
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of a namespace that a revision knows; ``found`` are those that a query has named so far."""

    namespace: str
    declared: tuple[str, ...]
    store: Store
    found: set[str] = field(default_factory=set)

    def knows(self, name: str) -> bool:
        """Whether a statement of the revision, the computed ones among them, has this term."""
        if name in self.found:
            return True
        try:
            node = NamedNode(self.namespace + name)
        except ValueError:
            return False
        look = self.store.quads_for_pattern
        if not any(
            next(each, None) for each in (look(node, None, None), look(None, node, None), look(None, None, node))
        ):
            return False
        self.found.add(name)
        return True


def check(query: CheckedQuery, revision: Revision) -> None:
    """Raises QuerySyntaxError for a term of the project's ontology that there is not, with line and column.

    The template of a CONSTRUCT may name new terms. Nothing is said where the revision has no ontology of its own.
    """
    namespace = revision.project.own_namespace
    mentions = _mentions(query.text, namespace) if namespace else 0
    if not namespace or not mentions:
        return
    known = _of(revision, namespace)
    prefixes = tuple(name for name, iri in query.prefixes.items() if iri == namespace)
    # Where the namespace is not written out each time, some IRI may be a relative one of it.
    is_plain = len(prefixes) <= _FEW and mentions == query.text.count(namespace)
    if not known.declared or (is_plain and _plainly(query.text, _names(namespace, prefixes), known)):
        return
    found = list(lexer.scan(query.text))
    base = _base(found, revision.project.base)
    own = {name for name, iri in query.prefixes.items() if _resolved(base, iri) == namespace}
    for token, name in _named(found, query.prefixes, base, namespace):
        if not known.knows(name):
            meant = _close(name, known.declared)
            hint = f"Did you mean {_written(meant, token, own, namespace)}?" if meant else None
            raise lexer.error(query.text, token.offset, f"{token.text} is no term of the ontology <{namespace}>", hint)


@lru_cache(maxsize=2)
def _of(revision: Revision, namespace: str) -> Vocabulary:
    """The vocabulary of a revision; what the graphs of its ontology give a type is declared."""
    store, ontology = revision.store, f"{revision.project.base}graph/ontology/"
    declared = {
        quad.subject.value.removeprefix(namespace)
        for graph in store.named_graphs()
        if isinstance(graph, NamedNode) and graph.value.startswith(ontology)
        for quad in store.quads_for_pattern(None, _TYPE, None, graph)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(namespace)
    }
    return Vocabulary(namespace, tuple(sorted(declared)), store)


def _plainly(text: str, names: re.Pattern[str], known: Vocabulary) -> bool:
    """Whether all that looks like a term is one."""
    return all(known.knows(each) for each in {name.rstrip(".") for name in names.findall(text)})


@lru_cache(maxsize=64)
def _names(namespace: str, prefixes: tuple[str, ...]) -> re.Pattern[str]:
    """What looks like a term of the namespace, wherever it stands."""
    beginnings = (f"<{namespace}", *(f"{each}:" for each in prefixes))
    return re.compile(f"(?:{'|'.join(map(re.escape, beginnings))}){_LOCAL_NAME}")


def _mentions(text: str, namespace: str) -> int:
    """How often a text may mention the namespace: any IRI of it, relative or not, has its last part in it."""
    last = namespace[namespace[:-1].rfind("/") + 1 :]
    return text.count(f"/{last}") + text.count(f"<{last}")


def _base(found: Sequence[Token], base: str) -> str:
    """What relative IRIs of the query are resolved against (SPARQL 1.1, section 4.1.1.2)."""
    for word, iri in pairwise(found):
        if word.keyword in keywords.FORMS:
            break
        if word.keyword == "BASE":
            base = _resolved(base, iri.text[1:-1])
    return base


def _resolved(base: str, iri: str) -> str:
    """An IRI in full; Python's own function loses the ``#`` at the end of a namespace."""
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")


def _named(
    found: Sequence[Token], prefixes: Mapping[str, str], base: str, namespace: str
) -> Iterator[tuple[Token, str]]:
    """The terms of the namespace that a query asks for, each with its name there."""
    for token in _asking(found):
        if token.kind is Kind.IRI:
            iri = _resolved(base, token.text[1:-1])
        elif token.kind is Kind.PREFIXED_NAME:
            prefix, _, local = token.text.partition(":")
            iri = _resolved(base, prefixes.get(prefix, "")) + _ESCAPE.sub(r"\1", local)
        else:
            continue
        if iri.startswith(namespace) and iri != namespace:
            yield token, iri.removeprefix(namespace)


def _asking(found: Sequence[Token]) -> Sequence[Token]:
    """The tokens after the query form, without the template of a CONSTRUCT."""
    start = next(number for number, each in enumerate(found, 1) if each.keyword in keywords.FORMS)
    after = found[start:]
    if found[start - 1].keyword != "CONSTRUCT" or not after or after[0].text != "{":
        return after
    depths = accumulate((each.text == "{") - (each.text == "}") for each in after)
    return after[next(number for number, depth in enumerate(depths, 1) if not depth) :]


def _close(name: str, declared: Sequence[str]) -> str | None:
    """The term that is most like a name, or else most like it whatever its capitals."""
    for close in get_close_matches(name, declared, n=1):
        return close
    lowered = {each.lower(): each for each in declared}
    return next((lowered[each] for each in get_close_matches(name.lower(), lowered, n=1)), None)


def _written(name: str, token: Token, own: Set[str], namespace: str) -> str:
    """A term in the way in which a token writes another one; ``own`` are the prefixes of the namespace."""
    prefix = token.text.partition(":")[0]
    return f"{prefix}:{name}" if token.kind is not Kind.IRI and prefix in own else f"<{namespace}{name}>"
