"""Validation of a change: only the focus nodes that it can concern are looked at again.

For each shape, ``reach`` tells the ways along which it looks at statements. Walked back from each changed statement, in
the data before and after, they lead to every focus node whose results can differ; all others keep theirs. Nothing here
grows with the dataset, apart from the ways themselves: a statement that every focus node looks at concerns them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from kg.shacl.data_graph import RDF_TYPE, SUBCLASS_OF, Index, Numbered, collector_paused
from kg.shacl.evaluation import Evaluation, FindingsByFocus, focus_nodes, result
from kg.shacl.report import Note, NoteKind, Result
from kg.shacl.shape_dependencies import reads
from kg.shacl.shapes.data_path import Read, way_back
from kg.shacl.shapes.shape import Shape, Targets
from kg.shacl.shapes.traversal import endpoints
from kg.shacl.validator import start


@dataclass(frozen=True, slots=True)
class Revalidation:
    """What a change cost: how many pairs of shape and focus node were looked at again, and which shapes as a whole."""

    checked: int
    notes: tuple[Note, ...]


class LiveValidation:
    """A validated dataset in memory that takes changes. ``results`` always are those of a full validation."""

    def __init__(self, data: Iterable[Quad | Triple], shapes: Iterable[Quad]) -> None:
        with collector_paused():
            self.evaluation: Evaluation = start(data, shapes)
            roots = self.evaluation.shapes.roots
            self._found: dict[Shape, FindingsByFocus] = {shape: self.evaluation.root(shape) for shape in roots}
            self._reads = {shape: reads(self.evaluation.shapes, shape) for shape in roots}
            self._prepare()

    @property
    def index(self) -> Index:
        return self.evaluation.index

    def _prepare(self) -> None:
        """Make every table that a way back can need, so that the first change is as quick as the second."""
        for read in frozenset[Read]().union(*self._reads.values()):
            back = way_back(read.way or ())
            if back is not None:
                endpoints(self.index, back, ())

    def results(self) -> Iterator[Result]:
        for found in self._found.values():
            for findings in found.values():
                yield from (result(self.index, finding) for finding in findings)

    def change(self, added: Iterable[Quad | Triple], removed: Iterable[Quad | Triple]) -> Revalidation:
        """Take a change to the union of the graphs; see ``changes`` for what has changed between two datasets."""
        index, evaluation = self.index, self.evaluation
        put, taken = _numbered(index, added), _numbered(index, removed)
        changed = (*put, *taken)
        if any(predicate == SUBCLASS_OF for _, predicate, _ in changed):
            return self._everything(put, taken)
        concerned = {shape: self._concerned(shape, changed) for shape in self._reads}
        evaluation.change(put, taken)
        checked, notes = 0, list[Note]()
        for shape, before in concerned.items():
            after = self._concerned(shape, changed)
            nodes: Collection[int]
            if before is None or after is None:
                nodes = focus_nodes(index, shape.targets) | self._found[shape].keys()
                text = f"{shape.name} looks at the change from every focus node, and was run as a whole"
                notes.append(Note(NoteKind.RERUN_WHOLE, shape.name, text))
            else:
                nodes = before | after
            if nodes:
                checked += self._again(shape, nodes)
        return Revalidation(checked, tuple(notes))

    def _again(self, shape: Shape, nodes: Collection[int]) -> int:
        found = self._found[shape]
        for node in nodes:
            found.pop(node, None)
        targeted = {node for node in nodes if is_target(self.index, shape.targets, node)}
        found.update(self.evaluation.root(shape, targeted))
        return len(targeted)

    def _everything(self, put: Collection[Numbered], taken: Collection[Numbered]) -> Revalidation:
        """A change of the classes' order concerns everything that has a class."""
        self.evaluation.change(put, taken)
        checked = 0
        for shape in self._found:
            nodes = focus_nodes(self.index, shape.targets)
            self._found[shape] = self.evaluation.root(shape, nodes)
            checked += len(nodes)
        text = "a subclass changed, so everything was validated"
        return Revalidation(checked, (Note(NoteKind.RERUN_WHOLE, SUBCLASS_OF, text),))

    def _concerned(self, shape: Shape, changed: Iterable[Numbered]) -> set[int] | None:
        return concerned(self.index, shape.targets, self._reads[shape], changed)


def concerned(index: Index, targets: Targets, looks: Collection[Read], changed: Iterable[Numbered]) -> set[int] | None:
    """The nodes, focus nodes or not, whose results the statements can make a difference to; nothing for "all"."""
    found: set[int] = set()
    ends: dict[Read, set[int]] = defaultdict(set)
    for subject, predicate, value in changed:
        if predicate == RDF_TYPE and targets.classes:
            found.add(subject)
        if predicate in targets.subjects_of:
            found.add(subject)
        if predicate in targets.objects_of:
            found.add(value)
        for read in looks:
            if read.predicate is None or read.predicate == predicate:
                if read.way is None:
                    return None
                ends[read].add(value if read.backwards else subject)
    for read, nodes in ends.items():
        back = way_back(read.way or ())
        found |= nodes if back is None else endpoints(index, back, nodes)
    return found


def is_target(index: Index, targets: Targets, node: int) -> bool:
    """Whether the node is one of the focus nodes that the targets select."""
    return (
        any(index.is_instance(node, index.number(each)) for each in targets.classes)
        or any(node in index.forward(predicate) for predicate in targets.subjects_of)
        or any(node in index.inverse(predicate) for predicate in targets.objects_of)
        or any(node == index.number(each) for each in targets.nodes)
    )


def changes(before: Iterable[Quad], after: Iterable[Quad]) -> tuple[set[Triple], set[Triple]]:
    """What the union of the graphs has gained and lost. A blank node is another one after every parse."""
    old, new = {quad.triple for quad in before}, {quad.triple for quad in after}
    return new - old, old - new


def _numbered(index: Index, statements: Iterable[Quad | Triple]) -> list[Numbered]:
    return [(index.number(each.subject), each.predicate, index.number(each.object)) for each in statements]
