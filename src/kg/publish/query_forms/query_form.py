"""The parameters of a question as fields of a form: a day, a number, one of the things of a kind, or a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.named_queries.named_query import Question
from kg.rdf.namespaces import XSD
from kg.resources.language_view import Reader
from kg.sparql.term_input import Term
from kg.translations.catalogue import catalogue, mark

CHOICES = 100
"""Above this many things, a field is to be written in."""

_LABELS = {
    "city": mark("City"),
    "day": mark("Day"),
    "language": mark("Language of names"),
    "radius": mark("Radius in kilometres"),
    "region": mark("Region"),
    "identifier": mark("IRI in GeoNames or Wikidata"),
    "firstYear": mark("First year"),
    "lastYear": mark("Last year"),
}


class FieldKind(StrEnum):
    """How a value is entered; the values are the types of HTML's inputs, and ``choice`` is a menu."""

    DATE = "date"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Option:
    """A thing that can be chosen: its value as the parameter takes it, and its name."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter; ``values`` are those that it has now."""

    name: str
    label: str
    kind: FieldKind
    values: tuple[str, ...]
    options: tuple[Option, ...] = ()


def fields(reader: Reader, question: Question, used: Mapping[str, Sequence[str]]) -> list[Field]:
    """The fields of a question, with the values that are ``used``."""
    return [
        _field(reader, each.name, next((term for term in each.defaults if term), None), tuple(used[each.name]))
        for each in question.query.parameters.values()
    ]


def _field(reader: Reader, name: str, like: Term | None, values: tuple[str, ...]) -> Field:
    label = catalogue(reader.language).gettext(_LABELS.get(name, name))
    if name == "language":
        tags = dict.fromkeys((*reader.known.revision.project.languages, *values))
        return Field(name, label, FieldKind.CHOICE, values, tuple(Option(tag, tag) for tag in tags))
    if isinstance(like, NamedNode):
        options = _alike(reader, like)
        known = {each.value for each in options}
        if options and all(each in known for each in values):
            return Field(name, label, FieldKind.CHOICE, values, options)
        return Field(name, label, FieldKind.TEXT, values)
    kinds = {XSD + "date": FieldKind.DATE, XSD + "integer": FieldKind.NUMBER}
    kind = kinds.get(like.datatype.value, FieldKind.TEXT) if isinstance(like, Literal) else FieldKind.TEXT
    return Field(name, label, kind, values)


def _alike(reader: Reader, node: NamedNode) -> tuple[Option, ...]:
    """The things of the scheme that a concept is in, or else of the class that a thing is of; none if too many."""
    schemes = reader.nodes(node, "skos:inScheme")
    found: list[NamedNode] = []
    for scheme in schemes:
        found += reader.referring(scheme, "skos:inScheme")
    for kind in () if schemes else reader.known.types(node):
        found += reader.referring(kind, "rdf:type")
    found = list(dict.fromkeys(found))
    return tuple(Option(each.value, reader.name(each).value) for each in found) if len(found) <= CHOICES else ()
