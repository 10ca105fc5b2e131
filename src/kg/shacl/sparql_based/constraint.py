"""SPARQL-based constraints, and validators of constraint components, evaluated in the query store.

`SHACL §5 <https://www.w3.org/TR/shacl/#sparql-constraints>`_ and `§6
<https://www.w3.org/TR/shacl/#sparql-constraint-components>`_.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, Triple

from kg.errors import ShapesError
from kg.shacl.report import Term
from kg.shacl.shapes.shape import DescribedConstraint, ValueNodes, Violation
from kg.shacl.sparql_based.prebinding import ROW, Plan
from kg.shacl.sparql_based.store import Inexact, QueryStore
from kg.shacl.vocabulary import sh
from kg.sparql.property_path import Predicate

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class SparqlConstraint(DescribedConstraint, ABC):
    """A query and its messages; ``node`` is that of ``sh:sparql``, ``parameters`` those of its component."""

    plan: Plan
    messages: tuple[Literal, ...]
    parameters: tuple[tuple[str, Term], ...] = ()

    def violations(self, nodes: ValueNodes, store: QueryStore) -> Iterable[Violation]:
        """Every violation among these nodes; raises Inexact where the store cannot be exact."""
        store.prepare(self.plan.query, nodes.focus if self.plan.columns == ("this",) else None)
        reason = store.inexact(self.plan.query)
        if reason is not None:
            raise Inexact(reason)
        return list(self.solve(nodes, store))

    @abstractmethod
    def solve(self, nodes: ValueNodes, store: QueryStore) -> Iterator[Violation]:
        """The violations by the solutions of the query in the store."""

    def filled_messages(self, bindings: Mapping[str, Term]) -> tuple[Literal, ...]:
        """The messages with the values of variables and parameters in place of ``{?name}``."""
        known = {**dict(self.parameters), **bindings}

        def value(placeholder: re.Match[str]) -> str:
            term = known.get(placeholder[1])
            if term is None:
                return placeholder[0]
            return str(term) if isinstance(term, BlankNode | Triple) else term.value

        return tuple(
            Literal(
                _PLACEHOLDER.sub(value, m.value),
                language=m.language,
                direction=m.direction,
                datatype=None if m.language else m.datatype,
            )
            for m in self.messages
        )


class Select(SparqlConstraint):
    """Each solution of the query is a violation."""

    __slots__ = ()

    def solve(self, nodes: ValueNodes, store: QueryStore) -> Iterator[Violation]:
        assigned = {name for group in self.plan.query.groups() for name, _ in group.binds}
        names = [name for name in self.plan.query.select.projected if name != "failure"]
        among = nodes.focus if len(nodes.focus) == 1 else frozenset(nodes.focus)
        for _, solution in store.solutions(self.plan, [nodes.focus]):
            self._refuse_failure(solution)
            focus = store.exact(_bound(solution, "this") or store.stored(nodes.focus[0]), among)
            value = _bound(solution, "value")
            if value is not None and "value" in assigned and store.is_stored_form(value):
                raise Inexact
            yield self._violation(nodes, solution, focus, None if value is None else store.exact(value), names)

    def _violation(
        self, nodes: ValueNodes, solution: QuerySolution, focus: int, value: int | None, names: list[str]
    ) -> Violation:
        path = _bound(solution, "path")
        own = _bound(solution, "message")
        messages: tuple[Literal, ...] = ()
        if isinstance(own, Literal):
            messages = (own,)
        elif self.messages:
            messages = self.filled_messages(
                {name: term for name in names if (term := _bound(solution, name)) is not None}
            )
        if value is None and nodes.shape.path is None:
            value = focus
        return Violation(focus, value, Predicate(path) if isinstance(path, NamedNode) else None, messages)

    def _refuse_failure(self, solution: QuerySolution) -> None:
        failure = _bound(solution, "failure")
        if isinstance(failure, Literal) and failure.value in ("true", "1"):
            raise ShapesError(
                f"the query of {self.node or self.kind} reports a failure (?failure) for {_bound(solution, 'this')}",
                shape=str(self.node or self.kind),
                parameter=str(sh("select")),
            )


class Ask(SparqlConstraint):
    """Each value node for which the query answers false is a violation."""

    __slots__ = ()

    def solve(self, nodes: ValueNodes, store: QueryStore) -> Iterator[Violation]:
        if self.plan.columns == ("value",):
            values = sorted(nodes.distinct)
            columns = [values]
        else:
            pairs = [(focus, value) for focus, own_values in nodes.pairs() for value in own_values]
            columns = [[focus for focus, _ in pairs], [value for _, value in pairs]]
        holding = set[int]()
        for first, solution in store.solutions(self.plan, columns) if columns[0] else ():
            row = solution[ROW]
            assert isinstance(row, NamedNode)
            holding.add(first + int(row.value.rpartition("/")[2]))
        failing = [position for position in range(len(columns[0])) if position not in holding]
        if self.plan.columns == ("value",):
            failing_pairs = nodes.having({columns[0][position] for position in failing})
        else:
            failing_pairs = iter([pairs[position] for position in failing])
        for focus, value in failing_pairs:
            terms = store.index.terms
            yield Violation(focus, value, messages=self.filled_messages({"this": terms[focus], "value": terms[value]}))


def _bound(solution: QuerySolution, name: str) -> Term | None:
    """The value of a variable; None if it is unbound or not projected."""
    try:
        term: Term | None = solution[name]
    except KeyError:
        return None
    return term
