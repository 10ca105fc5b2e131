"""The SPARQL store in which the queries of shapes are evaluated; it has only the statements that they can read.

A store rewrites literals (``1.50`` becomes ``1.5``). This one knows which of them it rewrote, so that a query whose
answer could differ is found before it runs, and a term in a solution is the term as written in the data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Store

from kg.shacl.data_graph import Index, Numbered
from kg.shacl.report import Term
from kg.shacl.sparql_based.loading import load, quad
from kg.shacl.sparql_based.lossy_literals import as_stored, may_be_rewritten
from kg.shacl.sparql_based.neighbourhood import neighbourhood
from kg.shacl.sparql_based.prebinding import ROWS, Plan, column_iri, rows_iri
from kg.sparql.property_path import predicates
from kg.sparql.query_structure import Query

SHAPES_GRAPH = NamedNode("urn:x-kg:shapes")
# With at most this many focus nodes, in data of more than so many terms, only statements near them are loaded.
_FEW_FOCUS_NODES, _MANY_TERMS = 1_000, 20_000
_ROWS, _ROW = NamedNode(ROWS), NamedNode(column_iri("row"))


class Inexact(Exception):
    """The store cannot give the exact violations of a query; the message is the reason."""

    def __init__(self, reason: str = "a number or date in the answer is written in several ways") -> None:
        super().__init__(reason)


class QueryStore:
    """The statements of an index that queries can read, and rows of nodes to be checked."""

    def __init__(
        self,
        index: Index,
        shapes: Iterable[Quad] = (),
        queries: Iterable[Query] = (),
        others: Iterable[Query] = (),
    ) -> None:
        """``queries`` are all that may be evaluated: one load for all of them is cheaper than one for each.

        ``others`` are evaluated in the stores of other processes, with the same results as if they were here.
        """
        self.index = index
        self._store = Store()
        self._shapes = tuple(shapes)
        self._loaded: set[NamedNode] = set()
        self._stored: dict[int, Literal] = {}
        self._written: dict[Term, list[int]] = defaultdict(list)
        self._changed: set[NamedNode] = set()
        self._collapsed: set[NamedNode] = set()
        self._rows: dict[frozenset[int], int] = {}
        self._numbers = count()
        self._queries = tuple(queries)
        self._others = tuple(others)
        self._is_shared = bool(self._others)
        self._nearby: set[Numbered] = set()

    def prepare(self, query: Query, focus: Collection[int] | None = None) -> None:
        """Load at least the statements that the query can read, from these focus nodes where they are given."""
        if self._shapes and str(SHAPES_GRAPH) in query.text:
            self._store.extend(Quad(q.subject, q.predicate, q.object, SHAPES_GRAPH) for q in self._shapes)
            self._shapes = ()
        if (
            focus is not None
            and not self._loaded
            and not self._is_shared
            and len(focus) <= _FEW_FOCUS_NODES
            and len(self.index.terms) > _MANY_TERMS
        ):
            nearby = neighbourhood(self.index, query, focus, at_most=len(self.index.terms) // 4)
            if nearby is not None:
                self._load_nearby(nearby)
                return
        needed = {predicate for query in (query, *self._queries) for predicate in self._needed(query)}
        self._queries = ()
        missing = [predicate for predicate in needed - self._loaded if predicate in self.index.predicates]
        if missing:
            self._note_changed_literals(missing)
            load(self._store, self.index, missing)
            self._loaded.update(missing)

    def _load_nearby(self, triples: Iterable[Numbered]) -> None:
        new = [triple for triple in triples if triple not in self._nearby]
        self._nearby.update(new)
        by_subject: dict[tuple[NamedNode, int], list[int]] = defaultdict(list)
        for subject, predicate, value in new:
            self._note_value(predicate, value)
            by_subject[predicate, subject].append(value)
        for (predicate, _), values in by_subject.items():
            self._note_collapse(predicate, values)
        self._store.extend(quad(self.index.terms, triple) for triple in new)

    def _needed(self, query: Query) -> Collection[NamedNode]:
        predicates = predicates_read(query)
        return self.index.predicates if predicates is None else predicates

    def _note_changed_literals(self, loading: Iterable[NamedNode]) -> None:
        terms = self.index.terms
        for predicate in loading:
            changed = as_stored(terms[number] for number in self.index.values(predicate))
            if changed:
                self._changed.add(predicate)
                self._remember(changed)
                for values in self.index.forward(predicate).values():
                    self._note_collapse(predicate, values)

    def change(self, added: Iterable[Numbered], removed: Iterable[Numbered]) -> None:
        """Apply a change that the index already has."""
        terms = self.index.terms
        for subject, predicate, value in removed:
            if predicate in self._loaded or (subject, predicate, value) in self._nearby:
                self._nearby.discard((subject, predicate, value))
                self._store.remove(quad(terms, (subject, predicate, value)))
                # Another value that is equal to the removed one in the store is still in the data.
                for other in self.index.forward(predicate).get(subject, ()):
                    self._store.add(quad(terms, (subject, predicate, other)))
        for subject, predicate, value in added:
            if predicate in self._loaded:
                self._note_value(predicate, value)
                self._note_collapse(predicate, self.index.forward(predicate)[subject])
                self._store.add(quad(terms, (subject, predicate, value)))

    def _note_value(self, predicate: NamedNode, value: int) -> None:
        changed = as_stored([self.index.terms[value]]) if may_be_rewritten(self.index.terms[value]) else None
        if changed:
            self._changed.add(predicate)
            self._remember(changed)

    def _note_collapse(self, predicate: NamedNode, values: Sequence[int]) -> None:
        if predicate in self._changed and len({self.stored(value) for value in values}) < len(values):
            self._collapsed.add(predicate)

    def _remember(self, changed: dict[Term, Literal]) -> None:
        for term, stored in changed.items():
            number = self.index.number(term)
            if number not in self._stored:
                self._stored[number] = stored
                self._written[stored].append(number)

    def _note_others(self) -> None:
        """Take note of the literals that the store would have changed, had it been loaded for the other queries too."""
        if self._others:
            needed = {predicate for query in self._others for predicate in self._needed(query)}
            self._others = ()
            for predicate in needed - self._loaded:
                self._remember(as_stored(self.index.terms[number] for number in self.index.values(predicate)))

    def stored(self, number: int) -> Term:
        """The term as the store returns it."""
        return self._stored.get(number) or self.index.terms[number]

    def is_stored_form(self, term: Term) -> bool:
        """Whether the store rewrote some literal of the data to this term."""
        self._note_others()
        return term in self._written

    def inexact(self, query: Query) -> str | None:
        """Why the answer may depend on whether a literal is as written or as stored; None if it does not."""
        if any(group.kind == "graph ?" for group in query.groups()):
            return "which graphs a GRAPH with a variable ranges over is not defined"
        loaded = self._loaded or self._changed
        if not self._changed:
            return None
        if self._collapsed & (loaded if predicates_read(query) is None else _concerned(query, None)):
            return "two values of one subject are the same number or date, written differently"
        for name in _lexical(query):
            if self._changed & (loaded if predicates_read(query) is None else _concerned(query, name)):
                return f"the answer depends on how the numbers or dates of ?{name} are written"
        return None

    def solutions(self, plan: Plan, columns: Sequence[Sequence[int]]) -> Iterator[tuple[int, QuerySolution]]:
        """The solutions for rows, each with the number of the first row of its evaluation.

        ``columns`` has the values of each of the plan's columns.
        """
        for first, rows in self._batches(plan, columns):
            solutions = self._store.query(plan.for_rows(rows))
            assert isinstance(solutions, QuerySolutions)
            for solution in solutions:
                yield first, solution

    def _batches(self, plan: Plan, columns: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
        if plan.once:
            yield 0, self._add_rows(plan.columns, columns)
        else:
            for position, row in enumerate(zip(*columns, strict=True)):
                yield position, self._add_rows(plan.columns, [(number,) for number in row])

    def _add_rows(self, names: tuple[str, ...], columns: Sequence[Sequence[int]]) -> int:
        terms = self.index.terms
        key = frozenset(columns[0]) if names == ("this",) else None
        if key in self._rows:
            return self._rows[key]
        number = next(self._numbers)
        rows = NamedNode(rows_iri(number))
        self._remember(as_stored(terms[number] for column in columns for number in column))
        if key is not None:
            self._rows[key] = number
            this = NamedNode(column_iri("this"))
            self._store.bulk_extend(Quad(rows, this, terms[node], _ROWS) for node in columns[0])
        else:
            self._store.bulk_extend(self._wide_rows(rows, names, columns))
        return number

    def _wide_rows(self, rows: NamedNode, names: tuple[str, ...], columns: Sequence[Sequence[int]]) -> Iterator[Quad]:
        properties, terms = [NamedNode(column_iri(name)) for name in names], self.index.terms
        for position, fields in enumerate(zip(*columns, strict=True)):
            row = NamedNode(row_iri(rows.value, position))
            yield Quad(rows, _ROW, row, _ROWS)
            for name, number in zip(properties, fields, strict=True):
                yield Quad(row, name, terms[number], _ROWS)

    def exact(self, term: Term, among: Collection[int] | None = None) -> int:
        """The number of the term as the data has it; raises Inexact where the data writes it in several ways."""
        if not may_be_rewritten(term):
            return self.index.number(term)
        self._note_others()
        candidates = list(self._written.get(term, ()))
        if term in self.index.ids:
            candidates.append(self.index.ids[term])
        if among is not None:
            candidates = [number for number in candidates if number in among]
        if len(candidates) > 1:
            raise Inexact
        return candidates[0] if candidates else self.index.number(term)


def row_iri(rows: str, position: int) -> str:
    """The node of one row of a set of rows."""
    return f"{rows}/{position}"


def predicates_read(query: Query) -> frozenset[NamedNode] | None:
    """The predicates of the statements that can change the answer; None if they may have any predicate."""
    read: set[NamedNode] = set()
    for group in query.groups():
        if group.opaque:
            return None
        for pattern in group.patterns:
            if not isinstance(pattern.verb, str):
                read |= predicates(pattern.verb)
            elif pattern.verb in group.allowed:
                read |= group.allowed[pattern.verb]
            else:
                return None
    return frozenset(read)


def _concerned(query: Query, name: str | None) -> frozenset[NamedNode]:
    """The predicates of which the variable can be a value, or any variable if ``name`` is None."""
    concerned: set[NamedNode] = set()
    for pattern in query.patterns():
        if name in (None, str(pattern.value).removeprefix("?")):
            concerned |= (
                query.allowed.get(pattern.verb, frozenset())
                if isinstance(pattern.verb, str)
                else predicates(pattern.verb)
            )
    return frozenset(concerned)


def _lexical(query: Query) -> set[str]:
    """The variables whose written form matters, those that they are computed from, and those compared as terms."""
    names = set[str]().union(*(group.lexical for group in query.groups()))
    binds = [bind for group in query.groups() for bind in group.binds]
    for _ in binds:
        for name, used in binds:
            if name in names:
                names |= used
    values = [pattern.value for pattern in query.patterns() if isinstance(pattern.value, str)]
    compared = (value for value in values if not value.startswith("?") or values.count(value) > 1)
    return names | {value.removeprefix("?") for value in compared}
