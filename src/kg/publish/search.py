"""Search by name: every name in every language, as people type it, best match first.

The index is made once for a revision. A name matches as a whole, by its beginning, by the beginning of a word, or
anywhere; last comes what has all the words asked for, in whatever order and names. Among equals cities come first, then
what more is said of.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from pyoxigraph import Literal, NamedNode

from kg.publish import resources
from kg.publish.folding import fold
from kg.publish.resources import LABELS, TYPE, Resources
from kg.rdf.namespaces import DCT, OWL, RDF, RDFS, SH, SKOS
from kg.revision import Revision

LIMIT = 100
_CANDIDATES = 5_000
_LAST = "\U0010ffff"

NAMES = frozenset((*LABELS, NamedNode(SKOS + "notation"), NamedNode(DCT + "identifier")))


class Match(StrEnum):
    """How a name matches, the best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORD = "word"
    INFIX = "infix"
    WORDS = "words"


class Group(StrEnum):
    """What kinds of things are told apart, in the order in which they are listed."""

    CITY = "city"
    COUNTRY = "country"
    PARTNERSHIP = "partnership"
    NETWORK = "network"
    DECISION = "decision"
    BODY = "body"
    SOURCE = "source"
    CONCEPT = "concept"
    TERM = "term"
    SHAPE = "shape"
    OTHER = "other"


_OWN = {each.capitalize(): each for each in (Group.CITY, Group.PARTNERSHIP, Group.NETWORK, Group.DECISION, Group.BODY,
                                             Group.SOURCE)}  # fmt: skip
_REUSED = {
    **dict.fromkeys((SKOS + "Concept", SKOS + "ConceptScheme"), Group.CONCEPT),
    **dict.fromkeys((OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty",
                     OWL + "Ontology", RDFS + "Class", RDF + "Property"), Group.TERM),
    **dict.fromkeys((SH + "NodeShape", SH + "PropertyShape"), Group.SHAPE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A resource that was found, and by which of its names."""

    node: NamedNode
    group: Group
    name: Literal
    match: Match


@dataclass(frozen=True, slots=True)
class Found:
    """``more`` says that there are hits beyond the limit."""

    query: str
    hits: tuple[Hit, ...]
    more: bool

    def groups(self) -> dict[Group, list[Hit]]:
        """The hits of each group that has any, best first."""
        grouped = {group: [hit for hit in self.hits if hit.group == group] for group in Group}
        return {group: hits for group, hits in grouped.items() if hits}


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a resource as it is compared, and as it is written; ``owner`` is the resource's place in the index."""

    key: str
    names: tuple[Literal, ...]
    owner: int


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Keys in order, and the entry that each belongs to."""

    keys: list[str]
    entries: list[int]

    def equal(self, key: str) -> list[int]:
        return sorted(self.entries[bisect_left(self.keys, key) : bisect_right(self.keys, key)])

    def beginning(self, key: str) -> list[int]:
        return sorted(self.entries[bisect_left(self.keys, key) : bisect_left(self.keys, key + _LAST)])


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The names of a revision. ``entries`` stand in the order in which they are preferred."""

    nodes: tuple[tuple[NamedNode, Group], ...]
    entries: tuple[Entry, ...]
    _names: _Sorted
    _words: _Sorted
    _text: str
    _starts: list[int]

    def find(self, text: str, languages: Iterable[str] = (), limit: int = LIMIT) -> Found:
        """What is called ``text``, or nearly; of names that match alike, that in the first of ``languages`` is told."""
        query = fold(text)
        ranks = {tag: rank for rank, tag in enumerate(languages)}
        hits: dict[int, Hit] = {}
        for match, number in self._matches(query):
            entry = self.entries[number]
            if entry.owner in hits:
                continue
            if len(hits) == limit:
                return Found(text, tuple(hits.values()), True)
            name = min(entry.names, key=lambda each: ranks.get(each.language or "", len(ranks)))
            hits[entry.owner] = Hit(*self.nodes[entry.owner], name, match)
        return Found(text, tuple(hits.values()), False)

    def similar(self, text: str) -> list[str]:
        """Names that may have been meant: those that are written much alike and begin alike."""
        query = fold(text)
        begin = self._names.beginning(query[:1]) if query else []
        near = {self.entries[each].key: each for each in begin if abs(len(self.entries[each].key) - len(query)) <= 3}
        if len(near) > _CANDIDATES:
            near = {key: each for key, each in near.items() if key[:2] == query[:2]}
        return [self.entries[near[key]].names[0].value for key in get_close_matches(query, near, n=3, cutoff=0.7)]

    def _matches(self, query: str) -> Iterator[tuple[Match, int]]:
        """Entries by number, those that match best first; one may come again as a lesser match."""
        if not query:
            return
        yield from ((Match.EXACT, each) for each in self._names.equal(query))
        yield from ((Match.PREFIX, each) for each in self._names.beginning(query))
        yield from ((Match.WORD, each) for each in self._words.beginning(query))
        yield from ((Match.INFIX, each) for each in self._containing(query))
        if " " in query:
            yield from ((Match.WORDS, each) for each in self._with_words(query.split()))

    def _containing(self, query: str) -> Iterator[int]:
        place = self._text.find(query)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield number
            place = self._text.find(query, self._starts[number] + len(self.entries[number].key))

    def _with_words(self, words: list[str]) -> list[int]:
        """An entry of each resource that has all the words in its names: the one with the first of them."""
        by_word = []
        for word in words:
            numbers = self._names.beginning(word) + self._words.beginning(word)
            by_word.append({self.entries[number].owner: number for number in reversed(numbers)})
        common = set(by_word[0]).intersection(*by_word[1:])
        return sorted(number for owner, number in by_word[0].items() if owner in common)


@lru_cache(maxsize=2)
def of(revision: Revision) -> Index:
    """The index of a revision; made once, and kept for the last two revisions."""
    known = resources.of(revision)
    names = {node: found for node in _nodes(known) if (found := _names(known, node))}
    vocabulary = known.term("").value
    grouped = {node: _group(known, node, vocabulary) for node in names}
    order = list(Group)
    ranked = sorted(names, key=lambda n: (order.index(grouped[n]), -len(known.referring(n)), n.value))
    entries = [
        Entry(key, tuple(names[node][key]), owner)
        for owner, node in enumerate(ranked)
        for key in sorted(names[node], key=len)
    ]
    starts = accumulate((len(each.key) + 1 for each in entries), initial=0)
    return Index(
        nodes=tuple((node, grouped[node]) for node in ranked),
        entries=tuple(entries),
        _names=_sorted((each.key, number) for number, each in enumerate(entries)),
        _words=_sorted((rest, number) for number, each in enumerate(entries) for rest in _rests(each.key)),
        _text="\n".join(each.key for each in entries),
        _starts=list(starts),
    )


def _nodes(known: Resources) -> Iterator[NamedNode]:
    """Everything that has a document here, and what else the revision names: countries of another register."""
    own = (node for nodes in known.documents.values() for node in nodes)
    others = (node for node in known.revision.subjects() if isinstance(node, NamedNode))
    yield from dict.fromkeys([*own, *others])


def _names(known: Resources, node: NamedNode) -> dict[str, list[Literal]]:
    found: dict[str, list[Literal]] = {}
    for quad in known.about(node):
        if quad.predicate in NAMES and isinstance(quad.object, Literal):
            alike = found.setdefault(fold(quad.object.value), [])
            if quad.object not in alike:
                alike.append(quad.object)
    found.pop("", None)
    return found


def _group(known: Resources, node: NamedNode, vocabulary: str) -> Group:
    about = known.about(node)
    if any(quad.predicate.value == vocabulary + "region" for quad in about):
        return Group.COUNTRY
    types = [quad.object.value for quad in about if quad.predicate == TYPE and isinstance(quad.object, NamedNode)]
    own = (_OWN[name] for each in types if (name := each.removeprefix(vocabulary)) in _OWN)
    reused = (_REUSED[each] for each in types if each in _REUSED)
    return next(own, None) or next(reused, Group.OTHER)


def _rests(key: str) -> Iterator[str]:
    """What follows each space: where words begin, but for the first."""
    place = key.find(" ")
    while place >= 0:
        yield key[place + 1 :]
        place = key.find(" ", place + 1)


def _sorted(pairs: Iterable[tuple[str, int]]) -> _Sorted:
    ordered = sorted(pairs)
    return _Sorted([key for key, _ in ordered], [number for _, number in ordered])
