"""The solutions behind a list, in little memory: each term once, as a line of text, and a solution as term numbers.

Twenty thousand solutions take 3 MB, and 12 MB as objects. An entry of the list becomes an object on access.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pyoxigraph import BaseDirection, Literal, NamedNode

from kg.compact import strings
from kg.compact.strings import Lines

Term = NamedNode | Literal
Solution = Mapping[str, Term]

_IRI, _TEXT, _TYPED = "<@^"
_DIRECTION = "--"
_DIRECTIONS = {direction.value: direction for direction in (BaseDirection.LTR, BaseDirection.RTL)}
_UNBOUND = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list with its solutions, at least one; values that all share are read from the first."""

    node: NamedNode
    solutions: tuple[Solution, ...]

    def __getitem__(self, name: str) -> Term | None:
        return self.solutions[0].get(name)

    def values_of(self, name: str) -> list[Term]:
        """The distinct values of a variable."""
        return list(dict.fromkeys(solution[name] for solution in self.solutions if name in solution))


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """The entries of a list by number, in its order.

    A solution has a cell for each of ``_names``: the number of a term, counted from 1. ``_first`` has the number of the
    first solution of each entry, and the total at its end.
    """

    _subject: str
    _names: tuple[str, ...]
    _terms: Lines
    _cells: array[int]
    _first: array[int]

    def __len__(self) -> int:
        return len(self._first) - 1

    def __getitem__(self, number: int) -> Entry:
        return self._entry(number, self._term)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.__getitem__, range(len(self)))

    def at_once(self) -> Iterator[Entry]:
        """All entries, with one object for each term."""
        terms = [self._term(number) for number in range(len(self._terms))]
        return (self._entry(number, terms.__getitem__) for number in range(len(self)))

    def _entry(self, number: int, term: Callable[[int], Term]) -> Entry:
        solutions = tuple(
            {name: term(cell - 1) for name, cell in zip(self._names, cells, strict=True) if cell}
            for cells in self._rows(number)
        )
        node = solutions[0][self._subject]
        assert isinstance(node, NamedNode)
        return Entry(node, solutions)

    def _term(self, number: int) -> Term:
        return _read(self._terms[number])

    def solutions_by_entry(self, names: Sequence[str]) -> Iterator[tuple[int, tuple[Solution, ...]]]:
        """The number of each entry with the values of ``names`` in its solutions; equal solutions share one mapping."""
        places = [self._names.index(name) for name in names]
        alike: dict[tuple[int, ...], Solution] = {}
        for number in range(len(self)):
            solutions = []
            for cells in self._rows(number):
                key = tuple(cells[place] for place in places)
                if key not in alike:
                    bound = zip(names, key, strict=True)
                    alike[key] = {name: self._term(cell - 1) for name, cell in bound if cell}
                solutions.append(alike[key])
            yield number, tuple(solutions)

    def _rows(self, number: int) -> Iterator[array[int]]:
        width = len(self._names)
        for row in range(*self._first[number : number + 2]):
            yield self._cells[row * width : (row + 1) * width]


def gathered(subject: str, names: Sequence[str], solutions: Iterable[Solution]) -> Entries:
    """The entries for the values of the variable ``subject`` in these solutions, with the values of ``names``."""
    numbers: dict[Term, int] = {}
    cells_of: dict[Term, list[int]] = {}
    for solution in solutions:
        cells = cells_of.setdefault(solution[subject], [])
        for name in names:
            term = solution.get(name)
            cells.append(_UNBOUND if term is None else numbers.setdefault(term, len(numbers) + 1))
    sizes = (len(cells) // len(names) for cells in cells_of.values())
    return Entries(
        _subject=subject,
        _names=tuple(names),
        _terms=strings.joined([_written(term) for term in numbers]),
        _cells=array("I", [cell for cells in cells_of.values() for cell in cells]),
        _first=array("I", accumulate(sizes, initial=0)),
    )


def _written(term: Term) -> str:
    if isinstance(term, NamedNode):
        return _IRI + term.value
    kind, tag = (_TEXT, term.language) if term.language else (_TYPED, term.datatype.value)
    return (
        f"{kind}{tag}{_DIRECTION}{term.direction.value} {term.value}" if term.direction else f"{kind}{tag} {term.value}"
    )


def _read(text: str) -> Term:
    if text[0] == _IRI:
        return NamedNode(text[1:])
    tag, _, value = text[1:].partition(" ")
    if text[0] == _TYPED:
        return Literal(value, datatype=NamedNode(tag))
    language, _, direction = tag.partition(_DIRECTION)
    return Literal(value, language=language, direction=_DIRECTIONS.get(direction))
