"""The candidates of a reconciliation query, each with a score from 0 to 100.

The score of a name is how much of it and of what was written is alike, folded as the search folds them: 100 is the
same. Each property weighs ``WEIGHT`` of a name: 100 where the candidate has the value, 0 where it has not. A candidate
is a match where its name is the same, its properties fit, and no other candidate does as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pyoxigraph import Literal, NamedNode

from kg.publish.reconciliation.batch import PropertyValue, ReconciliationQuery
from kg.publish.search.folding import fold
from kg.publish.search.name_index import Index
from kg.rdf.namespaces import RDF
from kg.resources.language_view import Reader, last_part
from kg.resources.resource_graph import TYPE

WEIGHT = 0.4
LEAST = 40.0
"""The score below which a name is none that was meant."""
OTHER_TYPE = 0.8
"""What is left of the score of a candidate of another type, where types are only wished for."""
_LOOKED_AT = 400
_ALIKE = 0.85
"""From here on, texts of a property are alike."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A resource that may be meant; ``features`` are the parts of its score, by name or property."""

    node: NamedNode
    score: float
    features: tuple[tuple[str, float], ...]
    match: bool = False


def candidates(reader: Reader, index: Index, query: ReconciliationQuery) -> list[Candidate]:
    """The best candidates first, at most as many as the query wants."""
    scored: list[Candidate] = []
    for node, name in _named(reader, index, query):
        of_type = _of_type(reader, node, query)
        if of_type:
            features = [("name", name)] if query.text.strip() else []
            features += [(wanted.property, _property_score(reader, node, wanted)) for wanted in query.properties]
            scored.append(Candidate(node, round(_weighed(features) * of_type, 2), tuple(features)))
    scored.sort(key=lambda candidate: -candidate.score)
    best = [candidate for candidate in scored if candidate.score == 100]
    return [
        Candidate(candidate.node, candidate.score, candidate.features, match=[candidate] == best)
        for candidate in scored[: query.limit]
    ]


def _named(reader: Reader, index: Index, query: ReconciliationQuery) -> Iterator[tuple[NamedNode, float]]:
    """What may be meant, with the score of its name; without a name, what has one of the values."""
    if not query.text.strip():
        yield from ((node, 0.0) for node in _having(reader, query.properties))
        return
    if node := _resource(query.text.strip()):
        if reader.known.about(node):
            yield node, 100.0
        return
    hits = (*index.find(query.text, reader.languages, _LOOKED_AT).hits, *index.alike(query.text, reader.languages))
    for node in dict.fromkeys(hit.node for hit in hits):
        score = name_score(query.text, reader.known.names(node) or [Literal(last_part(node.value))])
        if score >= LEAST:
            yield node, score


def name_score(text: str, names: Iterable[Literal]) -> float:
    """How much the name that is most alike has in common with a text.

    >>> name_score("gdansk", [Literal("Gdańsk", language="pl"), Literal("Danzig", language="de")])
    100.0
    """
    matcher = SequenceMatcher(b=fold(text), autojunk=False)
    best = 0.0
    for name in names:
        matcher.set_seq1(fold(name.value))
        if matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return round(100 * best, 2)


def _having(reader: Reader, properties: Sequence[PropertyValue]) -> list[NamedNode]:
    """The resources that have a value of one of the properties."""
    nodes: dict[NamedNode, None] = {}
    for wanted in properties:
        predicate = _resource(wanted.property)
        for quad in reader.known.revision.having(predicate) if predicate else ():
            if len(nodes) >= _LOOKED_AT:
                break
            if not isinstance(quad.subject, NamedNode) or quad.subject in nodes:
                continue
            if any(_agrees(reader, quad.object, value) == 100 for value in wanted.values):
                nodes[quad.subject] = None
    return list(nodes)


def _of_type(reader: Reader, node: NamedNode, query: ReconciliationQuery) -> float:
    """What a candidate keeps of its score for its types: all, a part, or nothing."""
    has = {kind.value for kind in reader.known.types(node)}.intersection(query.types)
    fits = len(has) == len(set(query.types)) if query.strict == "all" else bool(has)
    if fits or not query.types:
        return 1.0
    return OTHER_TYPE if query.strict == "should" else 0.0


def _property_score(reader: Reader, node: NamedNode, wanted: PropertyValue) -> float:
    """How well a candidate has one of the values."""
    predicate = _resource(wanted.property)
    values = reader.known.values(node, predicate) if predicate else []
    return max((_agrees(reader, value, text) for value in values for text in wanted.values), default=0.0)


def _agrees(reader: Reader, value: object, text: str) -> float:
    """How much a value of the data is what was written: an identifier, a name of it, a number, or a text."""
    if isinstance(value, NamedNode):
        if text in (value.value, last_part(value.value)):
            return 100.0
        score = name_score(text, reader.known.names(value))
        return score if score >= 100 * _ALIKE else 0.0
    if not isinstance(value, Literal):
        return 0.0
    if _number(value.value) is not None and _number(value.value) == _number(text):
        return 100.0
    score = name_score(text, [value])
    return score if score >= 100 * _ALIKE else 0.0


def _weighed(features: Sequence[tuple[str, float]]) -> float:
    weights = [1.0 if name == "name" else WEIGHT for name, _ in features]
    return sum(weight * score for weight, (_, score) in zip(weights, features, strict=True)) / sum(weights)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _resource(text: str) -> NamedNode | None:
    """A text that is the IRI of something; a type is asked for by ``rdf:type`` in full."""
    if text == RDF + "type":
        return TYPE
    if ":" not in text or any(character.isspace() for character in text):
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None
