"""A table as every form of it needs it: columns with a name, a title and a kind; cells with the values as written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.namespaces import XSD

SEPARATORS = ("; ", " | ", " ¦ ", "\n")
Cell = tuple[str, ...]
"""The values of a cell, as they are written in the data; none where nothing is known."""
Geometry = Mapping[str, Any]
"""A geometry of GeoJSON."""


class Kind(StrEnum):
    """What the values of a column are, by the datatype that CSV on the Web calls them."""

    TEXT = "string"
    IRI = "anyURI"
    DATE = "date"
    MOMENT = "dateTime"
    YEAR = "gYear"
    TIME = "time-as-known"
    INTEGER = "integer"
    DECIMAL = "decimal"
    NUMBER = "double"
    BOOLEAN = "boolean"


KNOWN_TIME = r"-?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?"
"""A time as exactly as it is known: a year, a month or a day; the kind TIME."""

_KINDS = {
    XSD + "date": Kind.DATE,
    XSD + "dateTime": Kind.MOMENT,
    XSD + "gYear": Kind.YEAR,
    XSD + "integer": Kind.INTEGER,
    XSD + "int": Kind.INTEGER,
    XSD + "long": Kind.INTEGER,
    XSD + "nonNegativeInteger": Kind.INTEGER,
    XSD + "positiveInteger": Kind.INTEGER,
    XSD + "decimal": Kind.DECIMAL,
    XSD + "double": Kind.NUMBER,
    XSD + "float": Kind.NUMBER,
    XSD + "boolean": Kind.BOOLEAN,
}
_VALID = {
    Kind.DATE: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    Kind.YEAR: re.compile(r"-?[0-9]{4,}"),
    Kind.INTEGER: re.compile(r"[+-]?[0-9]+"),
    Kind.DECIMAL: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    Kind.BOOLEAN: re.compile(r"true|false|0|1"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is for programs and the same in every language; ``title`` is for people.

    A cell of a column that ``repeats`` may have several values.
    """

    name: str
    title: str
    kind: Kind = Kind.TEXT
    repeats: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """``key`` names the column with the IRI that a row is about; ``geometries`` has one for each row, or is empty.

    ``about`` are labels with values that tell where the table comes from.
    """

    name: str
    title: str
    language: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    key: str | None = None
    geometries: Sequence[Geometry | None] = ()
    licences: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()

    @property
    def has_places(self) -> bool:
        """Whether a map can show any of it."""
        return any(self.geometries)

    def titles(self) -> list[str]:
        """The titles, of which no two are equal: one that another column has is followed by the column's name."""
        counted: dict[str, int] = {}
        for column in self.columns:
            counted[column.title] = counted.get(column.title, 0) + 1
        return [
            column.title if counted[column.title] == 1 else f"{column.title} ({column.name})" for column in self.columns
        ]

    def separator(self, number: int) -> str:
        """What stands between the values of a cell of this column: the first separator that no value contains."""
        values = [value for row in self.rows for value in row[number]]
        return next((mark for mark in SEPARATORS if not any(mark.strip(" ") in value for value in values)), "\n")

    def texts(self) -> Iterable[list[str]]:
        """The rows with one text for each cell."""
        marks = [self.separator(number) if column.repeats else "" for number, column in enumerate(self.columns)]
        return ([mark.join(cell) for mark, cell in zip(marks, row, strict=True)] for row in self.rows)


def value(term: NamedNode | BlankNode | Literal) -> str:
    """The text of a term."""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def kind(terms: Iterable[object]) -> Kind:
    """The kind that all these terms are of; text where they differ, or where one is not valid as such.

    >>> from pyoxigraph import Literal
    >>> kind([Literal(1990), Literal(12)]).value
    'integer'
    """
    kinds = {_kind(term) for term in terms}
    return kinds.pop() if len(kinds) == 1 else Kind.TEXT


def _kind(term: object) -> Kind:
    if isinstance(term, NamedNode):
        return Kind.IRI
    if not isinstance(term, Literal):
        return Kind.TEXT
    known = _KINDS.get(term.datatype.value, Kind.TEXT)
    return known if known not in _VALID or _VALID[known].fullmatch(term.value) else Kind.TEXT
