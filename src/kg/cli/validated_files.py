"""What ``kg validate`` judges: the files of a project, or those that the arguments name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from pyoxigraph import NamedNode, RdfFormat

from kg import dataset as datasets
from kg import loose_files
from kg.cli.options.input_options import standard_input
from kg.dataset import DATA_FOLDERS, SHAPES_FOLDERS, Dataset
from kg.errors import UsageError
from kg.input.json_ld_keys import lost_keys
from kg.input.matching import matching
from kg.project import BACKGROUND, Project
from kg.resources import offered_files
from kg.shacl.report import ValidationReport
from kg.validation import imports, notes
from kg.validation.empty_input import embedded_shapes, files_without_shapes, refuse_absent_data
from kg.validation.notes import Remark
from kg.validation.positions.data_positions import Files
from kg.validation.selection import since
from kg.validation.selection.since import Comparison


@dataclass(frozen=True, slots=True)
class ValidatedFiles:
    """What is judged, by what, and before what; ``files`` are those to which the findings are limited, if to any.

    ``unused_shapes`` are files of the data with shapes that judge nothing, because others were named as the shapes.
    ``comparison`` is that with the revision since which changes are judged, if with one.
    """

    project: Project
    dataset: Dataset
    shapes: Dataset
    background: Dataset | None
    files: tuple[str, ...] = ()
    unused_shapes: tuple[Path, ...] = ()
    comparison: Comparison | None = None


def read(
    project: Project,
    arguments: Sequence[str],
    shapes_named: Sequence[str],
    ontology: Sequence[str],
    data_graphs: Sequence[str],
    revision: str | None = None,
) -> ValidatedFiles:
    """The project's files, or those of the arguments; raises UsageError and DatasetError for what is not there."""
    here, background = Path.cwd(), None
    own = not shapes_named and not project.is_in_memory
    streams = standard_input((*arguments, *shapes_named, *ontology))
    named = loose_files.of_files(
        project,
        () if own else arguments,
        shapes=shapes_named,
        background=ontology,
        here=here,
        standard_input=streams,
    )
    if ontology:
        background = datasets.load(named, (BACKGROUND,))
    files: tuple[str, ...] = ()
    if own:
        files = _of_project(project, arguments, here)
    else:
        project = named
    datasets.refuse_another_base(project)
    comparison = since.compare(project, revision) if revision is not None else None
    dataset = comparison.dataset if comparison else datasets.load_compact(project)
    shapes = datasets.load(project, SHAPES_FOLDERS)
    if data_graphs:
        dataset = dataset.only([_graph(project, iri) for iri in data_graphs])
    refuse_absent_data(project, dataset)
    shapes = imports.extended(project, shapes, dataset, *([background] if background else []))
    embedded = embedded_shapes(project, dataset) if not shapes.files or shapes_named else None
    if embedded and not shapes.files:
        return ValidatedFiles(project, dataset, embedded, background, files, comparison=comparison)
    unused = tuple(path for path in embedded.files if path not in shapes.files) if embedded and not own else ()
    return ValidatedFiles(project, dataset, shapes, background, files, unused, comparison)


def remarks(judged: ValidatedFiles, report: ValidationReport, languages: tuple[str, ...]) -> Iterator[Remark]:
    """What is said of the files: those that are empty, unread or missing, or that say nothing of shapes."""
    project = judged.project
    seen = Files(project, judged.dataset, Path.cwd())
    yield from (notes.empty_file(path, seen, languages) for path in judged.dataset.empty)
    yield from _lost_keys(judged, seen, languages)
    unread = project.unread(*DATA_FOLDERS, *SHAPES_FOLDERS, BACKGROUND)
    if judged.unused_shapes:
        yield notes.unused_shapes(judged.unused_shapes, seen, languages)
    idle = files_without_shapes(project, judged.shapes, report) if project.is_in_memory and report.coverage else ()
    if idle:
        key = "file without shapes" if len(idle) == 1 else "files without shapes"
        yield notes.of_files("files-without-shapes", key, idle, seen, languages)
    missing = imports.missing(project, judged.shapes)
    if missing:
        yield notes.missing_imports(tuple(map(str, missing)), languages)
    if judged.comparison is None:  # which reads only what has changed
        others = (judged.shapes, judged.background) if judged.background else (judged.shapes,)
        absent = imports.missing_of_data(project, judged.dataset, *others)
        if absent:
            yield notes.missing_imports_of_data(tuple(map(str, absent)), languages)
        if not project.is_in_memory and (offered := offered_files.absent(project, judged.dataset)):
            yield notes.absent_files(offered, languages)
    if unread:
        yield notes.unread_files(unread, seen, languages)


def _lost_keys(judged: ValidatedFiles, seen: Files, languages: tuple[str, ...]) -> Iterator[Remark]:
    """What JSON-LD documents say in keys that make no statement; where a change is judged, only of the shapes."""
    project, data = judged.project, () if judged.comparison else judged.dataset.files
    for path in dict.fromkeys((*data, *judged.shapes.files)):
        kind = project.format_of(path)
        if kind is not None and kind.codec == RdfFormat.JSON_LD:
            keys = lost_keys(project.content(path).decode("utf-8", "replace"))
            yield from notes.lost_keys(path, keys, seen, languages)


def _of_project(project: Project, arguments: Iterable[str], here: Path) -> tuple[str, ...]:
    """The names of the project's files that the arguments name; UsageError for one that the project does not read."""
    known = {project.relative(path) for path in project.files(*DATA_FOLDERS, *SHAPES_FOLDERS)}
    names: list[str] = []
    for argument in arguments:
        matched = [project.relative(path) for path in matching([argument], here, any_format=True).files]
        read = [name for name in matched if name in known]
        if not read:
            raise UsageError(
                f"{argument} is no data and no shapes of the project in {project.root}, so it would not be judged.",
                hint=f"The project reads {', '.join(f'{name}/' for name in (*DATA_FOLDERS, *SHAPES_FOLDERS))}. "
                "To judge other files, name their shapes with --shapes.",
            )
        names += read
    return tuple(dict.fromkeys(names))


def _graph(project: Project, iri: str) -> NamedNode:
    """A graph by its IRI, which may be relative to the base."""
    try:
        return NamedNode(urljoin(project.base, iri.removeprefix("<").removesuffix(">")))
    except ValueError as error:
        raise UsageError(f"--data-graph {iri}: {error}.") from error
