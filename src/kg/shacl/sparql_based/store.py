"""The store that evaluates the queries of shapes: holds only the statements that they can look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Store

from kg.shacl.data_graph import Index, Numbered
from kg.shacl.report import Term
from kg.shacl.shapes.path import predicates
from kg.shacl.sparql_based.loading import load, quad
from kg.shacl.sparql_based.lossy_literals import as_stored, may_be_rewritten
from kg.shacl.sparql_based.neighbourhood import neighbourhood
from kg.shacl.sparql_based.prebinding import ROWS, Plan, column_iri, rows_iri
from kg.shacl.sparql_based.structure import Query

SHAPES_GRAPH = NamedNode("urn:x-kg:shapes")
# So few focus nodes of so many terms are worth a store of what is around them only.
_FEW, _MANY = 1_000, 20_000
_ROWS, _ROW = NamedNode(ROWS), NamedNode(column_iri("row"))


class Ambiguous(Exception):
    """Two literals of the data look the same to the store, and a solution may mean either."""


class QueryStore:
    """The statements of an index, as far as queries look at them, and rows of nodes to be checked."""

    def __init__(self, index: Index, shapes: Iterable[Quad] = (), queries: Iterable[Query] = ()) -> None:
        """``queries`` are those that are known beforehand: one load for all of them is cheaper."""
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
        self._known = tuple(queries)
        self._around: set[Numbered] = set()

    def prepare(self, query: Query, focus: Collection[int] | None = None) -> None:
        """Load what the query can look at, from these focus nodes if they are given; more, if that costs no more."""
        if self._shapes and str(SHAPES_GRAPH) in query.text:
            self._store.extend(Quad(q.subject, q.predicate, q.object, SHAPES_GRAPH) for q in self._shapes)
            self._shapes = ()
        if focus is not None and not self._loaded and len(focus) <= _FEW and len(self.index.terms) > _MANY:
            around = neighbourhood(self.index, query, focus, at_most=len(self.index.terms) // 4)
            if around is not None:
                self._load_few(around)
                return
        wanted = {each for query in (query, *self._known) for each in self._wanted(query)}
        self._known = ()
        missing = [each for each in wanted if each not in self._loaded and each in self.index.predicates]
        if missing:
            self._note_changed_literals(missing)
            load(self._store, self.index, missing)
            self._loaded.update(missing)

    def _load_few(self, triples: Iterable[Numbered]) -> None:
        new = [triple for triple in triples if triple not in self._around]
        self._around.update(new)
        by_subject: dict[tuple[NamedNode, int], list[int]] = defaultdict(list)
        for subject, predicate, value in new:
            self._note_value(predicate, value)
            by_subject[predicate, subject].append(value)
        for (predicate, _), values in by_subject.items():
            self._note_collapse(predicate, values)
        self._store.extend(quad(self.index.terms, triple) for triple in new)

    def _wanted(self, query: Query) -> Collection[NamedNode]:
        looked_at = looks_at(query)
        return self.index.predicates if looked_at is None else looked_at

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
        """Follow the index, which has changed already."""
        terms = self.index.terms
        for subject, predicate, value in removed:
            if predicate in self._loaded or (subject, predicate, value) in self._around:
                self._around.discard((subject, predicate, value))
                self._store.remove(quad(terms, (subject, predicate, value)))
                # A value that the store could not tell from the one that went is still there.
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

    def stored(self, number: int) -> Term:
        """The term as the store has it."""
        return self._stored.get(number) or self.index.terms[number]

    def is_stored_form(self, term: Term) -> bool:
        """Whether some literal of the data became this term in the store."""
        return term in self._written

    def inexact(self, query: Query) -> str | None:
        """Why the query may see the difference between a literal as written and as stored, if it may."""
        if any(group.kind == "graph ?" for group in query.groups()):
            return "which graphs a GRAPH with a variable ranges over is not defined"
        loaded = self._loaded or self._changed
        if not self._changed:
            return None
        if self._collapsed & (loaded if looks_at(query) is None else _concerned(query, None)):
            return "two values of one subject are the same number or date, written differently"
        for name in _lexical(query):
            if self._changed & (loaded if looks_at(query) is None else _concerned(query, name)):
                return f"the answer depends on how the numbers or dates of ?{name} are written"
        return None

    def solutions(self, plan: Plan, columns: Sequence[Sequence[int]]) -> Iterator[tuple[int, QuerySolution]]:
        """The solutions for the rows, each with the number of its row; ``columns`` are as the plan has them."""
        for first, rows in self._batches(plan, columns):
            found = self._store.query(plan.for_rows(rows))
            assert isinstance(found, QuerySolutions)
            for solution in found:
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
        self._remember(as_stored(terms[each] for column in columns for each in column))
        if key is not None:
            self._rows[key] = number
            this = NamedNode(column_iri("this"))
            self._store.bulk_extend(Quad(rows, this, terms[each], _ROWS) for each in columns[0])
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
        """The number of the term as the data has it; Ambiguous where the data has it in several ways."""
        if not may_be_rewritten(term):
            return self.index.number(term)
        candidates = list(self._written.get(term, ()))
        if term in self.index.ids:
            candidates.append(self.index.ids[term])
        if among is not None:
            candidates = [each for each in candidates if each in among]
        if len(candidates) > 1:
            raise Ambiguous
        return candidates[0] if candidates else self.index.number(term)


def row_iri(rows: str, position: int) -> str:
    return f"{rows}/{position}"


def looks_at(query: Query) -> frozenset[NamedNode] | None:
    """The predicates of the statements that can make a difference to the query; nothing if that may be any."""
    found: set[NamedNode] = set()
    for group in query.groups():
        if group.opaque:
            return None
        for pattern in group.patterns:
            if not isinstance(pattern.verb, str):
                found |= predicates(pattern.verb)
            elif pattern.verb in group.among:
                found |= group.among[pattern.verb]
            else:
                return None
    return frozenset(found)


def _concerned(query: Query, name: str | None) -> frozenset[NamedNode]:
    """The predicates whose values the variable can be; of all variables, if none is named."""
    found: set[NamedNode] = set()
    for pattern in query.patterns():
        if name in (None, str(pattern.value).removeprefix("?")):
            found |= (
                query.among.get(pattern.verb, frozenset())
                if isinstance(pattern.verb, str)
                else predicates(pattern.verb)
            )
    return frozenset(found)


def _lexical(query: Query) -> set[str]:
    """The variables whose written form matters, with those that they are made of and those compared as terms."""
    found = set[str]().union(*(group.lexical for group in query.groups()))
    binds = [bind for group in query.groups() for bind in group.binds]
    for _ in binds:
        for name, used in binds:
            if name in found:
                found |= used
    values = [pattern.value for pattern in query.patterns() if isinstance(pattern.value, str)]
    compared = (value for value in values if not value.startswith("?") or values.count(value) > 1)
    return found | {value.removeprefix("?") for value in compared}
