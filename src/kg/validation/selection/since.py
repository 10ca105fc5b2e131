"""What has changed in a project since a git revision, and the verdict on no more than that.

The focus nodes whose results the change can affect are judged, shape by shape; all others would have the results that
they had. Where that cannot be told, as when the shapes themselves have changed, everything is judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Triple

from kg import dataset as datasets
from kg.dataset import DATA_FOLDERS, SHAPES_FOLDERS, Dataset
from kg.errors import DatasetError, ShapesError, UsageError
from kg.project import Project
from kg.rdf import formats
from kg.rdf.source import difference
from kg.shacl import validator
from kg.shacl.data_graph import SUBCLASS_OF, collector_paused
from kg.shacl.details import detailed
from kg.shacl.evaluation import Evaluation, FindingsByFocus, focus_nodes
from kg.shacl.incremental import affected_nodes
from kg.shacl.report import Note, NoteKind, ValidationReport
from kg.shacl.shape_dependencies import lookups
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shapes.shape import Shape
from kg.validation.empty_input import refuse_absent_shapes
from kg.validation.positions.shape_positions import placed
from kg.validation.selection.git_checkout import Checkout


@dataclass(frozen=True, slots=True)
class Change:
    """The files of the data that differ, and what the union of its graphs has gained and lost.

    ``reason`` is the key of a word that says why everything is to be judged; then nothing is said of statements.
    """

    commit: str
    files: tuple[str, ...] = ()
    added: frozenset[Triple] = frozenset()
    removed: frozenset[Triple] = frozenset()
    reason: str | None = None

    @property
    def statements(self) -> int:
        """How many were added or removed."""
        return len(self.added) + len(self.removed)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The report on what a change can affect: on so many focus nodes, and ``skipped`` others."""

    report: ValidationReport
    judged: int
    skipped: int


def since(past: Checkout, project: Project, dataset: Dataset) -> Change:
    """What has changed between the project as it was and ``dataset``, which it is now."""
    if past.project is None:
        return Change(past.commit, reason="no project then")
    if past.project.base != project.base:
        return Change(past.commit, reason="base changed")
    try:
        if _contents(past.project, SHAPES_FOLDERS) != _contents(project, SHAPES_FOLDERS):
            return Change(past.commit, reason="shapes changed")
        before, after = _contents(past.project, DATA_FOLDERS), _contents(project, DATA_FOLDERS)
    except (DatasetError, UsageError):
        return Change(past.commit, reason="unreadable then")
    files = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    then, now, rest = list[Triple](), list[Triple](), list[str]()
    for name in files:
        kind = formats.of_input(name)
        found = name in before and name in after and kind
        parts = difference.differing(before[name], after[name], kind.codec, project.base) if found and kind else None
        if parts is None:
            rest.append(name)
        else:
            then += parts[0]
            now += parts[1]
    try:
        then += _old_triples(past.project, before.keys(), rest)
    except DatasetError:
        return Change(past.commit, tuple(files), reason="unreadable then")
    now += _new_triples(project, dataset, rest)
    gained, lost = frozenset(now).difference(then), frozenset(then).difference(now)
    kept = _elsewhere(dataset, gained | lost, now)
    return Change(past.commit, tuple(files), gained - kept, lost - kept)


def judge(
    change: Change, project: Project, dataset: Dataset, shapes: Dataset, ignored: Collection[ProblemKind] = ()
) -> Verdict:
    """The verdict on what the change can affect; raises ShapesError as a full validation does."""
    refuse_absent_shapes(project, shapes)
    try:
        with collector_paused():
            return _judge(change, dataset, shapes, ignored)
    except ShapesError as error:
        raise placed(error, project, shapes) from error


def _judge(change: Change, dataset: Dataset, shapes: Dataset, ignored: Collection[ProblemKind]) -> Verdict:
    evaluation = validator.start(dataset.quads, shapes.quads, ignored=ignored)
    affected, notes = _affected(change, evaluation)
    findings: list[FindingsByFocus] = []
    judged: set[int] = set()
    everything: set[int] = set()
    for shape, nodes in affected.items():
        targets = focus_nodes(evaluation.index, shape.targets)
        everything |= targets
        judged |= nodes & targets
        findings.append(evaluation.root(shape, nodes & targets))
    report = ValidationReport(
        dataset.digest,
        shapes.digest,
        tuple(detailed(evaluation, findings)),
        notes=tuple(dict.fromkeys((*notes, *evaluation.notes, *validator.usage_notes(evaluation)))),
    )
    return Verdict(report, len(judged), len(everything - judged))


def _affected(change: Change, evaluation: Evaluation) -> tuple[dict[Shape, set[int]], list[Note]]:
    """For each shape the focus nodes whose results can differ, by the ways that lead to them before and after."""
    index, roots = evaluation.index, evaluation.shapes.roots
    put, taken = (
        [(index.number(each.subject), each.predicate, index.number(each.object)) for each in part]
        for part in (change.added, change.removed)
    )
    whole = {shape: focus_nodes(index, shape.targets) for shape in roots}
    if any(predicate == SUBCLASS_OF for _, predicate, _ in (*put, *taken)):
        text = "a subclass has changed, so everything was judged"
        return whole, [Note(NoteKind.RERUN_WHOLE, SUBCLASS_OF, text)]
    looks = {shape: lookups(evaluation.shapes, shape) for shape in roots}
    after = {shape: affected_nodes(index, shape.targets, looks[shape], (*put, *taken)) for shape in roots}
    evaluation.change(taken, put)
    before = {shape: affected_nodes(index, shape.targets, looks[shape], (*put, *taken)) for shape in roots}
    evaluation.change(put, taken)
    affected: dict[Shape, set[int]] = {}
    notes: list[Note] = []
    for shape in roots:
        then, now = before[shape], after[shape]
        if then is None or now is None:
            affected[shape] = whole[shape]
            text = f"{shape.name} looks further than the paths of its focus nodes, and was run as a whole"
            notes.append(Note(NoteKind.RERUN_WHOLE, shape.name, text))
        else:
            affected[shape] = then | now
    return affected, notes


def _contents(project: Project, folders: tuple[str, ...]) -> dict[str, bytes]:
    return {project.relative(path): project.content(path) for path in project.files(*folders)}


def _old_triples(project: Project, known: Collection[str], files: Collection[str]) -> Iterator[Triple]:
    """What the files said then; those that name graphs themselves cannot be told apart, so if one differs all do."""
    wanted = {name for name in known if name in files}
    if any(_names_graphs(name) for name in files):
        wanted |= {name for name in known if _names_graphs(name)}
    for name in sorted(wanted):
        yield from (quad.triple for quad in datasets.read(project.root / name, project))


def _new_triples(project: Project, dataset: Dataset, files: Collection[str]) -> Iterator[Triple]:
    """What the same files say now."""
    if not files:
        return
    named = {project.graph_name(path): project.relative(path) for path in dataset.files}
    foreign = any(_names_graphs(name) for name in files)
    asked = {graph for graph, name in named.items() if name in files or (foreign and _names_graphs(name))}
    for quad in dataset.quads:
        if quad.graph_name in asked or (foreign and quad.graph_name not in named):
            yield quad.triple


def _elsewhere(dataset: Dataset, wanted: Collection[Triple], now: Iterable[Triple]) -> frozenset[Triple]:
    """Those of the triples that the dataset also has apart from ``now``: they are there before and after."""
    subjects = {triple.subject for triple in wanted}
    near = (quad.triple for quad in dataset.quads if quad.subject in subjects) if subjects else iter(())
    counted = Counter(triple for triple in near if triple in wanted)
    counted.subtract(Counter(triple for triple in now if triple in wanted))
    return frozenset(triple for triple, number in counted.items() if number > 0)


def _names_graphs(name: str) -> bool:
    kind = formats.of_input(name)
    return bool(kind and kind.named_graphs)
