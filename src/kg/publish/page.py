"""What a page says about a resource, for a reader of one language; templates ask, this answers.

Everything is read from the statements as parsed. Names are in the reader's language where there is one, and carry
their own language otherwise, so that a page can mark it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.publish import description
from kg.publish.description import Description
from kg.publish.period import day
from kg.publish.resources import TYPE, Node, Resources
from kg.rdf.namespaces import XSD

Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: in which interface language, and in which one names are wanted where that is another."""

    known: Resources
    language: str
    wanted: str = ""

    @property
    def names(self) -> str:
        """The language in which names are wanted first."""
        return self.wanted or self.language

    @property
    def languages(self) -> tuple[str, ...]:
        """The language of names first, then the interface's, then the project's."""
        return (self.names, self.language, *self.known.revision.project.languages)

    def expand(self, name: str) -> NamedNode:
        """The IRI of a prefixed name."""
        return _expanded(self.known, name)

    def name(self, node: Node) -> Literal:
        """What ``node`` is called; a part without a name, after its document and its class; else its IRI."""
        return _name(self.known, self.languages, node)

    def short(self, node: Node) -> str:
        """A prefixed name for what a prefix covers, the last part of the path for what is ours, else the IRI."""
        return _short(self.known, node)

    def values(self, node: Node, *predicates: str) -> list[Term]:
        """The objects of these predicates (prefixed names), in the order of the files."""
        return [value for each in predicates for value in self.known.values(node, self.expand(each))]

    def nodes(self, node: Node, *predicates: str) -> list[NamedNode]:
        """The IRIs among the objects, by name."""
        found = [each for each in self.values(node, *predicates) if isinstance(each, NamedNode)]
        return sorted(found, key=lambda each: self.name(each).value.casefold())

    def node(self, node: Node, predicate: str) -> NamedNode | None:
        return next(iter(self.nodes(node, predicate)), None)

    def text(self, node: Node, *predicates: str) -> Literal | None:
        """One literal: in the first of the reader's languages that has one."""
        found = [each for each in self.values(node, *predicates) if isinstance(each, Literal)]
        for wanted in self.languages:
            for each in found:
                if each.language == wanted:
                    return each
        return next(iter(found), None)

    def referring(self, node: Node, predicate: str, kind: str | None = None) -> list[NamedNode]:
        """The IRIs that refer to ``node`` by this predicate, and are of this class if one is named; by name."""
        wanted = self.expand(predicate)
        found = dict.fromkeys(quad.subject for quad in self.known.referring(node) if quad.predicate == wanted)
        named = [each for each in found if isinstance(each, NamedNode) and (kind is None or self.is_a(each, kind))]
        return sorted(named, key=lambda each: (self.name(each).value.casefold(), each.value))

    def instances(self, kind: str) -> list[NamedNode]:
        """Everything of this class, by name."""
        found = dict.fromkeys(
            quad.subject for quad in self.known.referring(self.expand(kind)) if quad.predicate == TYPE
        )
        return sorted((n for n in found if isinstance(n, NamedNode)), key=lambda each: self.name(each).value.casefold())

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
def _expanded(known: Resources, name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(known.revision.project.prefixes[prefix] + local)


@lru_cache(maxsize=20_000)
def _name(known: Resources, languages: tuple[str, ...], node: Node) -> Literal:
    if found := known.label(node, languages):
        return found
    if isinstance(node, NamedNode) and "#" in node.value:
        whole = known.label(NamedNode(node.value.partition("#")[0]), languages)
        kinds = [known.label(each, languages) for each in known.types(node)]
        if whole and (named := [each.value for each in kinds if each]):
            return Literal(f"{whole.value}: {named[0]}", language=whole.language)
    return Literal(_short(known, node))


@lru_cache(maxsize=20_000)
def _short(known: Resources, node: Node) -> str:
    if isinstance(node, BlankNode):
        return "…"
    project = known.revision.project
    for prefix, namespace in sorted(project.prefixes.items(), key=lambda pair: -len(pair[1])):
        local = node.value.removeprefix(namespace)
        if local != node.value and local and "/" not in local:
            return f"{prefix}:{local}"
    if node.value.startswith(project.base):
        return node.value.removeprefix(project.base).removeprefix("id/").removeprefix("shape/")
    return node.value


def as_date(value: Term | None) -> date | None:
    """The day of an ``xsd:date`` or ``xsd:dateTime``; None for anything else, and for a date that does not exist."""
    if not isinstance(value, Literal) or value.datatype.value not in (XSD + "date", XSD + "dateTime"):
        return None
    try:
        return date.fromisoformat(value.value[:10])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """A property of a node and its values, as the generic table shows them."""

    predicate: NamedNode
    values: tuple[Term, ...]


@dataclass(frozen=True)
class Page:
    """A document for a reader. ``node`` is what the document is about."""

    reader: Reader
    description: Description

    @property
    def node(self) -> NamedNode:
        return self.description.document

    @property
    def title(self) -> Literal:
        return self.reader.name(self.node)

    @cached_property
    def kind(self) -> str:
        """The local name of the class that decides how the page is laid out, lower case; empty where there is none."""
        types = self.reader.known.types(self.node)
        names = [each.value.replace("#", "/").rpartition("/")[2].lower() for each in types]
        return next((name for name in names if name), "")

    def rows(self, node: Node) -> list[Row]:
        """Every statement about ``node``, by property; types first, then in IRI order."""
        grouped: dict[NamedNode, list[Term]] = {}
        for quad in self.reader.known.about(node):
            if isinstance(quad.object, NamedNode | BlankNode | Literal):
                grouped.setdefault(quad.predicate, []).append(quad.object)
        ordered = sorted(grouped.items(), key=lambda item: (item[0] != TYPE, item[0].value))
        return [Row(predicate, tuple(_in_order(dict.fromkeys(values)))) for predicate, values in ordered]

    def items(self, node: BlankNode) -> list[Term]:
        """The members of the RDF list that begins at ``node``; empty where it is none."""
        found: list[Term] = []
        seen: set[Term] = set()
        here: Term = node
        while isinstance(here, BlankNode) and here not in seen:
            seen.add(here)
            found += self.reader.values(here, "rdf:first")[:1]
            here = next(iter(self.reader.values(here, "rdf:rest")), Literal(""))
        return found

    def parts(self) -> list[NamedNode]:
        """The document's hash IRIs, numbers in them in their own order: ``#s2`` before ``#s10``."""
        return sorted((each for each in self.description.resources if each != self.node), key=_natural)

    def incoming(self) -> list[tuple[NamedNode, NamedNode]]:
        """What refers to this document: subject and predicate, as the description bounds them."""
        found = dict.fromkeys(
            (quad.subject, quad.predicate) for quad in self.description.referring if isinstance(quad.subject, NamedNode)
        )
        return [(subject, predicate) for subject, predicate in found if isinstance(subject, NamedNode)]


def open_page(reader: Reader, document: str) -> Page:
    """The page of a document. Raises UnknownResource."""
    return Page(reader, description.describe(reader.known.revision, document))


def _natural(node: NamedNode) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", node.value)]


def _in_order(values: Iterable[Term]) -> list[Term]:
    """Names before numbers: by language and text, so that the same statements always read alike."""
    return sorted(values, key=lambda each: (isinstance(each, BlankNode), str(each)))
