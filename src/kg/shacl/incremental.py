"""Incremental validation: after a change, only focus nodes whose results can differ are validated again.

``shape_dependencies.lookups`` has, for each shape, the paths along which it reads statements. Followed back from each
changed statement, in the data before and after, they lead to every focus node whose results can differ. The cost does
not depend on the size of the dataset, unless all focus nodes read a changed statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from kg.errors import ShapesError
from kg.shacl.data_graph import RDF_TYPE, SUBCLASS_OF, Index, Numbered, collector_paused
from kg.shacl.evaluation import Evaluation, FindingsByFocus, result
from kg.shacl.report import Note, NoteKind, Result
from kg.shacl.shape_dependencies import lookups
from kg.shacl.shapes.data_path import Lookup, path_back
from kg.shacl.shapes.shape import Shape, Targets, focus_nodes
from kg.shacl.shapes.traversal import endpoints
from kg.shacl.validator import start


@dataclass(frozen=True, slots=True)
class Revalidation:
    """The cost of a change: how many pairs of shape and focus node were validated again.

    A note names each shape of which all focus nodes were.
    """

    checked: int
    notes: tuple[Note, ...]


class LiveValidation:
    """A dataset in memory that stays validated under changes; ``results`` equal those of a full validation."""

    def __init__(self, data: Iterable[Quad | Triple], shapes: Iterable[Quad]) -> None:
        with collector_paused():
            self.evaluation: Evaluation = start(data, shapes)
            if self.evaluation.inferred is not None:
                raise ShapesError("shapes that demand inference cannot judge changes: sh:entailment")
            roots = self.evaluation.shapes.roots
            self._findings: dict[Shape, FindingsByFocus] = {shape: self.evaluation.root(shape) for shape in roots}
            self._lookups = {shape: lookups(self.evaluation.shapes, shape) for shape in roots}
            self._prepare()

    @property
    def index(self) -> Index:
        return self.evaluation.index

    def _prepare(self) -> None:
        """Build every table that a path back can need, so that the first change is as fast as the second."""
        for lookup in frozenset[Lookup]().union(*self._lookups.values()):
            back = path_back(lookup.way or ())
            if back is not None:
                endpoints(self.index, back, ())

    def results(self) -> Iterator[Result]:
        for by_focus in self._findings.values():
            for findings in by_focus.values():
                yield from (result(self.index, finding) for finding in findings)

    def change(self, added: Iterable[Quad | Triple], removed: Iterable[Quad | Triple]) -> Revalidation:
        """Apply a change of the union of the graphs; ``changes`` computes it from two datasets."""
        index, evaluation = self.index, self.evaluation
        new, old = _numbered(index, added), _numbered(index, removed)
        changed = (*new, *old)
        if any(predicate == SUBCLASS_OF for _, predicate, _ in changed):
            return self._revalidate_all(new, old)
        affected_before = {shape: self._affected(shape, changed) for shape in self._lookups}
        evaluation.change(new, old)
        checked, notes = 0, list[Note]()
        for shape, before in affected_before.items():
            after = self._affected(shape, changed)
            nodes: Collection[int]
            if before is None or after is None:
                nodes = focus_nodes(index, shape.targets) | self._findings[shape].keys()
                words = "{shape} reads the changed statements from every focus node, so all were validated again"
                notes.append(Note.of(NoteKind.RERUN_WHOLE, shape.name, words, shape=shape.name))
            else:
                nodes = before | after
            if nodes:
                checked += self._revalidate(shape, nodes)
        return Revalidation(checked, tuple(notes))

    def _revalidate(self, shape: Shape, nodes: Collection[int]) -> int:
        findings = self._findings[shape]
        for node in nodes:
            findings.pop(node, None)
        targeted = {node for node in nodes if is_target(self.index, shape.targets, node)}
        findings.update(self.evaluation.root(shape, targeted))
        return len(targeted)

    def _revalidate_all(self, new: Collection[Numbered], old: Collection[Numbered]) -> Revalidation:
        """A change of the class hierarchy can affect every node with a class."""
        self.evaluation.change(new, old)
        checked = 0
        for shape in self._findings:
            nodes = focus_nodes(self.index, shape.targets)
            self._findings[shape] = self.evaluation.root(shape, nodes)
            checked += len(nodes)
        text = "a subclass changed, so everything was validated"
        return Revalidation(checked, (Note(NoteKind.RERUN_WHOLE, SUBCLASS_OF, text),))

    def _affected(self, shape: Shape, changed: Iterable[Numbered]) -> set[int] | None:
        return affected_nodes(self.index, shape.targets, self._lookups[shape], changed)


def affected_nodes(
    index: Index, targets: Targets, lookups: Collection[Lookup], changed: Iterable[Numbered]
) -> set[int] | None:
    """The nodes, focus nodes or not, whose results the changed statements can affect; None for all nodes."""
    nodes: set[int] = set()
    ends: dict[Lookup, set[int]] = defaultdict(set)
    for subject, predicate, value in changed:
        if predicate == RDF_TYPE and targets.classes:
            nodes.add(subject)
        if predicate in targets.subjects_of:
            nodes.add(subject)
        if predicate in targets.objects_of:
            nodes.add(value)
        for lookup in lookups:
            if lookup.predicate is None or lookup.predicate == predicate:
                if lookup.way is None:
                    return None
                ends[lookup].add(value if lookup.backwards else subject)
    for lookup, way_ends in ends.items():
        back = path_back(lookup.way or ())
        nodes |= way_ends if back is None else endpoints(index, back, way_ends)
    return nodes


def is_target(index: Index, targets: Targets, node: int) -> bool:
    """Whether the node is one of the focus nodes that the targets select."""
    return (
        any(index.is_instance(node, index.number(a_class)) for a_class in targets.classes)
        or any(node in index.forward(predicate) for predicate in targets.subjects_of)
        or any(node in index.inverse(predicate) for predicate in targets.objects_of)
        or any(node == index.number(target) for target in targets.nodes)
    )


def changes(before: Iterable[Quad], after: Iterable[Quad]) -> tuple[set[Triple], set[Triple]]:
    """The statements that the union of the graphs gained and lost. A blank node is a new one after every parse."""
    old, new = {quad.triple for quad in before}, {quad.triple for quad in after}
    return new - old, old - new


def _numbered(index: Index, statements: Iterable[Quad | Triple]) -> list[Numbered]:
    return [(index.number(s.subject), s.predicate, index.number(s.object)) for s in statements]
