"""Why an answer is empty, as far as one triple pattern of the query, or two with the same subject, tell alone.

Only patterns that every solution needs are looked at: not those in OPTIONAL, UNION, MINUS or EXISTS.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

from pyoxigraph import NamedNode

from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.rdf.namespaces import RDF
from kg.revision import Revision
from kg.sparql.property_path import Predicate
from kg.sparql.query_reader import read_query
from kg.sparql.query_structure import Group, Pattern

MOST_REASONS = 5
_TYPE = NamedNode(RDF + "type")
_INSTANCES = 5_000
"""Where a class has more instances, nothing is claimed of them all."""
_REQUIRED = ("graph", "graph ?", "select")


@dataclass(frozen=True, slots=True)
class Missing:
    """Terms that no statement of the data has together; what is None may be anything."""

    kind: NamedNode | None = None
    subject: NamedNode | None = None
    property: NamedNode | None = None
    value: NamedNode | None = None


def reasons(query: CheckedQuery, revision: Revision) -> tuple[Missing, ...]:
    """What the data lacks of what a SELECT or ASK over all graphs needs."""
    if query.form not in (QueryForm.SELECT, QueryForm.ASK) or query.datasets:
        return ()
    try:
        patterns = list(_required(read_query(query.text, {}).root))
    except ValueError:
        return ()  # a relative IRI
    return tuple(islice(dict.fromkeys(_missing(patterns, revision)), MOST_REASONS))


def _required(group: Group) -> Iterator[Pattern]:
    yield from group.patterns
    following = [child.kind for child in group.children[1:]]
    for child, after in zip_longest(group.children, following):
        if child.kind in _REQUIRED or (child.kind == "plain" and after != "union"):
            yield from _required(child)


def _missing(patterns: list[Pattern], revision: Revision) -> Iterator[Missing]:
    lacking: set[NamedNode] = set()
    for pattern in patterns:
        if not isinstance(pattern.verb, Predicate):
            continue
        verb = pattern.verb.iri
        subject = pattern.subject if isinstance(pattern.subject, NamedNode) else None
        value = pattern.value if isinstance(pattern.value, NamedNode) else None
        if revision.has(subject, verb, value):
            continue
        if verb == _TYPE and value and not subject:
            lacking.add(value)
            yield Missing(kind=value)
        elif not revision.has(predicate=verb):
            lacking.add(verb)
            yield Missing(property=verb)
        else:
            yield Missing(subject=subject, property=verb, value=value)
    yield from _together(patterns, revision, lacking)


def _together(patterns: list[Pattern], revision: Revision, lacking: set[NamedNode]) -> Iterator[Missing]:
    """The properties that no instance of a class has, though one subject is to be in the class and have them."""
    for kind, subject in ((pattern.value, pattern.subject) for pattern in patterns if _is_typing(pattern)):
        if not isinstance(kind, NamedNode) or kind in lacking or not isinstance(subject, str):
            continue
        for pattern in patterns:
            if pattern.subject != subject or not isinstance(pattern.verb, Predicate):
                continue
            verb = pattern.verb.iri
            if verb not in lacking and verb != _TYPE and _none_has(revision, kind, verb):
                yield Missing(kind=kind, property=verb)


def _is_typing(pattern: Pattern) -> bool:
    return isinstance(pattern.verb, Predicate) and pattern.verb.iri == _TYPE


def _none_has(revision: Revision, kind: NamedNode, verb: NamedNode) -> bool:
    instances = list(islice(revision.referrers(kind, _TYPE), _INSTANCES + 1))
    if len(instances) > _INSTANCES:
        return False
    return not any(revision.has(node, verb) for node in instances)
