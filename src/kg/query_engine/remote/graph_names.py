"""Graph names in an engine elsewhere: each revision has its own, so that a new one grows beside the one in use.

The graph ``<base>graph/data/ghent`` of the revision 3f2a… is called ``<base>graph/data/ghent!3f2a…`` there. The names
of graphs are renamed wherever they stand: as graph, in triples, in queries; and back in answers. Such a renaming
changes no answer, for SPARQL compares IRIs as wholes; only functions that take a name to pieces from its end (STRENDS,
STRLEN, REGEX with ``$``) see the longer one. It keeps the order of names too: ``!`` comes before all that a name of
ours can go on with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Quad

from kg.errors import QueryError, phrase
from kg.query_engine.evaluation import GraphSelection
from kg.sparql import lexer
from kg.sparql.lexer import Kind, Token

_MARK = "!"
_DIGEST = 32
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPE = re.compile(r"\\(.)")

EMPTY = "urn:uuid:00000000-0000-0000-0000-000000000000"
"""A graph that no engine has and none can fetch: it stands for every name that is not known."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """The names of ``graphs`` for the revision with this digest; without one they are called as they are."""

    graphs: frozenset[str]
    digest: str | None = None

    def name(self, graph: str) -> str:
        """What the graph is called there."""
        return f"{graph}{_MARK}{self.digest[:_DIGEST]}" if self.digest and graph in self.graphs else graph

    def quad(self, quad: Quad) -> Quad:
        """The statement as it stands there."""
        subject, value, graph = (self._term(term) for term in (quad.subject, quad.object, quad.graph_name))
        return Quad(subject, quad.predicate, value, graph)  # type: ignore[arg-type]  # a name is renamed to a name

    def _term(self, term: object) -> object:
        if isinstance(term, NamedNode) and term.value in self.graphs:
            return NamedNode(self.name(term.value))
        return term

    def restored(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """An answer with the names as we know them; a name may stand across two chunks."""
        if not self.digest:
            yield from chunks
            return
        addition = f"{_MARK}{self.digest[:_DIGEST]}".encode()
        rest = b""
        for chunk in chunks:
            whole = (rest + chunk).replace(addition, b"")
            cut = max(0, len(whole) - len(addition) + 1)
            # Only what could be the beginning of an addition waits for the next chunk.
            cut = whole.find(_MARK.encode(), cut)
            rest = b"" if cut < 0 else whole[cut:]
            yield whole if cut < 0 else whole[:cut]
        yield rest

    def query(self, text: str, base: str, graphs: GraphSelection | None) -> tuple[str, GraphSelection]:
        """A query as it is asked there: names renamed, IRIs in full, its FROM clauses taken out of the text.

        What comes with it is its dataset: that of the request, or else of its FROM clauses, or else all of ours; names
        that are not ours lead to no graph. Raises QueryError for a name that cannot be read.
        """
        reading = _Reading(text, base)
        edits = [(word, f"<{self.name(iri)}>") for word, iri in reading.iris if iri in self.graphs]
        edits += [(word, f"<{iri}>") for word, iri in reading.relative if iri not in self.graphs]
        edits += [(word, "") for word in reading.clauses]
        if graphs is None and reading.has_dataset:
            graphs = GraphSelection(tuple(reading.default), tuple(reading.named))
        return _edited(text, edits), self._selected(graphs)

    def _selected(self, graphs: GraphSelection | None) -> GraphSelection:
        known = sorted(self.graphs)
        if graphs is None:
            names = tuple(self.name(graph) for graph in known)
            return GraphSelection(names, names)
        default, named = (
            tuple(self.name(graph) if graph in self.graphs else EMPTY for graph in chosen) or (EMPTY,)
            for chosen in (graphs.default, graphs.named)
        )
        return GraphSelection(default, named)


class _Reading:
    """The IRIs of a query with the tokens that write them, which of these are relative, and the FROM clauses."""

    def __init__(self, text: str, base: str) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}
        self.iris: list[tuple[Token, str]] = []
        self.relative: list[tuple[Token, str]] = []
        self.clauses: list[Token] = []
        self.default: list[str] = []
        self.named: list[str] = []
        self.has_dataset = False
        self._read(list(lexer.scan(text)))

    def _read(self, words: Sequence[Token]) -> None:
        skipped: set[int] = set()
        for number, word in enumerate(words):
            if number in skipped:
                continue
            after = words[number + 1 : number + 3]
            if word.keyword == "BASE" and after and after[0].kind is Kind.IRI:
                self._base = self._resolved(after[0])
                skipped.add(number + 1)
            elif word.keyword == "PREFIX" and len(after) == 2 and after[1].kind is Kind.IRI:
                self._prefixes[after[0].text[:-1]] = self._resolved(after[1])
                skipped.update((number + 1, number + 2))
            elif word.keyword == "FROM" and after:
                named = after[0].keyword == "NAMED" and len(after) == 2
                self._from(word, after, named)
                skipped.update(range(number + 1, number + (3 if named else 2)))
            elif word.kind in (Kind.IRI, Kind.PREFIXED_NAME):
                self.iris.append((word, self._resolved(word)))

    def _from(self, word: Token, after: Sequence[Token], named: bool) -> None:
        name = after[1] if named else after[0]
        if name.kind not in (Kind.IRI, Kind.PREFIXED_NAME):
            raise QueryError(phrase("FROM names a graph by its IRI, not by {text}.", text=name.text))
        (self.named if named else self.default).append(self._resolved(name))
        self.clauses += [word, *after[: 2 if named else 1]]
        self.has_dataset = True

    def _resolved(self, word: Token) -> str:
        if word.kind is Kind.IRI:
            iri = word.text[1:-1]
            if not _SCHEME.match(iri):
                iri = urljoin(self._base, iri)
                self.relative.append((word, iri))
            return iri
        prefix, _, local = word.text.partition(":")
        return self._prefixes.get(prefix, "") + _ESCAPE.sub(r"\1", local)


def _edited(text: str, edits: Iterable[tuple[Token, str]]) -> str:
    parts = []
    position = 0
    for word, written in sorted(edits, key=lambda edit: edit[0].offset):
        parts += [text[position : word.offset], written]
        position = word.end
    return "".join((*parts, text[position:]))
