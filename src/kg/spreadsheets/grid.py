"""A class as a grid: a row for each thing, a column for each property, and the statements that a grid says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from kg.spreadsheets.column_key import STRING, SUBJECT, TYPE, ColumnKey, Names, escaped, unescaped
from kg.spreadsheets.shape_columns import ShapeColumn, ShapeReader

ABOUT, FINDINGS, LISTS = NO_GRIDS = ("About", "Findings", "Lists")
"""The sheets that are no grids."""
OTHER = "Other"
"""The sheet of things without a class."""
_LONGEST_NAME = 31


@dataclass(slots=True)
class Grid:
    """``kind`` is the class of its things, None for those without one. ``rows`` have the text of each cell, by key.

    ``names`` has what the values of a column of IRIs are called, for the reader.
    """

    name: str
    kind: str | None
    columns: list[ShapeColumn]
    rows: dict[str, dict[ColumnKey, str]]
    called: dict[ColumnKey, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a cell, and what to do. ``cell`` is its address, such as C5; empty for the sheet."""

    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.sheet}{f'!{self.cell}' if self.cell else ''}: {self.message}"


class Cells:
    """How values stand in cells: IRIs by their names in code lists, else short; each value on a line of its own."""

    def __init__(self, names: Names, shapes: ShapeReader) -> None:
        self.names = names
        self._shapes = shapes
        self._iris: dict[ColumnKey, dict[str, str]] = {}

    def text(self, column: ShapeColumn, values: Iterable[NamedNode | Literal]) -> str:
        """The cell with these values."""
        return "\n".join(sorted(escaped(self._value(column, value)) for value in values))

    def values(self, column: ShapeColumn, text: str) -> list[NamedNode | Literal]:
        """The values of a cell. Raises ValueError with what is wrong."""
        lines = text.replace("\r\n", "\n").split("\n")
        return [self._read(column, unescaped(line)) for line in lines if line]

    def _value(self, column: ShapeColumn, value: NamedNode | Literal) -> str:
        if isinstance(value, Literal):
            return value.value
        name = column.choices.get(value.value)
        return name if name and self._iri(column, name) == value.value else self.names.short(value.value)

    def _read(self, column: ShapeColumn, text: str) -> NamedNode | Literal:
        if column.key.datatype is not None:
            return column.key.literal(text)
        iri = self._iri(column, text.strip())
        if iri is None and column.choices and not any(mark in text for mark in ":/#"):
            raise ValueError(f"{text} is not in the list; choose one of: {', '.join(column.choices.values())}.")
        try:
            return NamedNode(iri or self.names.expanded(text.strip()))
        except ValueError as error:
            raise ValueError(f"{text} is no IRI; write it as in the column {SUBJECT} of its sheet.") from error

    def _iri(self, column: ShapeColumn, name: str) -> str | None:
        """The concept of a name, in any language."""
        if column.key not in self._iris:
            known: dict[str, str] = {}
            for iri in column.choices:
                for other in self._shapes.names(iri):
                    known.setdefault(other.casefold(), iri)
            known |= {shown.casefold(): iri for iri, shown in column.choices.items()}
            self._iris[column.key] = known
        return self._iris[column.key].get(name.casefold())


def has_place(triple: Triple) -> bool:
    """Whether a grid has a cell for it: a blank node has no name by which a row could find it, nor a triple term."""
    return isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal)


def grids(
    triples: Iterable[Triple],
    shapes: ShapeReader,
    cells: Cells,
    called: Mapping[str, str],
    elsewhere: Collection[str] = (),
) -> list[Grid]:
    """The grids of statements that have a place, by name, those without rows last.

    ``called`` are the names of things. Classes whose things are ``elsewhere`` have a grid only where some are here.
    """
    by_subject: dict[str, list[tuple[NamedNode, NamedNode | Literal]]] = defaultdict(list)
    for triple in triples:
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode | Literal)
        by_subject[triple.subject.value].append((triple.predicate, triple.object))
    kinds = set(shapes.classes()) - set(elsewhere)
    members: dict[str | None, list[str]] = {kind: [] for kind in kinds}
    for subject, statements in by_subject.items():
        types = [value.value for predicate, value in statements if predicate == TYPE and isinstance(value, NamedNode)]
        kind = next((one for one in types if one in kinds), types[0] if types else None)
        members.setdefault(kind, []).append(subject)
    names = _sheet_names(members)
    order = sorted(members, key=lambda one: (not members[one], one is None, names[one].casefold()))
    made = [_grid(names[kind], kind, members[kind], by_subject, shapes, cells, called) for kind in order]
    return [grid for grid in made if grid.rows or grid.columns]


def _sheet_names(kinds: Iterable[str | None]) -> dict[str | None, str]:
    """A name for each class: the same whatever rows there are."""
    names: dict[str | None, str] = {}
    used = {name.casefold() for name in NO_GRIDS}
    for kind in sorted(kinds, key=lambda one: one or ""):
        plain = _plain_name(kind)
        name, number = plain, 2
        while name.casefold() in used:
            name, number = f"{plain} {number}", number + 1
        used.add(name.casefold())
        names[kind] = name
    return names


def _plain_name(kind: str | None) -> str:
    plain = kind.rstrip("/#").rpartition("#")[2].rpartition("/")[2] if kind else OTHER
    return "".join(letter for letter in plain if letter.isalnum() or letter in "-_ ")[: _LONGEST_NAME - 3] or OTHER


def _grid(
    name: str,
    kind: str | None,
    members: Sequence[str],
    by_subject: Mapping[str, Sequence[tuple[NamedNode, NamedNode | Literal]]],
    shapes: ShapeReader,
    cells: Cells,
    called: Mapping[str, str],
) -> Grid:
    columns = {column.key: column for column in (shapes.columns(kind) if kind else ())}
    columns.pop(ColumnKey(TYPE.value), None)
    values: dict[str, dict[ColumnKey, list[NamedNode | Literal]]] = {}
    for subject in members:
        row = values[subject] = {}
        for predicate, value in by_subject[subject]:
            if predicate == TYPE and isinstance(value, NamedNode) and value.value == kind:
                continue
            key = ColumnKey.of(predicate, value)
            columns.setdefault(key, ShapeColumn(key, shapes.label(key.predicate), shapes.comment(key.predicate)))
            row.setdefault(key, []).append(value)
    grid = Grid(name, kind, list(columns.values()), {})
    for subject in sorted(members):
        row = values[subject]
        grid.rows[subject] = {key: cells.text(columns[key], row[key]) for key in row}
        for key, objects in row.items():
            names = [called[one.value] for one in objects if isinstance(one, NamedNode) and one.value in called]
            if names and not columns[key].choices:
                grid.called.setdefault(key, {})[subject] = "\n".join(names)
    return grid


def statements(subject: str, column: ShapeColumn, text: str, cells: Cells) -> Iterator[Triple]:
    """The statements of a cell. Raises ValueError with what is wrong."""
    for value in cells.values(column, text):
        yield Triple(NamedNode(subject), NamedNode(column.key.predicate), value)


def called(triples: Iterable[Triple], labels: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    """What things are called: a label, else their own words; a part of a document also by the document's name."""
    texts: dict[str, list[tuple[int, Literal]]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.object, Literal) and isinstance(triple.subject, NamedNode):
            predicate = triple.predicate.value
            rank = labels.index(predicate) if predicate in labels else len(labels)
            if rank < len(labels) or triple.object.language or triple.object.datatype.value == STRING:
                texts[triple.subject.value].append((rank, triple.object))

    def name(iri: str) -> str:
        known = texts.get(iri, [])
        order = [*languages, None]
        return min(
            ((rank, order.index(text.language) if text.language in order else 99, text.value) for rank, text in known),
            default=(0, 0, ""),
        )[2]

    made = {}
    for iri in texts:
        whole = iri.partition("#")[0]
        document = name(whole) if whole != iri else ""
        own = name(iri)
        own = f"{own[:117]}…" if len(own) > 120 else own
        made[iri] = f"{own} – {document}" if document else own
    return made
