"""Files that hold nothing to judge, or nothing to judge by: a validation that looked at nothing finds nothing."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.dataset import DATA_FOLDERS, SHAPES_FOLDERS, Dataset
from kg.errors import DatasetError, ShapesError
from kg.project import Project
from kg.rdf import formats
from kg.rdf.namespaces import SH
from kg.shacl.report import ValidationReport

_SMALL = 10_000
# What a file may hold instead of shapes, so that shapes elsewhere can use it.
_SERVES_SHAPES = (NamedNode(SH + "declare"), NamedNode(SH + "ConstraintComponent"))


def refuse_absent_data(project: Project, dataset: Dataset) -> None:
    """Raise DatasetError for a project in which there is no data at all."""
    if not dataset.files:
        raise DatasetError(
            f"There is no data: {project.root} has no RDF file in {_listed(DATA_FOLDERS)}.",
            hint="Is this the project's folder? --project DIR names another.",
        )


def refuse_absent_shapes(project: Project, shapes: Dataset) -> None:
    """Raise ShapesError for a project in which there is nothing to judge by."""
    if not shapes.files:
        raise ShapesError(
            f"There are no shapes: {project.root} has no RDF file in {_listed(SHAPES_FOLDERS)}.",
            hint="A validation without shapes finds nothing, whatever the data says.",
        )
    for path in shapes.files:
        if not _quads_of(path, project, shapes):
            raise ShapesError(
                "the file holds no statement, so no shape",
                file=project.relative(path),
                hint="Restore it, or remove it: its rules would be missed, and nothing else would say so.",
            )


def refuse_files_without_shapes(project: Project, shapes: Dataset, report: ValidationReport) -> None:
    """Raise ShapesError for a shapes file in which the validation that ``report`` tells of found no shape."""
    known = {exercise.shape for exercise in report.coverage}
    for path in shapes.files:
        quads = _quads_of(path, project, shapes)
        if not any(q.subject in known or q.predicate in _SERVES_SHAPES or q.object in _SERVES_SHAPES for q in quads):
            raise ShapesError(
                "the file holds no shape",
                file=project.relative(path),
                hint="A shape has a target, a constraint, or the type sh:NodeShape or sh:PropertyShape. "
                "Data belongs in data/.",
            )


def empty_files(project: Project, dataset: Dataset) -> tuple[Path, ...]:
    """The files of the dataset in which there is no statement; one with many comments counts as no such file."""
    small = (path for path in dataset.files if path.stat().st_size < _SMALL)
    return tuple(path for path in small if not _quads_of(path, project, dataset))


def _quads_of(path: Path, project: Project, dataset: Dataset) -> Collection[Quad]:
    """The statements of a file; of one that names graphs itself, those of all graphs that no file is named after."""
    kind = formats.of_file(path.name)
    own = project.graph_name(path)
    quads = [quad for quad in dataset.quads if quad.graph_name == own]
    if not quads and kind and kind.named_graphs:
        named = {project.graph_name(each) for each in dataset.files}
        quads = [quad for quad in dataset.quads if quad.graph_name not in named]
    return quads


def _listed(folders: tuple[str, ...]) -> str:
    return " or ".join(f"{folder}/" for folder in folders)
