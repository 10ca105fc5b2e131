"""The engine: walks each shape once, over all its focus nodes at a time.

Exact for SHACL Core, on terms as written. Results come for each root shape (one that has targets) and focus node, so
that a later run can keep those that a change to the data cannot reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from pyoxigraph import Literal, Quad

from kg.errors import ShapesError
from kg.shacl.core.shape_based import Property
from kg.shacl.data_graph import Index, Numbered, collector_paused
from kg.shacl.report import Note, NoteKind, Result
from kg.shacl.shapes.shape import Finding, Found, Shape, ShapeName, Shapes, Targets, ValueConstraint, ValueNodes
from kg.shacl.shapes.shape_reader import read_shapes
from kg.shacl.shapes.traversal import value_nodes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.fallback import delegated
from kg.shacl.sparql_based.store import QueryStore

FindingsByFocus = dict[int, list[Finding]]


def validate(data: Iterable[Quad], shapes: Iterable[Quad]) -> tuple[Result, ...]:
    """Every result of the shapes in the union of the graphs of ``data``; a ShapesError if a shape cannot be used."""
    with collector_paused():
        graph = ShapesGraph(shapes)
        evaluation = Evaluation(Index(data), read_shapes(graph), graph)
        found = [evaluation.root(shape) for shape in evaluation.shapes.roots]
        return tuple(results(evaluation.index, found))


class Evaluation:
    """One run of some shapes over one index; remembers which nodes it has checked against which shape."""

    def __init__(self, index: Index, shapes: Shapes, graph: ShapesGraph) -> None:
        self.index = index
        self.shapes = shapes
        self.graph = graph
        self.notes: list[Note] = []
        self.applied: dict[ShapeName, tuple[int, int]] = dict.fromkeys(shapes.by_name, (0, 0))
        self._checked: dict[ShapeName, tuple[set[int], set[int]]] = {}
        self._store: QueryStore | None = None

    @property
    def store(self) -> QueryStore:
        if self._store is None:
            constraints = (each for shape in self.shapes.by_name.values() for each in shape.constraints)
            queries = [each.plan.query for each in constraints if isinstance(each, SparqlConstraint)]
            self._store = QueryStore(self.index, self.graph.quads, queries)
        return self._store

    def delegate(self, constraint: SparqlConstraint, nodes: ValueNodes, reason: str) -> Iterable[Found]:
        name = nodes.shape.name
        self.notes.append(Note(NoteKind.DELEGATED, name, f"the query of {name} was left to pySHACL: {reason}"))
        return delegated(self.index, self.graph, constraint, nodes)

    def change(self, added: Collection[Numbered], removed: Collection[Numbered]) -> None:
        """Take statements out and put others in; what was found before may no longer hold."""
        self.index.change(added, removed)
        self._checked.clear()
        if self._store is not None:
            self._store.change(added, removed)

    def root(self, shape: Shape, focus: Collection[int] | None = None) -> FindingsByFocus:
        """The findings for the targets of the shape, or for those focus nodes only."""
        return self._evaluate(shape, focus_nodes(self.index, shape.targets) if focus is None else focus)

    def findings(self, shape: ShapeName, nodes: Collection[int]) -> FindingsByFocus:
        return self._evaluate(self._named(shape), nodes)

    def failing(self, shape: ShapeName, nodes: AbstractSet[int]) -> AbstractSet[int]:
        checked, failed = self._checked.setdefault(shape, (set(), set()))
        unchecked = nodes - checked
        if unchecked:
            failed |= self._failing(self._named(shape), unchecked)
            checked.update(unchecked)
        return nodes & failed

    def _named(self, name: ShapeName) -> Shape:
        shape = self.shapes.by_name.get(name)
        if shape is None:
            raise ShapesError(f"there is no shape {name}", shape=str(name))
        return shape

    def _evaluate(self, shape: Shape, nodes: Collection[int]) -> FindingsByFocus:
        if shape.deactivated or not nodes:
            return {}
        values = self._values(shape, nodes)
        out: FindingsByFocus = defaultdict(list)
        for constraint in shape.constraints:
            if isinstance(constraint, Property):
                self._nest(self.findings(constraint.shape, values.distinct), values, out)
            else:
                for found in constraint.find(values, self):
                    out[found.focus].append(Finding(shape, constraint, found))
        return out

    def _failing(self, shape: Shape, nodes: AbstractSet[int]) -> set[int]:
        """The nodes that have any finding, without making the findings."""
        if shape.deactivated or not nodes:
            return set()
        values = self._values(shape, nodes)
        failed: set[int] = set()
        for constraint in shape.constraints:
            if isinstance(constraint, Property):
                failed.update(focus for focus, _ in values.having(self.failing(constraint.shape, values.distinct)))
            elif isinstance(constraint, ValueConstraint) and shape.path is None:
                failed.update(constraint.failing(values.distinct, self))
            else:
                failed.update(found.focus for found in constraint.find(values, self))
        return failed

    def _values(self, shape: Shape, nodes: Collection[int]) -> ValueNodes:
        focus = list(nodes)
        lists: Sequence[Sequence[int]]
        lists = list(zip(focus, strict=True)) if shape.path is None else value_nodes(self.index, shape.path, focus)
        values = ValueNodes(shape, focus, lists)
        before = self.applied[shape.name]
        self.applied[shape.name] = (before[0] + len(focus), before[1] + sum(map(len, lists)))
        return values

    @staticmethod
    def _nest(nested: Mapping[int, Sequence[Finding]], values: ValueNodes, out: FindingsByFocus) -> None:
        """Results of a property shape belong to every focus node that reaches their own, once for each way to it."""
        for focus, value in values.having(nested.keys()):
            out[focus] += nested[value]


def focus_nodes(index: Index, targets: Targets) -> set[int]:
    """What the targets select in the data, and the target nodes, which need not occur in it."""
    found = {index.number(node) for node in targets.nodes}
    for a_class in targets.classes:
        found |= index.targeted_instances(index.number(a_class))
    for predicate in targets.subjects_of:
        found.update(index.own.forward(predicate))
    for predicate in targets.objects_of:
        found.update(index.own.inverse(predicate))
    return found


def result(index: Index, finding: Finding) -> Result:
    """The finding in RDF's terms."""
    shape, constraint, found = finding.shape, finding.constraint, finding.found
    messages = found.messages or shape.messages or (Literal(constraint.says, language="en"),)
    return Result(
        focus_node=index.terms[found.focus],
        path=shape.path if found.path is None else found.path,
        value=None if found.value is None else index.terms[found.value],
        component=constraint.component_iri,
        source_shape=shape.name,
        severity_iri=shape.severity,
        messages=messages,
        source_constraint=constraint.source,
    )


def results(index: Index, found: Iterable[FindingsByFocus]) -> Iterator[Result]:
    """The results of many root shapes."""
    for by_focus in found:
        for findings in by_focus.values():
            yield from (result(index, finding) for finding in findings)
