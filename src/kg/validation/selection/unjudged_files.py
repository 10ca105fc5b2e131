"""Files of a project that a validation did not look at: no node of theirs was judged, and no shape of theirs judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kg import dataset as datasets
from kg.dataset import Dataset
from kg.project import Project
from kg.shacl.core.shape_based import Property
from kg.shacl.data_graph import collector_paused
from kg.shacl.evaluation import Evaluation
from kg.shacl.report import Term, ValidationReport
from kg.shacl.shapes.shape import Shape, focus_nodes
from kg.shacl.validator import Scope


def unjudged(
    project: Project,
    dataset: Dataset,
    shapes: Dataset,
    names: Collection[str],
    report: ValidationReport,
    evaluation: Evaluation,
    scope: Scope | None,
) -> tuple[Path, ...]:
    """Those of the named files (from the project's root) whose statements are about no node that was judged.

    A file of shapes was used where one of its shapes judged a node of any file. ``report`` is that of the whole
    dataset, by the shapes of the ``evaluation`` and within the ``scope``.
    """
    judging = {use.shape for use in report.coverage if use.focus_nodes and use.constraints}
    files = [path for path in dict.fromkeys((*dataset.files, *shapes.files)) if project.relative(path) in names]
    nodes = {path: frozenset(_nodes(path, project, evaluation)) for path in files}
    idle = [path for path in files if nodes[path].isdisjoint(judging)]
    with collector_paused():
        roots = (scope or Scope()).roots(evaluation) if idle else {}
        for judged in _judged(evaluation, roots):
            idle = [path for path in idle if evaluation.index.numbers(nodes[path]).isdisjoint(judged)]
            if not idle:
                break
    return tuple(idle)


def _nodes(path: Path, project: Project, evaluation: Evaluation) -> Iterator[Term]:
    """The subjects of a file, and those of its objects that its statements can make focus nodes."""
    targeting = {predicate for shape in evaluation.shapes.roots for predicate in shape.targets.objects_of}
    for quad in datasets.read(path, project):
        yield quad.subject
        if quad.predicate in targeting:
            yield quad.object


def _judged(evaluation: Evaluation, roots: dict[Shape, Collection[int] | None]) -> Iterator[Collection[int]]:
    """The nodes that targets select, which costs little; then all that any shape is evaluated for."""
    focus = {
        shape: focus_nodes(evaluation.index, shape.targets) if nodes is None else nodes
        for shape, nodes in roots.items()
        if not shape.deactivated
    }
    yield set[int]().union(*(nodes for shape, nodes in focus.items() if _constrains(shape, evaluation)))
    evaluation.judged = set()
    for shape, nodes in focus.items():
        evaluation.root(shape, nodes)
    yield evaluation.judged


def _constrains(shape: Shape, evaluation: Evaluation) -> bool:
    """Whether the shape, or a property shape of it, has a constraint that looks at the shape's focus nodes."""
    inner = (evaluation.shapes.by_name.get(c.shape) for c in shape.constraints if isinstance(c, Property))
    return any(_own(shape)) or any(any(_own(other)) for other in inner if other and not other.deactivated)


def _own(shape: Shape) -> Iterable[bool]:
    return (not isinstance(constraint, Property) for constraint in shape.constraints)
