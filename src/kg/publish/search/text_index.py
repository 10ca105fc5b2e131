"""Search by single words, for a text that nothing is called: in names, quotes, the concepts and years of a thing.

The words of a name count most, and a word counts the more, the fewer entries have it. What has the words that decide
comes before what has all the common ones.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import log

from pyoxigraph import Literal, NamedNode, Quad

from kg.compact import forked_build
from kg.compact.strings import Lines, joined
from kg.named_queries import named_query
from kg.publish.search.folding import fold
from kg.publish.search.result_group import Group, Grouping
from kg.rdf.namespaces import XSD, expanded
from kg.resources import resource_graph
from kg.resources.resource_graph import Resources
from kg.revision import Revision
from kg.revision_results import kept_by_revision

LIMIT = 20
_NAME_COUNTS = 3
_ANSWER_COUNTS = 2
_ENOUGH = 0.5
"""The part of the best entry's score that another needs, to be told beside it."""
_BEGINNING = 4
"""Letters that a word of the query has at least, to stand for longer words that begin with it."""
_LONGEST = 1_000
_DATES = frozenset(NamedNode(XSD + name) for name in ("date", "gYear", "gYearMonth", "dateTime"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched for: its key, the words that name it, those that stand in its texts, and how much all count."""

    key: str
    names: frozenset[str]
    words: frozenset[str]
    weight: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class TextIndex:
    """The entries by their words; of entries that fit alike, those that were given first come first."""

    _keys: Lines
    _named: Mapping[str, array[int]]
    _in_texts: Mapping[str, array[int]]
    _weights: bytes

    def find(self, text: str, limit: int = LIMIT) -> list[str]:
        """The keys of the entries that have words of the text, best first."""
        scores: Counter[int] = Counter()
        for word in dict.fromkeys(fold(text).split()):
            worth: dict[int, int] = dict.fromkeys(self._with(self._in_texts, word), 1)
            worth |= dict.fromkeys(self._with(self._named, word), _NAME_COUNTS)
            rarity = log(1 + len(self._keys) / max(len(worth), 1))
            for number, counts in worth.items():
                scores[number] += round(1_000 * rarity * counts * self._weights[number])
        best = max(scores.values(), default=0)
        fit = [number for number, score in scores.items() if score >= _ENOUGH * best]
        return [self._keys[number] for number in sorted(fit, key=lambda number: (-scores[number], number))[:limit]]

    @staticmethod
    def _with(places: Mapping[str, array[int]], word: str) -> Iterator[int]:
        if word in places:
            yield from places[word]
        elif len(word) >= _BEGINNING:
            for longer in (key for key in places if key.startswith(word)):
                yield from places[longer]


def index(entries: Iterable[Entry]) -> TextIndex:
    """The index of these entries."""
    keys: list[str] = []
    named: dict[str, array[int]] = {}
    in_texts: dict[str, array[int]] = {}
    weights = bytearray()
    for number, entry in enumerate(entries):
        keys.append(entry.key)
        weights.append(entry.weight)
        for places, words in ((named, entry.names), (in_texts, entry.words - entry.names)):
            for word in words:
                places.setdefault(word, array("I")).append(number)
    return TextIndex(joined(keys), named, in_texts, bytes(weights))


@kept_by_revision
def of_questions(revision: Revision) -> TextIndex:
    """The questions of the project by name, with what they ask in every language."""
    return index(
        Entry(
            question.name,
            _words(question.titles()),
            _words([*question.query.description.values(), question.name]),
        )
        for question in named_query.offered(revision)
    )


@kept_by_revision
def of_resources(revision: Revision, field: tuple[Group, ...], quoted: tuple[str, ...]) -> TextIndex:
    """The resources of a field's groups by IRI, with the texts of their documents.

    ``quoted`` are the properties, prefixed names, that lead to what tells of a resource: from it to its passages, and
    from a claim elsewhere to what that is about.
    """
    return forked_build.build(revision, _of_resources, field, quoted)


def _of_resources(revision: Revision, field: tuple[Group, ...], quoted: tuple[str, ...]) -> TextIndex:
    known = resource_graph.of(revision)
    leading = frozenset(NamedNode(expanded(name)) for name in quoted)
    groups = sorted(field, key=lambda group: not group.answers)
    order = {group: number for number, group in enumerate(groups)}
    grouping = Grouping(known, field)
    grouped = ((order.get(grouping.group(NamedNode(iri))), iri) for iri in known.documents)
    ranked = sorted((place, iri) for place, iri in grouped if place is not None)
    texts = _Texts(known, leading)
    return index(
        Entry(
            iri,
            texts.names(NamedNode(iri)),
            texts.words(known.documents[iri]),
            _ANSWER_COUNTS if groups[place].answers else 1,
        )
        for place, iri in ranked
    )


class _Texts:
    """The words of resources; those of a concept, which many refer to, are kept."""

    def __init__(self, known: Resources, leading: frozenset[NamedNode]) -> None:
        self._known = known
        self._leading = leading
        self.names = lru_cache(maxsize=10_000)(self._names)

    def words(self, nodes: Sequence[NamedNode]) -> frozenset[str]:
        claims = (
            quad.subject
            for node in nodes
            for quad in islice(self._known.referring(node), _LONGEST)
            if quad.predicate in self._leading and isinstance(quad.subject, NamedNode)
        )
        telling = dict.fromkeys([*nodes, *claims])
        return frozenset().union(*(self._of(quad) for node in telling for quad in self._known.about(node)))

    def _of(self, quad: Quad) -> frozenset[str]:
        if isinstance(quad.object, Literal):
            return _literal(quad.object)
        if not isinstance(quad.object, NamedNode):
            return frozenset()
        if quad.predicate in self._leading:
            texts = (about.object for about in self._known.about(quad.object) if isinstance(about.object, Literal))
            return self.names(quad.object).union(*map(_literal, texts))
        return self.names(quad.object)

    def _names(self, node: NamedNode) -> frozenset[str]:
        return _words(name.value for name in self._known.names(node))


def _literal(literal: Literal) -> frozenset[str]:
    """The words of a text; of a date, its year."""
    if literal.datatype in _DATES:
        return frozenset([literal.value[:4]])
    return _words([literal.value]) if len(literal.value) <= _LONGEST else frozenset()


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in fold(text).split())
