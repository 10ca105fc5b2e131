"""The data graph as the engine reads it: terms exactly as written, a number for each, a table for each predicate.

Numbers make sets of nodes small and quick, and each distinct term is looked at once however often it occurs. Nothing
goes through a SPARQL store, which would rewrite ``"007"^^xsd:integer`` and ``1.00``.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from pyoxigraph import NamedNode, Quad, Triple

from kg.rdf.namespaces import RDF, RDFS
from kg.validation.report import Term

RDF_TYPE, SUBCLASS_OF = NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf")
Table = dict[int, Sequence[int]]
_NOTHING: Table = {}


class Index:
    """The union of the graphs of some quads: predicate → subject → objects, and its inverse where asked for."""

    def __init__(self, quads: Iterable[Quad | Triple]) -> None:
        self.ids: dict[Term, int] = {}
        self.terms: list[Term] = []
        self._columns: dict[NamedNode, tuple[list[int], list[int]]] = {}
        self._forward: dict[NamedNode, Table] = {}
        self._inverse: dict[NamedNode, Table] = {}
        self._instances: dict[int, frozenset[int]] = {}
        with collector_paused():
            self._fill(quads)

    def _fill(self, quads: Iterable[Quad | Triple]) -> None:
        # Everything a big dataset waits for happens in this loop: statements about one subject stand together, so its
        # number is looked up once, and a method call for each triple would double the time.
        ids, columns = self.ids, self._columns
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

    def number(self, term: Term) -> int:
        """The number of a term; one that the data does not mention gets a new one."""
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
                return _NOTHING
            table = self._forward[predicate] = _table(*columns)
        return table

    def inverse(self, predicate: NamedNode) -> Mapping[int, Sequence[int]]:
        """Object → the subjects that have it, each once."""
        table = self._inverse.get(predicate)
        if table is None:
            columns = self._columns.get(predicate)
            if columns is None:
                return _NOTHING
            table = self._inverse[predicate] = _table(columns[1], columns[0])
        return table

    def instances(self, a_class: int) -> frozenset[int]:
        """The SHACL instances of a class: typed with it or, by rdfs:subClassOf* in the data graph, below it."""
        found = self._instances.get(a_class)
        if found is None:
            typed = self.inverse(RDF_TYPE)
            members: set[int] = set()
            for each in closure(a_class, self.inverse(SUBCLASS_OF)):
                members.update(typed.get(each, ()))
            found = self._instances[a_class] = frozenset(members)
        return found

    def triples(self, predicates: Collection[NamedNode] | None = None) -> Iterator[tuple[int, NamedNode, int]]:
        """The triples of these predicates, or all; a statement made twice comes twice."""
        for predicate, (subjects, objects) in self._columns.items():
            if predicates is None or predicate in predicates:
                for subject, value in zip(subjects, objects, strict=True):
                    yield subject, predicate, value


def _table(keys: list[int], values: list[int]) -> Table:
    # Most predicates have one value for each subject: then one pass in C does it, and nothing can stand twice.
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
    """``start`` and everything that repeated steps through ``table`` reach from it."""
    found = {start}
    pending = [start]
    while pending:
        for each in table.get(pending.pop(), ()):
            if each not in found:
                found.add(each)
                pending.append(each)
    return found


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the cyclic garbage collector, which would walk a growing index again and again (40 % of the time)."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
