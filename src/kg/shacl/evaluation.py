"""Evaluates shapes over an index: each shape once, for all its focus nodes together.

Exact for SHACL Core, on terms as written. Findings are grouped by root shape (one that has targets) and focus node, so
that a later run can keep those that a change to the data does not affect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import ShapesError
from kg.shacl.core.shape_based import Property
from kg.shacl.data_graph import Index, Numbered, collector_paused
from kg.shacl.recursion import Cycle, FixedPoint
from kg.shacl.report import Branch, Note, NoteKind, Result, Term
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.distant_values import DistantValues, is_unbounded
from kg.shacl.shapes.shape import (
    Constraint,
    CoreConstraint,
    Finding,
    Shape,
    ShapeName,
    Shapes,
    Targets,
    ValueConstraint,
    ValueNodes,
    Violation,
    focus_nodes,
)
from kg.shacl.shapes.traversal import value_nodes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.delegation import Delegated
from kg.shacl.sparql_based.fallback import delegated
from kg.shacl.sparql_based.store import Inexact, QueryStore
from kg.sparql.property_path import Predicate
from kg.translations.catalogue import mark

FindingsByFocus = dict[int, list[Finding]]
_DELEGATED = mark("the query of {shape} was left to pySHACL: {reason}")


@dataclass(frozen=True, slots=True)
class Inferred:
    """What is in the index and not stated: statements, and their subjects with predicates.

    ``stated`` has the focus nodes that targets select without them.
    """

    statements: frozenset[Triple]
    pairs: frozenset[tuple[Term, NamedNode]]
    stated: Mapping[Targets, frozenset[Term]]

    def concerns(self, result: Result, targets: Targets) -> bool:
        """Whether the result is about a statement that is inferred, or about a node that is a focus node by one."""
        focus, path, value = result.focus_node, result.path, result.value
        if isinstance(path, Predicate) and isinstance(focus, NamedNode | BlankNode):
            if value is not None:
                return Triple(focus, path.iri, value) in self.statements
            if (focus, path.iri) in self.pairs:
                return True
        return focus not in self.stated.get(targets, {focus})


def validate(data: Iterable[Quad], shapes: Iterable[Quad]) -> tuple[Result, ...]:
    """The results of the shapes for the union of the graphs of ``data``; raises ShapesError for an unusable shape."""
    with collector_paused():
        graph = ShapesGraph(shapes)
        evaluation = Evaluation(Index(data), read_shapes(graph), graph)
        return tuple(results(evaluation.index, map(evaluation.root, evaluation.shapes.roots)))


class Evaluation:
    """The evaluation of shapes over one index; caches which nodes conform to which shape.

    ``applied`` counts the focus nodes and value nodes that each shape was evaluated for. ``judged``, where it is a set,
    collects the focus nodes of all shapes that have constraints of their own. ``own_queries`` are the identities of
    those that are evaluated here, where another process evaluates the others. ``checked`` has, for each shape to which
    others refer, the nodes that were looked at and those of them that fail. ``data_terms`` is the number of the terms
    of the data, which have the first numbers.
    """

    def __init__(self, index: Index, shapes: Shapes, graph: ShapesGraph) -> None:
        self.index = index
        self.shapes = shapes
        self.graph = graph
        self.notes: list[Note] = []
        self.judged: set[int] | None = None
        self.inferred: Inferred | None = None
        self.applied: dict[ShapeName, tuple[int, int]] = dict.fromkeys(shapes.by_name, (0, 0))
        self.own_queries: Collection[int] | None = None
        self.checked: dict[ShapeName, tuple[set[int], set[int]]] = {}
        self.data_terms = len(index.terms)
        self._open: dict[Cycle, FixedPoint] = {}
        self._nesting: set[tuple[ShapeName, int]] = set()
        self._store: QueryStore | None = None

    @property
    def store(self) -> QueryStore:
        """The store for SPARQL-based constraints, created on first use."""
        if self._store is None:
            constraints = (constraint for shape in self.shapes.by_name.values() for constraint in shape.constraints)
            queries = [constraint.plan.query for constraint in constraints if isinstance(constraint, SparqlConstraint)]
            others = [] if self.own_queries is None else [q for q in queries if id(q) not in self.own_queries]
            own = [query for query in queries if self.own_queries is None or id(query) in self.own_queries]
            self._store = QueryStore(self.index, self.graph.quads, own, others)
        return self._store

    def change(self, added: Collection[Numbered], removed: Collection[Numbered]) -> None:
        """Remove statements from the data and add others; earlier findings may no longer hold."""
        self.index.change(added, removed)
        self.checked.clear()
        if self._store is not None:
            self._store.change(added, removed)

    def root(self, shape: Shape, focus: Collection[int] | None = None, part: slice | None = None) -> FindingsByFocus:
        """The findings of a root shape, for all its focus nodes or for those given; by a part of its constraints."""
        try:
            nodes = focus_nodes(self.index, shape.targets) if focus is None else focus
            return self._evaluate(shape, nodes) if part is None else self._findings(shape, nodes, part)
        except RecursionError:
            problem = f"the shape {shape.name} cannot be judged: shapes are nested too deeply in it"
            raise ShapesError(problem, shape=str(shape.name)) from None

    def findings(self, shape: ShapeName, nodes: Collection[int]) -> FindingsByFocus:
        """The findings of any shape for these nodes; they do not count as an application of the shape."""
        applied = dict(self.applied)
        findings = self._evaluate(self._named(shape), nodes)
        self.applied = applied
        return findings

    def failing(self, shape: ShapeName, nodes: AbstractSet[int]) -> AbstractSet[int]:
        """Those of the nodes that do not conform to the shape."""
        if shape in self.shapes.cycles:
            return self._failing_in_cycle(shape, nodes)
        checked, failed = self.checked.setdefault(shape, (set(), set()))
        unchecked = nodes - checked
        if unchecked:
            failed |= self._failing(self._named(shape), unchecked)
            checked.update(unchecked)
        return nodes & failed

    def _failing_in_cycle(self, shape: ShapeName, nodes: AbstractSet[int]) -> AbstractSet[int]:
        """The same of a recursive shape: within the evaluation of its cycle, as far as is known by then."""
        cycle = self.shapes.cycles[shape]
        state = self._open.get(cycle)
        if state is None:
            checked, failed = self.checked.setdefault(shape, (set(), set()))
            if nodes <= checked:
                return nodes & failed
            state = self._open[cycle] = FixedPoint(cycle)
            state.nodes[shape] |= nodes
            self._fill(state)
            del self._open[cycle]
        else:
            state.nodes[shape] |= nodes
        return nodes & state.failed[shape]

    def _fill(self, state: FixedPoint) -> None:
        """Look at the nodes of a cycle until no more of them fail, and keep what was found."""
        size = -1
        while state.size != size:
            size = state.size
            for name in state.cycle:
                state.failed[name] |= self._failing(self._named(name), state.nodes[name] - state.failed[name])
        for name in state.cycle:
            checked, failed = self.checked.setdefault(name, (set(), set()))
            checked |= state.nodes[name]
            failed |= state.failed[name]

    def _named(self, name: ShapeName) -> Shape:
        shape = self.shapes.by_name.get(name)
        if shape is None:
            raise ShapesError(f"the shape {name} does not exist", shape=str(name))
        return shape

    def _evaluate(self, shape: Shape, nodes: Collection[int]) -> FindingsByFocus:
        if shape.deactivated or not nodes:
            return {}
        if shape.name in self.shapes.cycles:
            return self._evaluate_in_cycle(shape, nodes)
        return self._findings(shape, nodes)

    def _evaluate_in_cycle(self, shape: Shape, nodes: Collection[int]) -> FindingsByFocus:
        """The findings of a recursive shape; a node that it is being applied to already has none of its own again."""
        pairs = {(shape.name, node) for node in nodes} - self._nesting
        self._nesting |= pairs
        findings = self._findings(shape, [node for node in nodes if (shape.name, node) in pairs])
        self._nesting -= pairs
        return findings

    def _findings(self, shape: Shape, nodes: Collection[int], part: slice = slice(None)) -> FindingsByFocus:
        before = self.applied[shape.name]
        values = self._values(shape, nodes)
        if part.start:
            self.applied[shape.name] = before  # the first part counts
        out: FindingsByFocus = defaultdict(list)
        for constraint in shape.constraints[part]:
            if isinstance(constraint, Property):
                self._nest(self._evaluate(self._named(constraint.shape), values.distinct), values, out)
            else:
                for violation in self._violations(constraint, values):
                    out[violation.focus].append(Finding(shape, constraint, violation))
        return out

    def _violations(self, constraint: Constraint, nodes: ValueNodes) -> Iterable[Violation]:
        if isinstance(constraint, SparqlConstraint):
            try:
                return constraint.violations(nodes, self.store)
            except Inexact as reason:
                name = nodes.shape.name
                self.notes.append(Note.of(NoteKind.DELEGATED, name, _DELEGATED, shape=name, reason=reason))
                return delegated(self.index, self.graph, constraint, nodes)
        if isinstance(constraint, Delegated):
            return delegated(self.index, self.graph, constraint, nodes)
        assert isinstance(constraint, CoreConstraint)
        return constraint.violations(nodes, self)

    def discount(self, shape: Shape, nodes: Collection[int]) -> None:
        """Take back that the shape was evaluated for these nodes: it was, but twice."""
        if nodes:
            focus, size = self.applied[shape.name]
            self._values(shape, nodes)
            more = self.applied[shape.name]
            self.applied[shape.name] = (2 * focus - more[0], 2 * size - more[1])

    def _failing(self, shape: Shape, nodes: AbstractSet[int]) -> set[int]:
        """The nodes with any finding, without creating the findings."""
        if shape.deactivated or not nodes:
            return set()
        values = self._values(shape, nodes)
        failed: set[int] = set()
        for constraint in shape.constraints:
            if isinstance(constraint, Property):
                failed |= values.reaching(self.failing(constraint.shape, values.distinct))
            elif isinstance(constraint, ValueConstraint):
                failed |= values.reaching(constraint.failing(values.distinct, self) if values.distinct else ())
            else:
                failed.update(violation.focus for violation in self._violations(constraint, values))
        return failed

    def _values(self, shape: Shape, nodes: Collection[int]) -> ValueNodes:
        focus = list(nodes)
        values = ValueNodes(shape, focus, list(zip(focus, strict=True)))
        if shape.path is not None and is_unbounded(shape.path) and len(focus) > 1:
            values = DistantValues(shape, focus, self.index, shape.path)
        elif shape.path is not None:
            values = ValueNodes(shape, focus, value_nodes(self.index, shape.path, focus))
        if self.judged is not None and not all(isinstance(constraint, Property) for constraint in shape.constraints):
            self.judged.update(focus)
        before = self.applied[shape.name]
        self.applied[shape.name] = (before[0] + len(focus), before[1] + values.size)
        return values

    @staticmethod
    def _nest(nested: Mapping[int, Sequence[Finding]], values: ValueNodes, out: FindingsByFocus) -> None:
        """Add the findings of a property shape to every focus node of which their focus node is a value node."""
        for focus, value in values.having(nested.keys()):
            out[focus] += nested[value]


def result(index: Index, finding: Finding, branches: tuple[Branch, ...] = ()) -> Result:
    """The finding as a validation result, with terms in place of numbers."""
    shape, constraint, violation = finding.shape, finding.constraint, finding.violation
    messages = violation.messages or shape.messages or (Literal(constraint.default_message, language="en"),)
    return Result(
        focus_node=index.terms[violation.focus],
        path=shape.path if violation.path is None else violation.path,
        value=None if violation.value is None else index.terms[violation.value],
        component=constraint.component_iri,
        source_shape=shape.name,
        severity_iri=shape.severity,
        messages=messages,
        source_constraint=constraint.source,
        branches=branches,
    )


def results(index: Index, findings_by_shape: Iterable[FindingsByFocus]) -> Iterator[Result]:
    """The results for the findings of many root shapes."""
    for by_focus in findings_by_shape:
        for findings in by_focus.values():
            yield from (result(index, finding) for finding in findings)
