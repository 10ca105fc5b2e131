"""Quads in little memory: each term once, and a quad as the four numbers of its terms.

Half a million quads take 50 MB, and 300 MB as objects. A Quad object is created on access; its terms are those that
were parsed.
"""

from __future__ import annotations

import pickle
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, compress
from typing import overload

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.compact.quad_columns import QuadColumns
from kg.compact.row_groups import RowGroups
from kg.compact.rows import FEW, Rows
from kg.compact.term_numbers import Node, Term, TermNumbers, relabelled

Pairs = tuple[list[int], list[int]]

_UNPREPARED = "prepare() comes first"
_REMEMBERED = 4_096
_PART = 500


class Quads(Sequence[Quad]):
    """Quads in the order in which they were added, duplicates included."""

    __slots__ = (
        "_about",
        "_graphs",
        "_numbers",
        "_objects",
        "_of_object",
        "_of_subject",
        "_predicates",
        "_referring",
        "_subjects",
        "_table",
        "_terms",
        "_verbs",
    )

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._terms: list[Term] = []
        self._numbers = TermNumbers(self._terms)
        self._subjects, self._predicates, self._objects, self._graphs = (array("I") for _ in range(4))
        self._table = QuadColumns(self._terms, *self._columns)
        self._of_subject: RowGroups | None = None
        self._of_object: RowGroups | None = None
        self.extend(quads)

    def extend(self, quads: Iterable[Quad], graph: NamedNode | None = None, labels: str | None = None) -> None:
        """Add quads: all of them, or where the iterable raises an error, none.

        Those in no named graph are put in ``graph``, if one is given. With ``labels``, blank nodes are labelled by it
        and their order of appearance, and are distinct from all added before.
        """
        assert self._of_object is None, "prepare() was called already"
        assert self._numbers or not self._terms, "numbered() was called already"
        if labels is not None:
            self._numbers.forget_blank_nodes()
        before, known = len(self), len(self._terms)
        added = array("I")
        try:
            added.extend(map(self._numbers.__getitem__, chain.from_iterable(quads)))
        except BaseException:
            self._numbers.forget_since(known)
            raise
        for column, position in zip(self._columns, range(4), strict=True):
            column.extend(added[position::4])
        if graph:
            self._put_in(graph, before)
        if labels is not None:
            self._label(labels, before, known)

    def prepare(self) -> None:
        """Build the indexes by subject and object, unless they are there; no quads can be added afterwards."""
        if self._of_object is None:
            size = len(self._terms)
            self._index(RowGroups(self._subjects, size), RowGroups(self._objects, size))

    def _index(self, of_subject: RowGroups, of_object: RowGroups) -> None:
        self._numbers.keep_nodes()
        self._of_subject, self._of_object = of_subject, of_object
        self._verbs = frozenset(self._predicates)
        numbers, at = self._numbers.get, self._table.at
        self._about = lru_cache(maxsize=_REMEMBERED)(partial(_matching, numbers, at, of_subject))
        self._referring = lru_cache(maxsize=_REMEMBERED)(partial(_matching, numbers, at, of_object))

    def __getstate__(self) -> tuple[object, ...]:
        """Columns and indexes as they are, for another process: this prepares them.

        Terms come in many parts. Whoever reads them all at once has all their texts beside them meanwhile, and more
        than twice the memory afterwards, of which free parts are between the terms.
        """
        self.prepare()
        terms = (self._terms[start : start + _PART] for start in range(0, len(self._terms), _PART))
        return (
            [pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in terms],
            self._columns,
            self._of_subject,
            self._of_object,
        )

    def __setstate__(self, state: tuple[list[bytes], tuple[array[int], ...], RowGroups, RowGroups]) -> None:
        parts, columns, of_subject, of_object = state
        self._terms = []
        for part in parts:
            self._terms += pickle.loads(part)  # noqa: S301 - a part of what is being read
        self._numbers = TermNumbers(self._terms)
        self._subjects, self._predicates, self._objects, self._graphs = columns
        self._table = QuadColumns(self._terms, *columns)
        self._index(of_subject, of_object)

    def distinct(self) -> Quads:
        """The same quads, each once."""
        rows: set[tuple[int, ...]] = set()
        is_first = []
        for row in zip(*self._columns, strict=True):
            is_first.append(row not in rows)
            rows.add(row)
        return Quads(compress(self, is_first))

    def about(self, node: Node) -> Sequence[Quad]:
        """Those whose subject is ``node``."""
        return self._about(node)

    def referring(self, node: Node) -> Sequence[Quad]:
        """Those whose object is ``node``."""
        return self._referring(node)

    def referrers(self, node: Node, predicate: NamedNode) -> Iterator[Term]:
        """The subjects of those whose object is ``node`` and which have this predicate."""
        number, wanted = self._numbers.get(node), self._numbers.get(predicate)
        if number is None or wanted is None:
            return iter(())
        assert self._of_object, _UNPREPARED
        terms, subjects, predicates = self._terms, self._subjects, self._predicates
        return (terms[subjects[row]] for row in self._of_object.of(number) if predicates[row] == wanted)

    def has(self, subject: Node | None, predicate: NamedNode | None, value: Node | None) -> bool:
        """Whether there are any with these terms, without making one; what is None may be anything."""
        absent = -1
        about, verb, referring = (
            None if term is None else self._numbers.get(term, absent) for term in (subject, predicate, value)
        )
        if absent in (about, verb, referring):
            return False
        assert self._of_subject, _UNPREPARED
        assert self._of_object, _UNPREPARED
        if about is not None:
            rows = self._of_subject.of(about)
        elif referring is not None:
            rows = self._of_object.of(referring)
        else:
            return len(self) > 0 if verb is None else verb in self._verbs
        predicates, objects = self._predicates, self._objects
        return any(verb in (None, predicates[row]) and referring in (None, objects[row]) for row in rows)

    def having(self, predicate: NamedNode) -> Sequence[Quad]:
        """Those with this predicate."""
        number = self._numbers.get(predicate)
        if number is None:
            return ()
        return Rows(self._table.at, array("I", compress(range(len(self)), map(number.__eq__, self._predicates))))

    def with_objects(self, terms: Callable[[Term], bool]) -> Sequence[Quad]:
        """Those whose object is one of the terms, in their order; each term is looked at once."""
        numbers = {number for number, term in enumerate(self._terms) if terms(term)}
        return Rows(self._table.at, array("I", compress(range(len(self)), map(numbers.__contains__, self._objects))))

    def in_graph(self, graph: NamedNode) -> Sequence[Quad]:
        """Those in a named graph."""
        number = self._numbers.get(graph)
        if number is None:
            return ()
        return Rows(self._table.at, array("I", compress(range(len(self)), map(number.__eq__, self._graphs))))

    def coded(self) -> tuple[Sequence[Term], Iterator[tuple[int, int, int, int]]]:
        """The terms, and each quad as their numbers: of the subject, predicate, object and graph."""
        return self._terms, zip(*self._columns, strict=True)

    def numbered(self) -> tuple[dict[Term, int], dict[Term, Pairs]]:
        """The number of each term, and those of subjects and objects by predicate, in the order of the quads.

        The table needs its own numbers no more, so no quads can be added afterwards.
        """
        numbers = dict(zip(self._terms, range(len(self._terms)), strict=True))
        if self._of_object is None:
            self._numbers.clear()
        # Each number is one object, however often it occurs.
        number = list(numbers.values()).__getitem__
        columns: dict[int, Pairs] = {predicate: ([], []) for predicate in dict.fromkeys(self._predicates)}
        put = {predicate: (subjects.append, objects.append) for predicate, (subjects, objects) in columns.items()}
        rows = zip(map(number, self._subjects), self._predicates, map(number, self._objects), strict=True)
        for subject, predicate, value in rows:
            put_subject, put_object = put[predicate]
            put_subject(subject)
            put_object(value)
        return numbers, {self._terms[predicate]: pairs for predicate, pairs in columns.items()}

    @property
    def terms(self) -> Sequence[Term]:
        """Each term of the quads once."""
        return self._terms

    def subjects(self) -> Iterator[Term]:
        """Each subject once."""
        return map(self._terms.__getitem__, dict.fromkeys(self._subjects))

    def similar(self, beginning: str, end: str) -> Iterator[NamedNode]:
        """The subjects that are IRIs with this beginning or this end."""
        for term in self.subjects():
            if isinstance(term, NamedNode) and (term.value.startswith(beginning) or term.value.endswith(end)):
                yield term

    def predicates(self) -> Iterator[NamedNode]:
        """Each predicate once."""
        return map(self._terms.__getitem__, dict.fromkeys(self._predicates))  # type: ignore[arg-type]

    def sizes(self) -> dict[Term, int]:
        """How many there are in each graph."""
        return {self._terms[number]: size for number, size in Counter(self._graphs).items()}

    def __len__(self) -> int:
        return len(self._graphs)

    @overload
    def __getitem__(self, row: int) -> Quad: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Quad]: ...
    def __getitem__(self, row: int | slice) -> Quad | Sequence[Quad]:
        if isinstance(row, slice):
            return Rows(self._table.at, array("I", range(*row.indices(len(self)))))
        return next(self._table.at((row,)))

    def __iter__(self) -> Iterator[Quad]:
        term = self._terms.__getitem__
        return map(Quad, *(map(term, column) for column in self._columns))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(Quad.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    @property
    def _columns(self) -> tuple[array[int], ...]:
        return self._subjects, self._predicates, self._objects, self._graphs

    def _put_in(self, graph: NamedNode, first: int) -> None:
        nameless = {
            number
            for number in dict.fromkeys(self._graphs[first:])
            if isinstance(self._terms[number], DefaultGraph | BlankNode)
        }
        if nameless:
            named = self._numbers[graph]
            self._graphs[first:] = array(
                "I", (named if number in nameless else number for number in self._graphs[first:])
            )

    def _label(self, labels: str, first: int, known: int) -> None:
        new = range(known, len(self._terms))
        renamed = {number for number in new if isinstance(self._terms[number], BlankNode | Triple)}
        if not renamed:
            return
        given: dict[BlankNode, BlankNode] = {}
        nodes = chain.from_iterable(zip(self._subjects[first:], self._objects[first:], strict=True))
        for number in dict.fromkeys(filter(renamed.__contains__, nodes)):
            self._terms[number] = relabelled(self._terms[number], labels, given)
        self._numbers.forget_blank_nodes()


def _matching(
    number_of: Callable[[Node], int | None],
    at: Callable[[Iterable[int]], Iterator[Quad]],
    groups: RowGroups,
    node: Node,
) -> Sequence[Quad]:
    number = number_of(node)
    if number is None:
        return ()
    rows = groups.of(number)
    return tuple(at(rows)) if len(rows) <= FEW else Rows(at, rows)
