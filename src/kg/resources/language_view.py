"""What a page says about a resource, for a reader of one language; templates ask, this answers.

Everything is read from the statements as parsed. Names are in the reader's language where there is one, and carry
their own language otherwise, so that a page can mark it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf import namespaces
from kg.rdf.namespaces import XSD
from kg.resources.period import day
from kg.resources.resource_graph import TYPE, Node, Resources
from kg.revision_results import cached_until_renewal
from kg.translations.language_tags import SOURCE_LANGUAGE, with_fallback

Term = NamedNode | BlankNode | Literal

LENGTH = 100
"""No page lists more things than this."""
READ = 1_000


@dataclass(frozen=True, slots=True)
class Reader:
    """The resources for a reader of one interface language, and of another one for names where ``wanted`` is set.

    ``telling`` are the properties whose values name a part of a document that has no name of its own.
    """

    known: Resources
    language: str
    wanted: str = ""
    telling: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        """The language in which names are wanted first."""
        return self.wanted or self.language

    @property
    def languages(self) -> tuple[str, ...]:
        """The language of names first, then the interface's, then English, then the project's."""
        return (self.names, *with_fallback(self.language), SOURCE_LANGUAGE, *self.known.revision.project.languages)

    def expand(self, name: str) -> NamedNode:
        """The IRI of a prefixed name."""
        return _expanded(name)

    def name(self, node: Node) -> Literal:
        """What ``node`` is called; a part without a name, after its document and what it says, else its class."""
        return _name(self.known, self.languages, self.telling, node)

    def short(self, node: Node) -> str:
        """A prefixed name for what a prefix covers, the last part of the path for what is ours, else the IRI."""
        return _short(self.known, node)

    def values(self, node: Node, *predicates: str) -> list[Term]:
        """The objects of these predicates (prefixed names), in the order of the files."""
        return [value for predicate in predicates for value in self.known.values(node, self.expand(predicate))]

    def nodes(self, node: Node, *predicates: str) -> list[NamedNode]:
        """The IRIs among the objects, by name."""
        iris = [value for value in self.values(node, *predicates) if isinstance(value, NamedNode)]
        return sorted(iris, key=lambda node: self.name(node).value.casefold()) if len(iris) > 1 else iris

    def node(self, node: Node, predicate: str) -> NamedNode | None:
        return next(iter(self.nodes(node, predicate)), None)

    def text(self, node: Node, *predicates: str) -> Literal | None:
        """One literal: in the first of the reader's languages that has one."""
        literals = [value for value in self.values(node, *predicates) if isinstance(value, Literal)]
        for wanted in self.languages:
            for literal in literals:
                if literal.language == wanted:
                    return literal
        return next(iter(literals), None)

    def referring(self, node: Node, predicate: str, kind: str | None = None) -> list[NamedNode]:
        """The IRIs that refer to ``node`` by this predicate, and are of this class if one is named.

        They are in the order of their names, or of the files where there are more than anybody reads.
        """
        wanted = self.expand(predicate)
        subjects = dict.fromkeys(self.known.referrers(node, wanted))
        named = [
            subject
            for subject in subjects
            if isinstance(subject, NamedNode) and (kind is None or self.is_a(subject, kind))
        ]
        if len(named) > READ:
            return named
        return sorted(named, key=lambda node: (self.name(node).value.casefold(), node.value))

    def some(self, node: Node, predicate: str, most: int) -> list[NamedNode]:
        """Some of what refers to ``node`` by this predicate: the first by name, where there are few enough to sort."""
        if len(self.known.referring(node)) <= 2 * most:
            return self.referring(node, predicate)[:most]
        subjects = self.known.referrers(node, self.expand(predicate))
        return list(islice((subject for subject in subjects if isinstance(subject, NamedNode)), most))

    def instances(self, kind: str) -> list[NamedNode]:
        """Everything of this class, by name."""
        subjects = dict.fromkeys(self.known.referrers(self.expand(kind), TYPE))
        return sorted(
            (n for n in subjects if isinstance(n, NamedNode)), key=lambda node: self.name(node).value.casefold()
        )

    def is_a(self, node: Node, kind: str) -> bool:
        return self.expand(kind) in self.known.types(node)

    def date(self, value: Term | None) -> str:
        """An ``xsd:date`` in words; any other literal as it is."""
        when = as_date(value)
        return day(when, self.language) if when else getattr(value, "value", "")

    def document(self, node: NamedNode) -> NamedNode:
        """The node whose document this one is in: itself without fragment."""
        return NamedNode(node.value.partition("#")[0])


@lru_cache(maxsize=1_000)
def _expanded(name: str) -> NamedNode:
    return NamedNode(namespaces.expanded(name))


@cached_until_renewal(maxsize=20_000)
def _name(known: Resources, languages: tuple[str, ...], telling: tuple[str, ...], node: Node) -> Literal:
    if label := known.label(node, languages):
        return label
    if isinstance(node, NamedNode) and "#" in node.value:
        whole = known.label(NamedNode(node.value.partition("#")[0]), languages)
        kinds = [known.label(kind, languages) for kind in known.types(node)]
        says = [known.label(value, languages) for value in _told(known, telling, node)]
        if whole and (
            named := [label.value for label in says if label] or [label.value for label in kinds if label][:1]
        ):
            return Literal(f"{whole.value}: {', '.join(named)}", language=whole.language)
    return Literal(_short(known, node))


def _told(known: Resources, telling: tuple[str, ...], part: NamedNode) -> list[NamedNode]:
    """What tells a part of a document from others of its class."""
    about = {quad.predicate: quad.object for quad in reversed(known.about(part))}
    values = (about.get(_expanded(name)) for name in telling)
    return [value for value in values if isinstance(value, NamedNode)]


@cached_until_renewal(maxsize=20_000)
def _short(known: Resources, node: Node) -> str:
    if isinstance(node, BlankNode):
        return "…"
    project = known.revision.project
    for prefix, namespace in sorted(project.prefixes.items(), key=lambda pair: -len(pair[1])):
        local = node.value.removeprefix(namespace)
        if local != node.value and local and "/" not in local:
            return f"{prefix}:{local}"
    if node.value.startswith(project.base):
        return node.value.removeprefix(project.base).removeprefix("id/").removeprefix("shape/").removeprefix("graph/")
    return node.value


def last_part(iri: str) -> str:
    """The last part of an IRI, by which people know what has no name; the IRI where it has no parts."""
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1] or iri


def as_date(value: Term | None) -> date | None:
    """The day of an ``xsd:date`` or ``xsd:dateTime``; None for anything else, and for a date that does not exist."""
    if not isinstance(value, Literal) or value.datatype.value not in (XSD + "date", XSD + "dateTime"):
        return None
    try:
        return date.fromisoformat(value.value[:10])
    except ValueError:
        return None
