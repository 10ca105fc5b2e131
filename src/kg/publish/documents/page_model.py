"""A document for a reader: the resource that it is about, its parts, and all that is said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.publish.documents import description
from kg.publish.documents.description import Description
from kg.rdf.namespaces import DCAT, FIELDS, OWL, SH, SKOS
from kg.resources.language_view import LENGTH, READ, Reader, Term
from kg.resources.resource_graph import TYPE, Node

TABLES = 60
"""A page has no more tables of statements than this."""


@dataclass(frozen=True, slots=True)
class Row:
    """A property of a node and its values, as the generic table shows them, and how many more there are."""

    predicate: NamedNode
    values: tuple[Term, ...]
    left_out: int = 0


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
        return next(iter(self.kinds), "")

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The local names of the classes of vocabularies that have layouts, lower case: a name alone means nothing."""
        spaces = (DCAT, OWL, SH, SKOS, *FIELDS.values())
        types = [kind.value for kind in self.reader.known.types(self.node)]
        local = (iri.removeprefix(space) for iri in types for space in spaces if iri.startswith(space))
        return tuple(name.lower() for name in local)

    def rows(self, node: Node) -> list[Row]:
        """Every statement about ``node``, by property; types first, then in IRI order."""
        grouped: dict[NamedNode, list[Term]] = {}
        for quad in self.reader.known.about(node):
            if isinstance(quad.object, NamedNode | BlankNode | Literal):
                grouped.setdefault(quad.predicate, []).append(quad.object)
        ordered = sorted(grouped.items(), key=lambda item: (item[0] != TYPE, item[0].value))
        return [_row(predicate, list(dict.fromkeys(values))) for predicate, values in ordered]

    def items(self, node: BlankNode) -> list[Term]:
        """The members of the RDF list that begins at ``node``; empty where it is none."""
        members: list[Term] = []
        seen: set[Term] = set()
        here: Term = node
        while isinstance(here, BlankNode) and here not in seen:
            seen.add(here)
            members += self.reader.values(here, "rdf:first")[:1]
            here = next(iter(self.reader.values(here, "rdf:rest")), Literal(""))
        return members

    @cached_property
    def _parts(self) -> list[NamedNode]:
        return sorted((node for node in self.description.resources if node != self.node), key=_natural)

    def parts(self) -> list[NamedNode]:
        """The document's first hash IRIs, numbers in them in their own order: ``#s2`` before ``#s10``."""
        return self._parts[:LENGTH]

    @property
    def has_many_parts(self) -> bool:
        """Whether a page that told every statement of every part would be too long to be read."""
        return len(self._parts) > TABLES

    @property
    def parts_left_out(self) -> int:
        """How many more hash IRIs the document has than a page tells of."""
        return max(0, len(self._parts) - LENGTH) + self.description.parts_left_out

    def incoming(self) -> list[tuple[NamedNode, NamedNode]]:
        """What refers to this document: subject and predicate, as the description bounds them."""
        pairs = dict.fromkeys(
            (quad.subject, quad.predicate) for quad in self.description.referring if isinstance(quad.subject, NamedNode)
        )
        return [(subject, predicate) for subject, predicate in pairs if isinstance(subject, NamedNode)]


def open_page(reader: Reader, document: str) -> Page:
    """The page of a document. Raises UnknownResource."""
    return Page(reader, description.describe(reader.known.revision, document))


def _row(predicate: NamedNode, values: list[Term]) -> Row:
    ordered = values if len(values) > READ else _in_order(values)
    return Row(predicate, tuple(ordered[:LENGTH]), max(0, len(ordered) - LENGTH))


def _natural(node: NamedNode) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", node.value)]


def _in_order(values: list[Term]) -> list[Term]:
    """Names before numbers: by language and text, so that the same statements always read alike."""
    return sorted(values, key=lambda term: (isinstance(term, BlankNode), str(term)))
