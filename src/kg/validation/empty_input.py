"""Files that hold nothing to judge, or nothing to judge by: a validation that looked at nothing finds nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.compact.quads import Quads
from kg.dataset import Dataset
from kg.errors import DatasetError, ShapesError
from kg.project import DATA, SHAPES, Project
from kg.rdf.formats import INPUT_EXTENSIONS
from kg.rdf.namespaces import OWL, RDF, RDFS, SH
from kg.shacl.report import ValidationReport
from kg.shacl.vocabulary import PARAMETERS, TARGETS, sh

_LISTED = 5
# What a file may hold instead of shapes, so that shapes elsewhere can use it.
_SAID_OF_SHAPES = PARAMETERS | TARGETS
_SHAPE_CLASSES = (sh("NodeShape"), sh("PropertyShape"))
_SERVES_SHAPES = frozenset(
    NamedNode(iri)
    for iri in (SH + "declare", SH + "ConstraintComponent", OWL + "Ontology", OWL + "imports", RDFS + "subClassOf",
                RDF + "first", SH + "entailment")
)  # fmt: skip


def refuse_absent_data(project: Project, dataset: Dataset) -> None:
    """Raise DatasetError for a project in which there is no data at all."""
    if not dataset.files and project.is_in_memory:
        raise DatasetError(
            "There is no data: no file was named.",
            hint="Name files, as in kg validate DATA --shapes SHAPES, or go to a project, a folder with a kg.toml.",
        )
    if not project.is_in_memory and not project.files(DATA):
        raise DatasetError(
            f"There is no data: {project.root} has no RDF file in {DATA}/.",
            hint=_unread(project, DATA) or "Is this the project's folder? --project DIR names another.",
        )
    if not dataset.quads:
        raise DatasetError(
            "There is no data: no statement is in it.",
            file=project.relative(dataset.files[0]) if len(dataset.files) == 1 else None,
            hint="A validation of nothing finds nothing, whatever the shapes say.",
        )


def _unread(project: Project, folder: str) -> str | None:
    """What stands in the folder and is not read, or a folder of nearly the same name."""
    unread = project.unread(folder)
    if unread:
        names = ", ".join(map(project.relative, unread[:_LISTED]))
        return f"Not read: {names}. RDF files end in {', '.join(INPUT_EXTENSIONS)}."
    others = {path.name.lower(): path.name for path in project.root.iterdir() if path.is_dir() and path.name != folder}
    close = get_close_matches(folder, others, n=1, cutoff=0.8)
    return f"Is {others[close[0]]}/ meant to be {folder}/?" if close else None


def embedded_shapes(project: Project, dataset: Dataset) -> Dataset | None:
    """The shapes that stand in the data: the graphs that hold any, whole; None where there is no such graph."""
    graphs = {quad.graph_name for quad in _of_shapes(dataset.quads)}
    if not graphs:
        return None
    elsewhere = graphs - {project.graph_name(path) for path in dataset.files}
    naming = [path for path in dataset.files if elsewhere and (kind := project.format_of(path)) and kind.named_graphs]
    files = [path for path in dataset.files if project.graph_name(path) in graphs or path in naming]
    quads = tuple(quad for quad in dataset.quads if quad.graph_name in graphs)
    return replace(dataset, quads=quads, files=tuple(files), empty=())


def _of_shapes(quads: Sequence[Quad]) -> Iterator[Quad]:
    """The statements that only shapes have; of large data, no other one becomes an object."""
    if isinstance(quads, Quads):
        yield from chain.from_iterable(map(quads.having, _SAID_OF_SHAPES))
        yield from quads.with_objects(_SHAPE_CLASSES.__contains__)
    else:
        yield from (q for q in quads if q.predicate in _SAID_OF_SHAPES or q.object in _SHAPE_CLASSES)


def refuse_absent_shapes(project: Project, shapes: Dataset) -> None:
    """Raise ShapesError for a project in which there is nothing to judge by."""
    if not shapes.files:
        folder = f"{project.root} has no RDF file in shapes/"
        reason = "no file with shapes was named" if project.is_in_memory else folder
        raise ShapesError(
            f"There are no shapes: {reason}, and the data holds none.",
            hint=(None if project.is_in_memory else _unread(project, SHAPES))
            or "A validation without shapes finds nothing, whatever the data says. --shapes names files with shapes.",
        )
    for path in filter(project.is_named, shapes.empty):
        raise ShapesError(
            "the file holds no statement, so no shape",
            file=project.relative(path),
            hint="Restore it, or remove it: its rules would be missed, and nothing else would say so.",
        )


def refuse_files_without_shapes(project: Project, shapes: Dataset, report: ValidationReport) -> None:
    """Raise ShapesError for a shapes file in which the validation that ``report`` tells of found no shape.

    Of files that nobody named one by one, it is enough to name those: see ``files_without_shapes``.
    """
    for path in files_without_shapes(project, shapes, report):
        if project.is_named(path):
            other = "Name data as DATA, not by --shapes." if project.is_in_memory else "Data belongs in data/."
            raise ShapesError(
                "the file holds no shape",
                file=project.relative(path),
                hint=f"A shape has a target, a constraint, or the type sh:NodeShape or sh:PropertyShape. {other}",
            )


def files_without_shapes(project: Project, shapes: Dataset, report: ValidationReport) -> tuple[Path, ...]:
    """The shapes files that serve no shape."""
    known = {exercise.shape for exercise in report.coverage}
    return tuple(
        path
        for path in shapes.files
        if not any(
            quad.subject in known or quad.predicate in _SERVES_SHAPES or quad.object in _SERVES_SHAPES
            for quad in _quads_of(path, project, shapes)
        )
    )


def _quads_of(path: Path, project: Project, dataset: Dataset) -> Collection[Quad]:
    """The statements of a file; of one that names graphs itself, those of all graphs that no file is named after."""
    kind = project.format_of(path)
    own = project.graph_name(path)
    quads = [quad for quad in dataset.quads if quad.graph_name == own]
    if not quads and kind and kind.named_graphs:
        named = {project.graph_name(path) for path in dataset.files}
        quads = [quad for quad in dataset.quads if quad.graph_name not in named]
    return quads
