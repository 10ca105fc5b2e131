"""Many quads in little memory: each term once, and a quad as the four numbers of its terms.

Half a million quads take 50 MB so, and 300 MB as objects. A quad becomes an object when it is looked at; its terms are
those that were parsed, untouched.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress
from typing import overload

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

Node = NamedNode | BlankNode
Term = Node | Literal | Triple | DefaultGraph

_FEW = 64
"""So many quads are given as objects; of more, an object is made for each that is looked at."""


class Quads(Sequence[Quad]):
    """Quads in the order in which they came, each as often as it came."""

    __slots__ = ("_graphs", "_numbers", "_objects", "_of_object", "_of_subject", "_predicates", "_subjects", "_terms")

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._terms: list[Term] = []
        self._numbers = _Numbers(self._terms)
        self._subjects, self._predicates, self._objects, self._graphs = (array("I") for _ in range(4))
        self._of_subject: _Groups | None = None
        self._of_object: _Groups | None = None
        self.extend(quads)

    def extend(self, quads: Iterable[Quad], graph: NamedNode | None = None, labels: str | None = None) -> None:
        """Add quads: all of them, or where the iterable raises an error, none.

        Those in no named graph are put in ``graph``, if one is given. Blank nodes are labelled ``labels`` and the order
        in which they appear, if that is given; they are then other nodes than any that came before.
        """
        if labels is not None:
            self._numbers.forget_blank_nodes()
        before, known = len(self), len(self._terms)
        found = array("I")
        try:
            found.extend(map(self._numbers.__getitem__, chain.from_iterable(quads)))
        except BaseException:
            self._numbers.forget_since(known)
            raise
        for column, position in zip(self._columns, range(4), strict=True):
            column.extend(found[position::4])
        if graph:
            self._put_in(graph, before)
        if labels is not None:
            self._label(labels, before, known)
        self._of_subject = self._of_object = None

    def prepare(self) -> None:
        """Make ready to be asked about nodes; what is added afterwards undoes it."""
        self._numbers.keep_nodes()
        self._of_subject = _Groups(self._subjects, len(self._terms))
        self._of_object = _Groups(self._objects, len(self._terms))

    def about(self, node: Node) -> Sequence[Quad]:
        """Those whose subject is ``node``."""
        return self._rows(node, self._of_subject)

    def referring(self, node: Node) -> Sequence[Quad]:
        """Those whose object is ``node``."""
        return self._rows(node, self._of_object)

    def having(self, predicate: NamedNode) -> Sequence[Quad]:
        """Those with this predicate."""
        number = self._numbers.get(predicate)
        if number is None:
            return ()
        return _Rows(self, array("I", compress(range(len(self)), map(number.__eq__, self._predicates))))

    def subjects(self) -> Iterator[Term]:
        """Each subject once."""
        return map(self._terms.__getitem__, dict.fromkeys(self._subjects))

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
            return _Rows(self, array("I", range(*row.indices(len(self)))))
        return next(self.at((row,)))

    def __iter__(self) -> Iterator[Quad]:
        term = self._terms.__getitem__
        return map(Quad, *(map(term, column) for column in self._columns))

    def at(self, rows: Iterable[int]) -> Iterator[Quad]:
        """Those of the rows."""
        terms, subjects, predicates, objects, graphs = self._terms, *self._columns
        for row in rows:
            s, p, o, g = terms[subjects[row]], terms[predicates[row]], terms[objects[row]], terms[graphs[row]]
            yield Quad(s, p, o, g)  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(Quad.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    @property
    def _columns(self) -> tuple[array[int], ...]:
        return self._subjects, self._predicates, self._objects, self._graphs

    def _rows(self, node: Node, groups: _Groups | None) -> Sequence[Quad]:
        assert groups, "prepare() comes first"
        number = self._numbers.get(node)
        if number is None:
            return ()
        rows = groups.of(number)
        return tuple(self.at(rows)) if len(rows) <= _FEW else _Rows(self, rows)

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
        blank = {number for number in new if isinstance(self._terms[number], BlankNode)}
        if not blank:
            return
        nodes = chain.from_iterable(zip(self._subjects[first:], self._objects[first:], strict=True))
        for place, number in enumerate(dict.fromkeys(filter(blank.__contains__, nodes))):
            self._terms[number] = BlankNode(f"{labels}{place}")
        self._numbers.forget_blank_nodes()


class _Numbers(dict[Term, int]):
    """The number of each term; one that is new is given the next."""

    def __init__(self, terms: list[Term]) -> None:
        self._terms = terms

    def __missing__(self, term: Term) -> int:
        number = self[term] = len(self._terms)
        self._terms.append(term)
        return number

    def forget_since(self, known: int) -> None:
        """Forget the terms but the first ``known``."""
        for term in self._terms[known:]:
            del self[term]
        del self._terms[known:]

    def forget_blank_nodes(self) -> None:
        """Let blank nodes that come be new ones, whatever their label."""
        for term in [each for each in self if isinstance(each, BlankNode)]:
            del self[term]

    def keep_nodes(self) -> None:
        """Know the numbers of nodes only, by the labels that they have now."""
        terms = enumerate(self._terms)
        nodes: dict[Term, int] = {each: number for number, each in terms if isinstance(each, NamedNode | BlankNode)}
        self.clear()
        self.update(nodes)


class _Groups:
    """The rows of a column by the number in them, each group in the order of the rows."""

    __slots__ = ("_rows", "_starts")

    def __init__(self, column: array[int], numbers: int) -> None:
        sizes = Counter(column)
        self._starts = array("I", accumulate(map(sizes.__getitem__, range(numbers)), initial=0))
        self._rows = array("I", bytes(4 * len(column)))
        places = self._starts[:]
        for row, number in enumerate(column):
            place = places[number]
            self._rows[place] = row
            places[number] = place + 1

    def of(self, number: int) -> array[int]:
        return self._rows[self._starts[number] : self._starts[number + 1]]


class _Rows(Sequence[Quad]):
    """Some of the quads, made as they are looked at."""

    __slots__ = ("_quads", "_rows")

    def __init__(self, quads: Quads, rows: array[int]) -> None:
        self._quads = quads
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Quad: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Quad]: ...
    def __getitem__(self, at: int | slice) -> Quad | Sequence[Quad]:
        if isinstance(at, slice):
            return _Rows(self._quads, self._rows[at])
        return self._quads[self._rows[at]]

    def __iter__(self) -> Iterator[Quad]:
        return self._quads.at(self._rows)
