"""The index of the data graph: a number for each term as written, and a table for each predicate.

Numbers make sets of nodes small and fast, and each distinct term is checked once however often it occurs. No SPARQL
store is involved, which would rewrite ``"007"^^xsd:integer`` and ``1.00``.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager

from pyoxigraph import NamedNode, Quad, Triple

from kg.compact.quads import Quads
from kg.rdf.namespaces import RDF, RDFS
from kg.shacl.report import Term

RDF_TYPE, SUBCLASS_OF = NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf")
Table = dict[int, Sequence[int]]
Numbered = tuple[int, NamedNode, int]
_EMPTY: Table = {}


class Index:
    """The union of the graphs of some quads: predicate → subject → objects, and on demand its inverse.

    Targets select in ``quads`` only, while values and classes are also looked up in the ``background``. ``change``
    alters the index in place, at a cost that depends on the change only; an index with a background does not change.
    ``universal`` has the properties with values that are entailed of every node, which say nothing of any.
    """

    def __init__(self, quads: Iterable[Quad | Triple], background: Iterable[Quad | Triple] = ()) -> None:
        self.ids: dict[Term, int] = {}
        self.terms: list[Term] = []
        # Subjects and objects as read, per predicate; None after a change, when only the table is right.
        self._columns: dict[NamedNode, tuple[list[int], list[int]] | None] = {}
        self._forward: dict[NamedNode, Table] = {}
        self._inverse: dict[NamedNode, Table] = {}
        self._instances: dict[int, set[int]] = {}
        self._own: Index | None = None
        self.universal: frozenset[tuple[NamedNode, int]] = frozenset()
        with collector_paused():
            columns: dict[NamedNode, tuple[list[int], list[int]]] = {}
            if isinstance(quads, Quads):
                self.ids, columns = quads.numbered()  # type: ignore[assignment]
            else:
                self._fill(quads, columns)
            rows = {predicate: len(subjects) for predicate, (subjects, _) in columns.items()}
            self._fill(background, columns)
            if sum(rows.values()) < sum(len(subjects) for subjects, _ in columns.values()):
                self._own = _first_rows(columns, rows, self)

    def _fill(self, quads: Iterable[Quad | Triple], columns: dict[NamedNode, tuple[list[int], list[int]]]) -> None:
        # The time of a large dataset is spent in this loop: statements about one subject are adjacent, so its number is
        # looked up once, and a method call for each triple would double the time.
        ids = self.ids
        last: Term | None = None
        subject = -1
        for quad in quads:
            node = quad.subject
            if node != last:
                last = node
                subject = ids.setdefault(node, len(ids))
            value = quad.object
            number = ids.setdefault(value, len(ids))
            predicate = quad.predicate
            try:
                subjects, objects = columns[predicate]
            except KeyError:
                subjects, objects = columns[predicate] = ([], [])
            subjects.append(subject)
            objects.append(number)
        self.terms = list(ids)
        self._columns.update(columns)

    def number(self, term: Term) -> int:
        """The number of a term; a term that is not in the data gets a new number."""
        number = self.ids.setdefault(term, len(self.ids))
        if number == len(self.terms):
            self.terms.append(term)
        return number

    def numbers(self, terms: Iterable[Term]) -> frozenset[int]:
        return frozenset(map(self.number, terms))

    @property
    def predicates(self) -> Collection[NamedNode]:
        return self._columns.keys()

    def forward(self, predicate: NamedNode) -> Mapping[int, Sequence[int]]:
        """Subject → its objects, each once."""
        table = self._forward.get(predicate)
        if table is None:
            columns = self._columns.get(predicate)
            if columns is None:
                return _EMPTY
            table = self._forward[predicate] = _table(*columns)
        return table

    def inverse(self, predicate: NamedNode) -> Mapping[int, Sequence[int]]:
        """Object → the subjects that have it, each once."""
        table = self._inverse.get(predicate)
        if table is None:
            if predicate not in self._columns:
                return _EMPTY
            subjects, objects = self.columns(predicate)
            table = self._inverse[predicate] = _table(objects, subjects)
        return table

    def rows(self, predicate: NamedNode) -> int:
        """How many statements have the predicate."""
        columns = self._columns.get(predicate)
        return len(columns[0]) if columns is not None else sum(map(len, self.forward(predicate).values()))

    def values(self, predicate: NamedNode) -> Collection[int]:
        """The objects of its statements, each once."""
        columns = self._columns.get(predicate)
        return set(columns[1]) if columns is not None else self.inverse(predicate).keys()

    def instances(self, a_class: int) -> Set[int]:
        """The SHACL instances of a class: typed with it or, by rdfs:subClassOf* in the data graph, below it."""
        instances = self._instances.get(a_class)
        if instances is None:
            typed = self.inverse(RDF_TYPE)
            instances = self._instances[a_class] = set()
            for subclass in closure(a_class, self.inverse(SUBCLASS_OF)):
                instances.update(typed.get(subclass, ()))
        return instances

    def targeted_instances(self, a_class: int) -> Set[int]:
        """The instances of a class that are typed in the data itself, not in its background."""
        if self._own is None:
            return self.instances(a_class)
        typed = self._own.inverse(RDF_TYPE)
        classes = closure(a_class, self.inverse(SUBCLASS_OF))
        return {node for subclass in classes for node in typed.get(subclass, ())}

    @property
    def own(self) -> Index:
        """The index of the data without its background."""
        return self._own or self

    def is_instance(self, node: int, a_class: int) -> bool:
        """Whether the node is an instance of the class, without computing all its instances."""
        superclasses = self.forward(SUBCLASS_OF)
        return any(a_class in closure(own, superclasses) for own in self.forward(RDF_TYPE).get(node, ()))

    def triples(self, predicates: Collection[NamedNode] | None = None) -> Iterator[tuple[int, NamedNode, int]]:
        """The triples with these predicates, or all; a statement that occurs twice may be yielded twice."""
        for predicate in self._columns:
            if predicates is None or predicate in predicates:
                for subject, value in zip(*self.columns(predicate), strict=True):
                    yield subject, predicate, value

    def columns(self, predicate: NamedNode) -> tuple[list[int], list[int]]:
        """The subjects and the objects of its statements, in the order in which they were read."""
        return self._columns.get(predicate) or _unrolled(self.forward(predicate))

    def change(self, added: Iterable[Numbered], removed: Iterable[Numbered]) -> None:
        """Remove statements and add others; the removed ones must be in the index."""
        removed, added = list(removed), list(added)
        for subject, predicate, value in removed:
            self._own_table(predicate)
            _take(self._forward[predicate], subject, value)
            if predicate in self._inverse:
                _take(self._inverse[predicate], value, subject)
        for subject, predicate, value in added:
            self._own_table(predicate)
            _put(self._forward[predicate], subject, value)
            if predicate in self._inverse:
                _put(self._inverse[predicate], value, subject)
        touched = {predicate for _, predicate, _ in (*removed, *added)}
        for predicate in touched:
            if not self._forward[predicate]:
                for tables in (self._columns, self._forward, self._inverse):
                    tables.pop(predicate, None)
        if SUBCLASS_OF in touched:
            self._instances.clear()
        elif RDF_TYPE in touched:
            self._update_instances({s for s, predicate, _ in (*removed, *added) if predicate == RDF_TYPE})

    def _own_table(self, predicate: NamedNode) -> None:
        """Replace the columns of a predicate by a table that can be changed."""
        if self._columns.get(predicate) is not None or predicate not in self._forward:
            self._forward[predicate] = dict(self.forward(predicate))
        self._columns[predicate] = None

    def _update_instances(self, nodes: Iterable[int]) -> None:
        for a_class, members in self._instances.items():
            for node in nodes:
                if self.is_instance(node, a_class):
                    members.add(node)
                else:
                    members.discard(node)


def _first_rows(
    columns: Mapping[NamedNode, tuple[list[int], list[int]]], rows: Mapping[NamedNode, int], index: Index
) -> Index:
    """An index of the first rows for each predicate, with the numbers of another."""
    own = Index(())
    own.ids, own.terms = index.ids, index.terms
    own._columns = {
        predicate: (columns[predicate][0][:count], columns[predicate][1][:count]) for predicate, count in rows.items()
    }
    return own


def _put(table: Table, key: int, value: int) -> None:
    values = table.get(key, ())
    if value not in values:
        table[key] = (*values, value)


def _take(table: Table, key: int, value: int) -> None:
    values = tuple(other for other in table[key] if other != value)
    if values:
        table[key] = values
    else:
        del table[key]


def _unrolled(table: Mapping[int, Sequence[int]]) -> tuple[list[int], list[int]]:
    pairs = [(key, value) for key, values in table.items() for value in values]
    return [key for key, _ in pairs], [value for _, value in pairs]


def _table(keys: list[int], values: list[int]) -> Table:
    # Most predicates have one value for each subject: then one pass in C is enough, and there are no duplicates.
    table: Table = dict(zip(keys, zip(values, strict=True), strict=True))
    if len(table) < len(keys):
        lists: dict[int, list[int]] = {}
        for key, value in dict.fromkeys(zip(keys, values, strict=True)):
            if key in lists:
                lists[key].append(value)
            else:
                lists[key] = [value]
        table.update(lists)
    return table


def closure(start: int, table: Mapping[int, Sequence[int]]) -> set[int]:
    """``start`` and every node that repeated steps through ``table`` reach from it."""
    reached = {start}
    pending = [start]
    while pending:
        for node in table.get(pending.pop(), ()):
            if node not in reached:
                reached.add(node)
                pending.append(node)
    return reached


@contextmanager
def collector_paused() -> Iterator[None]:
    """Disables the cyclic garbage collector, which would traverse a growing index repeatedly (40 % of the time)."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
