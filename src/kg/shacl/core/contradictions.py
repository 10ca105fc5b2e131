"""Constraints that no value can meet, and such as every value meets: legal, and most often a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.rdf.namespaces import RDF, XSD
from kg.shacl.core.cardinality import MaxCount, MinCount
from kg.shacl.core.other import In
from kg.shacl.core.string import LanguageIn, MaxLength, MinLength
from kg.shacl.core.value_type import Datatype
from kg.shacl.literals import datatypes
from kg.shacl.report import Note, NoteKind
from kg.shacl.shapes.shape import Shape, ShapeName
from kg.sparql.property_path import Predicate
from kg.translations.catalogue import mark

_NIL = Predicate(NamedNode(RDF + "nil"))


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
            case LanguageIn(ranges=()):
                yield _note(name, mark("no value can be in one of no languages"))
            case Datatype(datatype=datatype) if not _exists(datatype):
                yield _note(name, mark("XML Schema has no datatype {datatype}"), datatype=datatype)
    for least, most, parameter in ((MinCount, MaxCount, "Count"), (MinLength, MaxLength, "Length")):
        if numbers.get(least, 0) > numbers.get(most, numbers.get(least, 0)):
            words = mark("nothing can meet sh:min{parameter} {least} and sh:max{parameter} {most}")
            yield _note(name, words, parameter=parameter, least=numbers[least], most=numbers[most])


def _note(name: ShapeName, words: str, **values: object) -> Note:
    return Note.of(NoteKind.SUSPICIOUS, name, words, **values)


def _exists(datatype: NamedNode) -> bool:
    """Whether the datatype is not one of XML Schema, or is one that it has."""
    local = datatype.value.removeprefix(XSD)
    return local == datatype.value or local in datatypes.NAMES
