"""The parameters of a question as fields of a form: a day, a number, one of the things of a kind, or a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.named_queries import resource_input
from kg.named_queries.named_query import Question
from kg.named_queries.template import LAST_DAY
from kg.rdf.namespaces import XSD
from kg.resources.language_view import Reader
from kg.sparql import term_input
from kg.sparql.term_input import Term
from kg.translations.catalogue import catalogue, mark

CHOICES = 100
"""Above this many things, a field is to be written in."""

_LABELS = {
    "city": mark("Place"),
    "day": mark("Day"),
    "until": mark("Until"),
    "knownBy": mark("Known by"),
    "language": mark("Language of names"),
    "radius": mark("Radius in kilometres"),
    "region": mark("Region"),
    "identifier": mark("Place, by name or by its IRI in GeoNames or Wikidata"),
    "target": mark("Other place"),
    "includesEnded": mark("With ended and dropped ties"),
    "least": mark("At least"),
    "metresAtMost": mark("Metres at most"),
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
    """One parameter; ``values`` are those that it has now, and ``note`` says how one of them is understood."""

    name: str
    label: str
    kind: FieldKind
    values: tuple[str, ...]
    options: tuple[Option, ...] = ()
    note: str = ""


def fields(reader: Reader, question: Question, used: Mapping[str, Sequence[str]]) -> list[Field]:
    """The fields of a question, with the values that are ``used``."""
    resources = question.query.resources
    written: list[Field] = []
    for parameter in question.query.parameters.values():
        if question.query.takes_spans and parameter.name == LAST_DAY and not used[parameter.name]:
            continue  # the field of the day takes a year or a month
        like = next((term for term in parameter.defaults if term), None)
        values = tuple(used[parameter.name])
        if parameter.name in resources:
            options = _candidates(reader, resources[parameter.name].object_of)
            written.append(_chosen(parameter.name, _label(reader, parameter.name), values, options))
        else:
            written.append(_field(reader, parameter.name, like, values, question.query.takes_spans))
    return written


def _field(reader: Reader, name: str, like: Term | None, values: tuple[str, ...], takes_spans: bool) -> Field:
    label = _label(reader, name)
    if name == "language":
        tags = dict.fromkeys((*reader.known.revision.project.languages, *values))
        return Field(name, label, FieldKind.CHOICE, values, tuple(Option(tag, tag) for tag in tags))
    if isinstance(like, NamedNode):
        return _chosen(name, label, values, _alike(reader, like))
    datatype = like.datatype.value if isinstance(like, Literal) else ""
    if datatype == XSD + "boolean":
        words = catalogue(reader.language).gettext
        return Field(
            name, label, FieldKind.CHOICE, values, (Option("true", words("yes")), Option("false", words("no")))
        )
    kinds = {XSD + "date": FieldKind.DATE, XSD + "integer": FieldKind.NUMBER}
    kind = kinds.get(datatype, FieldKind.TEXT)
    return Field(name, label, kind, values, note=_days(reader, values, takes_spans) if kind is FieldKind.DATE else "")


def _label(reader: Reader, name: str) -> str:
    return catalogue(reader.language).gettext(_LABELS.get(name, name))


def _chosen(name: str, label: str, values: tuple[str, ...], options: tuple[Option, ...]) -> Field:
    """A menu, or a text to be written in where the values are not all among the options."""
    known = {option.value for option in options}
    if options and known.issuperset(values):
        return Field(name, label, FieldKind.CHOICE, values, options)
    return Field(name, label, FieldKind.TEXT, values)


def _days(reader: Reader, values: Sequence[str], takes_spans: bool) -> str:
    """What a year or a month stands for: some time in it, or its last day where the question is about a single one."""
    words = catalogue(reader.language)
    message = words.gettext("{time}: at some time from {first} to {last}.")
    if not takes_spans:
        message = words.gettext("{time} stands for its last day, {day}.")
    notes = []
    for value in values:
        first, last = term_input.days(value)
        if first != last:
            notes.append(
                message.format(
                    time=value, first=_written(reader, first), last=_written(reader, last), day=_written(reader, last)
                )
            )
    return " ".join(notes)


def _written(reader: Reader, day: str) -> str:
    return reader.date(Literal(day, datatype=NamedNode(XSD + "date")))


def _candidates(reader: Reader, object_of: NamedNode) -> tuple[Option, ...]:
    """What a parameter takes, by name; none if too many."""
    revision = reader.known.revision
    nodes = resource_input.candidates(revision, object_of).nodes
    if len(nodes) > CHOICES:
        return ()
    options = (Option(resource_input.short(revision, object_of, node), reader.name(node).value) for node in nodes)
    return tuple(sorted(options, key=lambda option: option.name.casefold()))


def _alike(reader: Reader, node: NamedNode) -> tuple[Option, ...]:
    """The things of the scheme that a concept is in, or else of the class that a thing is of; none if too many."""
    schemes = reader.nodes(node, "skos:inScheme")
    alike: list[NamedNode] = []
    for scheme in schemes:
        alike += reader.referring(scheme, "skos:inScheme")
    for kind in () if schemes else reader.known.types(node):
        alike += reader.referring(kind, "rdf:type")
    alike = list(dict.fromkeys(alike))
    return tuple(Option(other.value, reader.name(other).value) for other in alike) if len(alike) <= CHOICES else ()
