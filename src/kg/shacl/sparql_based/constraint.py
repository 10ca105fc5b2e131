"""SPARQL-based constraints, and validators of constraint components, as constraints that the engine runs.

`SHACL §5 <https://www.w3.org/TR/shacl/#sparql-constraints>`_ and `§6
<https://www.w3.org/TR/shacl/#sparql-constraint-components>`_.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolution

from kg.errors import ShapesError
from kg.shacl.report import Term
from kg.shacl.shapes.path import Predicate
from kg.shacl.shapes.shape import Constraint, Evaluation, Found, ValueNodes
from kg.shacl.sparql_based.prebinding import ROW, Plan
from kg.shacl.sparql_based.store import Ambiguous, QueryStore

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class SparqlConstraint(Constraint):
    """A query with its texts. ``parameters`` are the values of a constraint component's parameters."""

    plan: Plan
    kind: NamedNode
    node: Term | None
    messages: tuple[Literal, ...]
    parameters: tuple[tuple[str, Term], ...] = ()

    @property
    def component_iri(self) -> NamedNode:
        return self.kind

    @property
    def source(self) -> Term | None:
        return self.node

    @property
    def says(self) -> str:
        return f"breaks the rule of {self.node or self.kind}"

    def find(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Found]:
        store = evaluation.store
        store.prepare(self.plan.query, nodes.focus if self.plan.columns == ("this",) else None)
        reason = store.inexact(self.plan.query)
        if reason is None:
            try:
                return list(self.solve(nodes, store))
            except Ambiguous:
                reason = "a number or date in the answer is written in several ways"
        return evaluation.delegate(self, nodes, reason)

    def solve(self, nodes: ValueNodes, store: QueryStore) -> Iterator[Found]:
        """What the store finds."""
        raise NotImplementedError

    def worded(self, bindings: Mapping[str, Term]) -> tuple[Literal, ...]:
        """The messages with ``{?name}`` filled in."""
        known = {**dict(self.parameters), **bindings}

        def filled(found: re.Match[str]) -> str:
            term = known.get(found[1])
            return found[0] if term is None else getattr(term, "value", str(term))

        return tuple(
            Literal(_PLACEHOLDER.sub(filled, m.value), language=m.language, datatype=None if m.language else m.datatype)
            for m in self.messages
        )


class Select(SparqlConstraint):
    """Each solution is a result."""

    __slots__ = ()

    def solve(self, nodes: ValueNodes, store: QueryStore) -> Iterator[Found]:
        made = {name for group in self.plan.query.groups() for name, _ in group.binds}
        names = [name for name in self.plan.query.select.projected if name != "failure"]
        among = nodes.focus if len(nodes.focus) == 1 else frozenset(nodes.focus)
        for _, solution in store.solutions(self.plan, [nodes.focus]):
            self._refuse_failure(solution)
            focus = store.exact(_bound(solution, "this") or store.stored(nodes.focus[0]), among)
            value = _bound(solution, "value")
            if value is not None and "value" in made and store.is_stored_form(value):
                raise Ambiguous
            yield self._found(nodes, solution, focus, None if value is None else store.exact(value), names)

    def _found(
        self, nodes: ValueNodes, solution: QuerySolution, focus: int, value: int | None, names: list[str]
    ) -> Found:
        path = _bound(solution, "path")
        own = _bound(solution, "message")
        if isinstance(own, Literal):
            messages: tuple[Literal, ...] = (own,)
        elif self.messages:
            messages = self.worded({name: term for name in names if (term := _bound(solution, name)) is not None})
        else:
            messages = ()
        if value is None and nodes.shape.path is None:
            value = focus
        return Found(focus, value, Predicate(path) if isinstance(path, NamedNode) else None, messages)

    def _refuse_failure(self, solution: QuerySolution) -> None:
        failure = _bound(solution, "failure")
        if isinstance(failure, Literal) and failure.value in ("true", "1"):
            raise ShapesError(f"the query of {self.node or self.kind} reports a failure for {_bound(solution, 'this')}")


class Ask(SparqlConstraint):
    """Each value node for which the query says no is a result."""

    __slots__ = ()

    def solve(self, nodes: ValueNodes, store: QueryStore) -> Iterator[Found]:
        if self.plan.columns == ("value",):
            values = sorted(nodes.distinct)
            columns = [values]
        else:
            pairs = [(focus, value) for focus, found in nodes.pairs() for value in found]
            columns = [[focus for focus, _ in pairs], [value for _, value in pairs]]
        holding = set[int]()
        for first, solution in store.solutions(self.plan, columns) if columns[0] else ():
            row = solution[ROW]
            assert isinstance(row, NamedNode)
            holding.add(first + int(row.value.rpartition("/")[2]))
        failing = [position for position in range(len(columns[0])) if position not in holding]
        if self.plan.columns == ("value",):
            found = nodes.having({columns[0][position] for position in failing})
        else:
            found = iter([pairs[position] for position in failing])
        for focus, value in found:
            terms = store.index.terms
            yield Found(focus, value, messages=self.worded({"this": terms[focus], "value": terms[value]}))


def _bound(solution: QuerySolution, name: str) -> Term | None:
    """The value of a variable, nothing if it is unbound or not projected."""
    try:
        term: Term | None = solution[name]
    except KeyError:
        return None
    return term
