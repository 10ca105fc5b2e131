"""What has changed in a project since a git revision, and the verdict on no more than that.

The focus nodes whose results the change can affect are judged, shape by shape; all others would have the results that
they had. Where that cannot be told, as when the shapes themselves have changed, everything is judged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pyoxigraph import RdfFormat, Triple

from kg import dataset as datasets
from kg.dataset import DATA_FOLDERS, SHAPES_FOLDERS, Dataset
from kg.errors import DatasetError, ShapesError, UsageError
from kg.project import Project
from kg.rdf import formats
from kg.shacl import validator
from kg.shacl.data_graph import SUBCLASS_OF, Index, collector_paused
from kg.shacl.details import detailed
from kg.shacl.evaluation import Evaluation, FindingsByFocus
from kg.shacl.incremental import affected_nodes
from kg.shacl.notes import usage_notes
from kg.shacl.report import Note, NoteKind, ValidationReport
from kg.shacl.shape_dependencies import lookups
from kg.shacl.shape_problems import Ignored
from kg.shacl.shapes.shape import Shape, Targets, focus_nodes
from kg.translations.catalogue import mark
from kg.validation.empty_input import refuse_absent_shapes
from kg.validation.positions.shape_positions import placed
from kg.validation.selection.git_checkout import Checkout, checkout
from kg.validation.stored_index import index_snapshot as snapshots
from kg.validation.stored_index.index_snapshot import FileState, IndexSnapshot
from kg.validation.stored_index.stored_quads import StoredQuads

# An index from which so many statements differ is made anew.
_OUTDATED = 50_000


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
class Comparison:
    """A change, the data as it is now, and its index, if there is a reason to judge no more than what has changed.

    ``size`` is the number of statements that were compared.
    """

    change: Change
    dataset: Dataset
    index: Index | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The report on what a change can affect: on so many focus nodes, and ``skipped`` others."""

    report: ValidationReport
    judged: int
    skipped: int


def compare(project: Project, revision: str) -> Comparison:
    """What has changed in the project since the revision.

    Raises UsageError as ``checkout`` does, and DatasetError for a file that is not valid now.
    """
    snapshot = snapshots.load(project)
    comparison = _compared(project, revision, snapshot)
    return _compared(project, revision, None) if snapshot and comparison.size > _OUTDATED else comparison


def _compared(project: Project, revision: str, snapshot: IndexSnapshot | None) -> Comparison:
    with checkout(project, revision, contents=_known_contents(project, snapshot) if snapshot else None) as past:
        then = _then(past, project, snapshot)
    if isinstance(then, str):
        return Comparison(Change(past.commit, reason=then), datasets.load_compact(project))
    return _now(project, past, *then)


def _known_contents(project: Project, snapshot: IndexSnapshot) -> dict[str, str]:
    """The files whose content at another moment can be told without them; that of JSON-LD depends on other files."""
    names = dict.fromkeys(map(project.relative, project.files(*DATA_FOLDERS)), "")
    names |= {name: file.blob for name, file in snapshot.files.items()}
    kinds = {name: formats.of_input(name) for name in names}
    return {name: blob for name, blob in names.items() if (kind := kinds[name]) and kind.codec != RdfFormat.JSON_LD}


def _then(
    past: Checkout, project: Project, snapshot: IndexSnapshot | None
) -> tuple[IndexSnapshot, dict[str, FileState]] | str:
    """The files as they were, but for those that are as they are now; or the reason to judge everything."""
    if past.project is None:
        return "no project then"
    if past.project.base != project.base:
        return "base changed"
    try:
        if _contents(past.project, SHAPES_FOLDERS) != _contents(project, SHAPES_FOLDERS):
            return "shapes changed"
        if snapshot is None:
            snapshot = snapshots.create(past.project, past.blobs, snapshots.folder_of(project))
        states = {name: snapshot.stored_state(name) for name in past.known if name in snapshot.files}
        for path in datasets.files_of(past.project):
            name = past.project.relative(path)
            states[name] = snapshot.state(name, path, past.project)
    except (DatasetError, UsageError):
        return "unreadable then"
    return snapshot, states


def _now(project: Project, past: Checkout, snapshot: IndexSnapshot, before: dict[str, FileState]) -> Comparison:
    files = {project.relative(path): path for path in datasets.files_of(project)}
    after = {name: snapshot.state(name, path, project) for name, path in files.items()}
    before |= {name: after[name] for name in past.same if name in after}
    difference = snapshot.difference(before, after)
    snapshot.index.change(difference.put, difference.taken)
    names = before.keys() | after.keys()
    differing = sorted(name for name in names if _digest(before.get(name)) != _digest(after.get(name)))
    prefixes: dict[str, str] = {}
    for state in after.values():
        prefixes.update(state.prefixes)
    dataset = Dataset(
        StoredQuads(project, snapshot, after, files),
        tuple(files.values()),
        datasets.digest_of_contents(project, {files[name]: state.digest for name, state in after.items()}),
        prefixes,
        tuple(files[name] for name, state in after.items() if not snapshot.size(name, state)),
    )
    change = Change(past.commit, tuple(differing), difference.added, difference.removed)
    return Comparison(change, dataset, snapshot.index, difference.size)


def _digest(state: FileState | None) -> str | None:
    return state.digest if state else None


def judge(comparison: Comparison, project: Project, shapes: Dataset, ignored: Collection[Ignored] = ()) -> Verdict:
    """The verdict on what the change can affect; raises ShapesError as a full validation does."""
    refuse_absent_shapes(project, shapes)
    try:
        with collector_paused():
            return _judge(comparison, shapes, ignored)
    except ShapesError as error:
        raise placed(error, project, shapes) from error


def _judge(comparison: Comparison, shapes: Dataset, ignored: Collection[Ignored]) -> Verdict:
    dataset = comparison.dataset
    evaluation = validator.start(comparison.index or dataset.quads, shapes.quads, ignored=ignored)
    # Many shapes have the same targets.
    nodes_of = {targets: focus_nodes(evaluation.index, targets) for targets in _targets(evaluation)}
    affected, notes = _affected(comparison.change, evaluation, nodes_of)
    findings: list[FindingsByFocus] = []
    judged: set[int] = set()
    for shape, nodes in affected.items():
        targets = nodes & nodes_of[shape.targets]
        judged |= targets
        findings.append(evaluation.root(shape, targets))
    everything = set[int]().union(*nodes_of.values())
    report = ValidationReport(
        dataset.digest,
        shapes.digest,
        tuple(detailed(evaluation, findings)),
        notes=tuple(dict.fromkeys((*notes, *evaluation.notes, *usage_notes.of(evaluation)))),
    )
    return Verdict(report, len(judged), len(everything - judged))


def _targets(evaluation: Evaluation) -> set[Targets]:
    return {shape.targets for shape in evaluation.shapes.roots}


def _affected(
    change: Change, evaluation: Evaluation, nodes_of: Mapping[Targets, set[int]]
) -> tuple[dict[Shape, set[int]], list[Note]]:
    """For each shape the nodes whose results can differ, by the ways that lead to them before and after."""
    index, roots = evaluation.index, evaluation.shapes.roots
    put, taken = (
        [(index.number(triple.subject), triple.predicate, index.number(triple.object)) for triple in part]
        for part in (change.added, change.removed)
    )
    whole = {shape: nodes_of[shape.targets] for shape in roots}
    if any(predicate == SUBCLASS_OF for _, predicate, _ in (*put, *taken)):
        words = mark("a subclass has changed, so everything was judged")
        return whole, [Note(NoteKind.RERUN_WHOLE, SUBCLASS_OF, words)]
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
            words = mark("{shape} looks further than the paths of its focus nodes, and was run as a whole")
            notes.append(Note.of(NoteKind.RERUN_WHOLE, shape.name, words, shape=shape.name))
        else:
            affected[shape] = then | now
    return affected, notes


def _contents(project: Project, folders: tuple[str, ...]) -> dict[str, bytes]:
    return {project.relative(path): project.content(path) for path in project.files(*folders)}
