"""Search by name: every name in every language, as people type it, best match first.

The index is made once for a revision. A name matches as a whole, by its beginning, by the beginning of a word, or
anywhere; last come resources that have all the words of the query, in whatever order and names. Among equals the first
groups come first, then resources with more statements that refer to them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from kg.compact import forked_build, strings
from kg.compact.strings import Lines, SortedPlaces
from kg.publish.search.folding import fold
from kg.publish.search.result_group import REUSED, Group, Grouping
from kg.rdf.namespaces import OWL, SKOS
from kg.resources import resource_graph
from kg.resources.language_view import last_part
from kg.resources.resource_graph import Resources
from kg.revision import Revision
from kg.revision_results import kept_by_revision

LIMIT = 100
ALIKE = 10
_CANDIDATES = 5_000
_WHOLES = frozenset((NamedNode(OWL + "Ontology"), NamedNode(SKOS + "ConceptScheme")))
"""Classes of documents whose hash IRIs are things of their own, not parts of it."""


class Match(StrEnum):
    """How a name matches, the best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORD = "word"
    INFIX = "infix"
    WORDS = "words"
    TEXT = "text"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Hit:
    """A resource that was found, and by which of its names."""

    node: NamedNode
    group: Group
    name: Literal
    match: Match


@dataclass(frozen=True, slots=True)
class Results:
    """``more`` says that there are hits beyond the limit; ``order`` is that of the groups."""

    query: str
    hits: tuple[Hit, ...]
    more: bool
    order: tuple[Group, ...]

    def groups(self) -> dict[Group, list[Hit]]:
        """The hits of each group that has any, best first."""
        grouped: dict[Group, list[Hit]] = {}
        for hit in self.hits:
            grouped.setdefault(hit.group, []).append(hit)
        return {group: grouped[group] for group in self.order if group in grouped}


@dataclass(frozen=True, slots=True)
class Table:
    """The names of a revision as they are compared, a line each, in the order in which they are preferred.

    ``owners`` says whose name each is: a line of ``nodes``, which are IRIs, and a place in ``groups``, which has the
    number of a group.
    """

    keys: Lines
    owners: array[int]
    nodes: Lines
    groups: array[int]
    names: SortedPlaces
    words: SortedPlaces


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The names of a revision; as they are written, they are read there."""

    _known: Resources
    _table: Table
    _groups: tuple[Group, ...]

    def find(self, text: str, languages: Iterable[str] = (), limit: int = LIMIT) -> Results:
        """What is called ``text``, or nearly; of names that match alike, that in the first of ``languages`` is told."""
        query = fold(text)
        ranks = {tag: rank for rank, tag in enumerate(dict.fromkeys(languages))}
        hits: dict[int, Hit] = {}
        for match, number in self._matches(query):
            owner = self._table.owners[number]
            if owner in hits:
                continue
            if len(hits) == limit:
                return Results(text, tuple(hits.values()), True, self._groups)
            node = NamedNode(self._table.nodes[owner])
            name = min(self._names(node, number), key=lambda label: ranks.get(label.language or "", len(ranks)))
            hits[owner] = Hit(node, self._groups[self._table.groups[owner]], name, match)
        return Results(text, tuple(hits.values()), False, self._groups)

    def entries(self) -> Iterator[tuple[NamedNode, Group, list[str]]]:
        """Everything that has a name, in the order in which it is preferred, with its names as they are compared."""
        by_owner: dict[int, list[str]] = {}
        for number, owner in enumerate(self._table.owners):
            by_owner.setdefault(owner, []).append(self._table.keys[number])
        for owner, keys in by_owner.items():
            yield NamedNode(self._table.nodes[owner]), self._groups[self._table.groups[owner]], keys

    def hit_by_text(self, iri: str, languages: Iterable[str]) -> Hit:
        """A hit for a resource that single words of a text led to."""
        node = NamedNode(iri)
        name = self._known.label(node, languages) or Literal(iri)
        return Hit(node, Grouping(self._known, self._groups).group(node), name, Match.TEXT)

    def similar(self, text: str) -> list[str]:
        """Names that may have been meant: those that are written much alike and begin alike."""
        return [self._written(number) for number in self._alike(text, 3)]

    def alike(self, text: str, languages: Iterable[str], limit: int = ALIKE) -> list[Hit]:
        """The resources of such names."""
        numbers = self._alike(text, limit)
        hits = (self.hit_by_text(self._table.nodes[self._table.owners[number]], languages) for number in numbers)
        return [replace(hit, match=Match.ALIKE) for hit in hits]

    def _alike(self, text: str, most: int) -> list[int]:
        """The numbers of names that are written much like the text."""
        query = fold(text)
        begin = self._table.names.beginning(query[:1]) if query else []
        keys = ((self._table.keys[number], number) for number in reversed(begin))  # of one key, the first is meant
        near = {key: number for key, number in keys if abs(len(key) - len(query)) <= 3}
        if len(near) > _CANDIDATES:
            near = {key: number for key, number in near.items() if key[:2] == query[:2]}
        return [near[key] for key in get_close_matches(query, near, n=most, cutoff=0.7)]

    def _written(self, number: int) -> str:
        return self._names(NamedNode(self._table.nodes[self._table.owners[number]]), number)[0].value

    def _names(self, node: NamedNode, number: int) -> list[Literal]:
        """The names of a resource that are compared alike."""
        key = self._table.keys[number]
        return [label for label in _searched(self._known, node) if fold(label.value) == key]

    def _matches(self, query: str) -> Iterator[tuple[Match, int]]:
        """Names by number, those that match best first; one may come again as a lesser match."""
        if not query:
            return
        yield from ((Match.EXACT, number) for number in self._table.names.equal(query))
        yield from ((Match.PREFIX, number) for number in self._table.names.beginning(query))
        yield from ((Match.WORD, number) for number in self._table.words.beginning(query))
        yield from ((Match.INFIX, number) for number in self._containing(query))
        if " " in query:
            yield from ((Match.WORDS, number) for number in self._with_words(query.split()))

    def _containing(self, query: str) -> Iterator[int]:
        text, starts = self._table.keys.text, self._table.keys.starts
        place = text.find(query)
        while place >= 0:
            number = bisect_right(starts, place) - 1
            yield number
            place = text.find(query, starts[number + 1] - 1)

    def _with_words(self, words: list[str]) -> list[int]:
        """A name of each resource that has all the words in its names: the one with the first of them."""
        by_word = []
        for word in words:
            numbers = self._table.names.beginning(word) + self._table.words.beginning(word)
            by_word.append({self._table.owners[number]: number for number in reversed(numbers)})
        common = set(by_word[0]).intersection(*by_word[1:])
        return sorted(number for owner, number in by_word[0].items() if owner in common)


@kept_by_revision
def of(revision: Revision, field: tuple[Group, ...] = ()) -> Index:
    """The index of a revision, with the groups of a field first; kept for the last two revisions."""
    return Index(resource_graph.of(revision), forked_build.build(revision, _table, field), (*field, *REUSED))


def _table(revision: Revision, field: tuple[Group, ...]) -> Table:
    known = resource_graph.of(revision)
    names = {node: folded for node in _nodes(known) if (folded := sorted(_names(known, node), key=len))}
    order = {group: number for number, group in enumerate((*field, *REUSED))}
    grouping = Grouping(known, field)
    grouped = {node: order[grouping.group(node)] for node in names}
    ranked = sorted(names, key=lambda node: (grouped[node], -len(known.referring(node)), node.value))
    keys = strings.joined([key for node in ranked for key in names[node]])
    return Table(
        keys=keys,
        owners=array("I", [owner for owner, node in enumerate(ranked) for _ in names[node]]),
        nodes=strings.joined([node.value for node in ranked]),
        groups=array("B", [grouped[node] for node in ranked]),
        names=strings.in_order(keys, enumerate(keys.starts[:-1])),
        words=strings.in_order(keys, _words(keys)),
    )


def _nodes(known: Resources) -> Iterator[NamedNode]:
    """Everything that has a document here, and what else the revision names: countries of another register."""
    own = (node for nodes in known.documents.values() for node in nodes)
    others = (node for node in known.revision.subjects() if isinstance(node, NamedNode))
    yield from dict.fromkeys([*own, *others])


def _names(known: Resources, node: NamedNode) -> dict[str, list[Literal]]:
    """The names of a resource, and what they are compared as."""
    labels: dict[str, list[Literal]] = {}
    for name in _searched(known, node):
        labels.setdefault(fold(name.value), []).append(name)
    labels.pop("", None)
    return labels


def _searched(known: Resources, node: NamedNode) -> list[Literal]:
    """What a resource is called; what has no name at all, and is no part of a named thing, by the end of its IRI."""
    if names := known.names(node):
        return names
    document, _, fragment = node.value.partition("#")
    is_part = (
        fragment and not _WHOLES.intersection(known.types(NamedNode(document))) and known.names(NamedNode(document))
    )
    return [] if is_part else [Literal(unquote(last_part(node.value)))]


def _words(keys: Lines) -> Iterator[tuple[int, int]]:
    """Where words begin, but for the first of a line, with the number of the line."""
    place = keys.text.find(" ")
    while place >= 0:
        yield bisect_right(keys.starts, place) - 1, place + 1
        place = keys.text.find(" ", place + 1)
