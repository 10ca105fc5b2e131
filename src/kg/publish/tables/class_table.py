"""Everything of a class as a table: a row a thing, a column a property, for any vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import UsageError
from kg.publish.tables import places, solution_table
from kg.publish.tables.places import Position
from kg.publish.tables.tidy_table import Column, Geometry, Kind, Table, kind, value
from kg.rdf.namespaces import GEO, WGS84
from kg.resources import class_counts
from kg.resources.language_view import Reader
from kg.resources.resource_graph import TYPE
from kg.translations.catalogue import catalogue

Term = NamedNode | BlankNode | Literal
MOST = 100_000
_SHAPES = tuple(NamedNode(GEO + name) for name in ("hasCentroid", "hasDefaultGeometry", "hasGeometry"))
_WKT, _LATITUDE, _LONGITUDE = NamedNode(GEO + "asWKT"), NamedNode(WGS84 + "lat"), NamedNode(WGS84 + "long")


def of_class(reader: Reader, klass: NamedNode) -> Table:
    """The table of a class; raises UsageError for one with more things than a table is good for."""
    nodes = class_counts.members(reader, klass)
    if len(nodes) > MOST:
        message = f"{len(nodes):,} things are more than a table of {MOST:,} rows holds."
        raise UsageError(message, hint="Take the data whole, from /data, or ask for a part of it at /sparql.")
    gettext = catalogue(reader.language).gettext
    statements = [_statements(reader, node) for node in nodes]
    predicates = sorted({predicate for row in statements for predicate in row}, key=lambda node: node.value)
    names = _names(reader, predicates)
    columns = [Column("iri", gettext("IRI"), Kind.IRI), Column("name", gettext("Name"))]
    filled: list[list[tuple[str, ...]]] = [
        [(node.value,) for node in nodes],
        [(reader.name(node).value,) for node in nodes],
    ]
    for predicate in predicates:
        cells = [_of_language(reader, row[predicate]) if predicate in row else () for row in statements]
        terms = [term for cell in cells for term in cell]
        repeats = any(len(cell) > 1 for cell in cells)
        columns.append(Column(names[predicate], reader.name(predicate).value, kind(terms), repeats))
        filled.append([tuple(map(value, cell)) for cell in cells])
    rows = list(zip(*filled, strict=True))
    title = reader.name(klass).value
    geometries = [_place(reader, row) for row in statements]
    short = "".join(letter if letter.isalnum() else "-" for letter in reader.short(klass).rpartition(":")[2])
    return solution_table.made(
        reader, short or "class", title, columns, rows, "iri", geometries if any(geometries) else ()
    )


def file_names(reader: Reader, classes: Iterable[NamedNode]) -> dict[NamedNode, str]:
    """The name of each class's file without a suffix: its short name, with a number where two are alike."""
    names: dict[NamedNode, str] = {}
    taken: set[str] = set()
    for klass in sorted(classes, key=lambda node: node.value):
        plain = "".join(letter if letter.isalnum() else "-" for letter in reader.short(klass)).strip("-") or "class"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names[klass] = name
    return names


def have_places(reader: Reader, nodes: Sequence[NamedNode]) -> bool:
    """Whether one of these things has a place on a map."""
    return any(_place(reader, _statements(reader, node)) for node in nodes)


def _statements(reader: Reader, node: NamedNode) -> dict[NamedNode, list[Term]]:
    statements: dict[NamedNode, list[Term]] = {}
    for quad in reader.known.revision.about(node):
        if quad.predicate != TYPE and isinstance(quad.object, NamedNode | BlankNode | Literal):
            values = statements.setdefault(quad.predicate, [])
            if quad.object not in values:
                values.append(quad.object)
    return statements


def _of_language(reader: Reader, terms: Sequence[Term]) -> Sequence[Term]:
    """The values; of texts in several languages those in the first of the reader's that there are texts in."""
    tagged = [term for term in terms if isinstance(term, Literal) and term.language]
    for language in reader.languages if len(tagged) > 1 else ():
        if wanted := [term for term in tagged if term.language == language]:
            return [term for term in terms if term not in tagged or term in wanted]
    return terms


def _names(reader: Reader, predicates: Sequence[NamedNode]) -> dict[NamedNode, str]:
    """A name for each column: the short name of its property, with an underscore for what a name cannot have."""
    names: dict[NamedNode, str] = {}
    for predicate in predicates:
        short = reader.short(predicate)
        plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in short).strip("_")
        name = plain or "property"
        while name in (*names.values(), "iri", "name"):
            name += "_"
        names[predicate] = name
    return names


def _place(reader: Reader, row: dict[NamedNode, list[Term]]) -> Geometry | None:
    where = next(_positions(reader, row), None)
    return places.point(where) if where else None


def _positions(reader: Reader, row: dict[NamedNode, list[Term]]) -> Iterator[Position]:
    """Where it is: by its own point, that of its geometry, or its latitude and longitude."""
    shapes = [node for name in _SHAPES for node in row.get(name, ()) if not isinstance(node, Literal)]
    texts = [*row.get(_WKT, ()), *(term for node in shapes for term in reader.known.values(node, _WKT))]
    for text in texts:
        if where := solution_table.position_of(text):
            yield where
    numbers = [next(iter(row.get(name, ())), None) for name in (_LONGITUDE, _LATITUDE)]
    if all(isinstance(number, Literal) for number in numbers):
        wkt = Literal("POINT({} {})".format(*(value(number) for number in numbers if number)))
        if where := solution_table.position_of(wkt):
            yield where
