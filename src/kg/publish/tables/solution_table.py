"""Tables of solutions: a row a solution, or a row for each thing of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.compact.solutions import Solution
from kg.publish.tables import places
from kg.publish.tables.places import Position
from kg.publish.tables.tidy_table import Cell, Column, Geometry, Kind, Table, kind, value
from kg.rdf.namespaces import GEO
from kg.resources import catalog
from kg.resources.language_view import Reader
from kg.translations.catalogue import catalogue

Term = NamedNode | BlankNode | Literal
WKT = GEO + "wktLiteral"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a list: the values of ``variable``, or what these resources are called.

    ``title`` is a message of the catalogue; ``missing`` is the cell of a row without a value.
    """

    name: str
    title: str
    variable: str
    is_named: bool = False
    missing: Cell = ()


def of_groups(
    reader: Reader,
    name: str,
    title: str,
    fields: Sequence[Field],
    groups: Sequence[Sequence[Solution]],
    key: str | None = None,
    place: Callable[[Sequence[Solution]], Geometry | None] | None = None,
) -> Table:
    """A table with a row for each group of solutions, in which each field has its distinct values."""
    gettext = catalogue(reader.language).gettext
    values = [[_distinct(field.variable, group) for field in fields] for group in groups]
    columns = tuple(
        Column(
            field.name,
            gettext(field.title),
            Kind.TEXT if field.is_named else kind(term for row in values for term in row[number]),
            any(len(row[number]) > 1 for row in values),
        )
        for number, field in enumerate(fields)
    )
    rows = [tuple(_cell(reader, field, terms) for field, terms in zip(fields, row, strict=True)) for row in values]
    return made(reader, name, title, columns, rows, key, [place(group) for group in groups] if place else ())


def of_solutions(
    reader: Reader, name: str, title: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Term | None]]
) -> Table:
    """A table with a row for each solution; ``columns`` are variables with their titles."""
    terms = [[term for row in rows if (term := row[number]) is not None] for number in range(len(columns))]
    made_columns = tuple(Column(*column, kind(terms[number])) for number, column in enumerate(columns))
    cells = [tuple((value(term),) if term is not None else () for term in row) for row in rows]
    geometries = [point_of(row[where]) for row in rows] if (where := point_column(rows)) is not None else ()
    return made(reader, name, title, made_columns, cells, None, geometries)


def made(
    reader: Reader,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[Cell, ...]],
    key: str | None,
    geometries: Sequence[Geometry | None] = (),
) -> Table:
    """A table of this revision, which says where it comes from."""
    revision, gettext = reader.known.revision, catalogue(reader.language).gettext
    licences = tuple(catalog.licences(revision))
    about = (
        (gettext("Table"), title),
        (gettext("Day"), revision.day.isoformat()),
        (gettext("Revision"), revision.digest),
        *((gettext("Licence"), licence) for licence in licences),
        (gettext("Rows"), str(len(rows))),
    )
    return Table(name, title, reader.language, tuple(columns), rows, key, geometries, licences, about)


def point_of(term: Term | None) -> Geometry | None:
    """The point that a term is in well-known text."""
    where = position_of(term)
    return places.point(where) if where else None


def position_of(term: Term | None) -> Position | None:
    """Its longitude and latitude."""
    return places.position(term.value) if isinstance(term, Literal) else None


def point_column(rows: Sequence[Sequence[Term | None]]) -> int | None:
    """The number of the first column whose values are places in well-known text."""
    for number in range(len(rows[0]) if rows else 0):
        terms = [term for row in rows if (term := row[number]) is not None]
        if terms and all(isinstance(term, Literal) and term.datatype.value == WKT for term in terms):
            return number
    return None


def _distinct(variable: str, group: Iterable[Solution]) -> list[NamedNode | Literal]:
    return list(dict.fromkeys(solution[variable] for solution in group if variable in solution))


def _cell(reader: Reader, field: Field, terms: Sequence[NamedNode | Literal]) -> Cell:
    if not terms:
        return field.missing
    return tuple(
        reader.name(term).value if field.is_named and isinstance(term, NamedNode) else value(term) for term in terms
    )
