"""Constraints that no value can meet, and such as every value meets: legal, and most often a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.namespaces import RDF, RDFS, XSD
from kg.shacl.core.cardinality import MaxCount, MinCount
from kg.shacl.core.other import HasValue, In
from kg.shacl.core.shape_based import QualifiedMaxCount, QualifiedMinCount
from kg.shacl.core.string import LanguageIn, MaxLength, MinLength
from kg.shacl.core.value_range import MaxExclusive, MaxInclusive, MinExclusive, MinInclusive, Range
from kg.shacl.core.value_type import KINDS, Class, Datatype, NodeKind
from kg.shacl.literals import datatypes
from kg.shacl.literals.comparison import compare, value_of
from kg.shacl.report import Note, NoteKind, Term
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName
from kg.shacl.vocabulary import component
from kg.sparql.property_path import Predicate
from kg.translations.catalogue import mark

_NIL = Predicate(NamedNode(RDF + "nil"))
_TEXT = NamedNode(RDF + "langString")
_OF_RDF = {RDF + name for name in ("langString", "dirLangString", "HTML", "XMLLiteral", "JSON", "PlainLiteral")}
_NODES = frozenset((NamedNode, BlankNode))
_RANGE = re.compile(r"\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*(-\*)?")
_PARAMETER = component("").value


def notes(name: ShapeName, shape: Shape) -> Iterator[Note]:
    """What is said of the constraints of one shape."""
    if shape.path == _NIL:
        yield _note(name, mark("sh:path () is the property rdf:nil"))
    numbers: dict[type, int] = {}
    for constraint in shape.constraints:
        match constraint:
            case MinCount(count=number) | MaxCount(count=number):
                numbers[type(constraint)] = number
            case MinLength(length=number) | MaxLength(length=number):
                numbers[type(constraint)] = number
            case In(members=()):
                yield _note(name, mark("no value can be one of an empty list"))
            case LanguageIn() | Datatype():
                yield from _of_name(name, constraint)
    for least, most, parameter in ((MinCount, MaxCount, "Count"), (MinLength, MaxLength, "Length")):
        if numbers.get(least, 0) > numbers.get(most, numbers.get(least, 0)):
            words = mark("nothing can meet sh:min{parameter} {least} and sh:max{parameter} {most}")
            yield _note(name, words, parameter=parameter, least=numbers[least], most=numbers[most])
    for first, second in _opposed(shape.constraints):
        words = mark("no value can meet sh:{first} and sh:{second}")
        yield _note(name, words, first=_written(first), second=_written(second))


def _of_name(name: ShapeName, constraint: LanguageIn | Datatype) -> Iterator[Note]:
    """What is said of the names of languages and datatypes."""
    match constraint:
        case LanguageIn(ranges=()):
            yield _note(name, mark("no value can be in one of no languages"))
        case LanguageIn(ranges=ranges):
            for tag in ranges:
                if not _RANGE.fullmatch(tag):
                    yield _note(name, mark("“{tag}” in sh:languageIn is no language tag"), tag=tag)
        case Datatype(datatype=datatype):
            if datatype.value.startswith(RDF) and datatype.value not in _OF_RDF:
                yield _note(name, mark("RDF has no datatype {datatype}"), datatype=datatype)
            if not _exists(datatype):
                yield _note(name, mark("XML Schema has no datatype {datatype}"), datatype=datatype)


def _opposed(constraints: Sequence[Constraint]) -> Iterator[tuple[Constraint, Constraint]]:
    """Pairs of constraints that no value meets, or no number of values."""
    for first, second in combinations(constraints, 2):
        kinds, others = _kinds(first), _kinds(second)
        apart = kinds is not None and others is not None and not kinds & others
        if apart or _excludes(first, second) or _excludes(second, first):
            yield first, second


def _kinds(constraint: Constraint) -> frozenset[type] | None:
    """The kinds of terms among which are all values that meet a constraint, where it says so."""
    match constraint:
        case NodeKind(kind=kind):
            kinds = KINDS[kind]
            return frozenset(kinds if isinstance(kinds, tuple) else (kinds,))
        case Datatype() | LanguageIn() | Range():
            return frozenset((Literal,))
        case Class(a_class=a_class) if not a_class.value.startswith(RDFS):
            return _NODES
        case HasValue(value=value):
            return frozenset((type(value),))
        case In(members=members) if members:
            return frozenset(map(type, members))
        case _:
            return None


def _excludes(first: Constraint, second: Constraint) -> bool:
    match first, second:
        case MaxCount(count=0), HasValue():
            return True
        case MaxCount(count=most), QualifiedMinCount(count=least):
            return least > most
        case QualifiedMinCount(shape=shape, count=least), QualifiedMaxCount(shape=other, count=most):
            return shape == other and least > most
        case In(members=members), HasValue(value=value):
            return bool(members) and value not in members
        case Datatype(datatype=datatype), In(members=members):
            literals = [member for member in members if isinstance(member, Literal)]
            return bool(literals) and not any(member.datatype == datatype for member in literals)
        case Datatype(datatype=datatype), LanguageIn():
            return datatype != _TEXT
        case (MinExclusive() | MinInclusive()) as least, (MaxExclusive() | MaxInclusive()) as most:
            return _is_empty(least, most)
        case _:
            return False


def _is_empty(least: Range, most: Range) -> bool:
    """Whether no value lies between the two bounds."""
    low, high = value_of(least.bound), value_of(most.bound)
    order = compare(low, high) if low and high else None
    return order == 1 or (order == 0 and (isinstance(least, MinExclusive) or isinstance(most, MaxExclusive)))


def _written(constraint: Constraint) -> str:
    """A constraint as its parameter, with its value where that is one term."""
    name = constraint.component_iri.value.removeprefix(_PARAMETER.removesuffix("ConstraintComponent"))
    name = name.removesuffix("ConstraintComponent")
    value: Term | int | str | None = None
    match constraint:
        case NodeKind(kind=term) | Class(a_class=term) | Datatype(datatype=term) | HasValue(value=term):
            value = term
        case Range(bound=term):
            value = term
        case MaxCount(count=number) | QualifiedMinCount(count=number) | QualifiedMaxCount(count=number):
            value = number
    if isinstance(value, Literal) and value.datatype.value in (XSD + "integer", XSD + "decimal"):
        value = value.value
    return f"{name[:1].lower()}{name[1:]}" + ("" if value is None else f" {value}")


def _note(name: ShapeName, words: str, **values: object) -> Note:
    return Note.of(NoteKind.SUSPICIOUS, name, words, **values)


def _exists(datatype: NamedNode) -> bool:
    """Whether the datatype is not one of XML Schema, or is one that it has."""
    local = datatype.value.removeprefix(XSD)
    return local == datatype.value or local in datatypes.NAMES
