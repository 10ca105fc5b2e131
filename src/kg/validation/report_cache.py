"""Reports that are kept, so that a start does not judge again what was judged before.

A report is kept under the digests of dataset, shapes and engine, so that a changed engine judges again. It may be
deleted at any time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import pyoxigraph

from kg.dataset import Dataset
from kg.errors import DatasetError, ShapesError
from kg.project import Project
from kg.shacl.inference.closure import Regime
from kg.shacl.report import ValidationReport
from kg.shacl.shape_problems import Ignored
from kg.shacl.validator import Scope, validate
from kg.validation import imports
from kg.validation.empty_input import refuse_absent_shapes, refuse_files_without_shapes
from kg.validation.positions.shape_positions import placed
from kg.validation.report_json import from_json, to_json

# With more results than this it takes longer to read a report than to judge again.
_WORTH_KEEPING = 10_000
_KEPT = 20
_PACKAGES = ("compact", "input", "rdf", "shacl", "sparql", "validation")
_SOURCES = tuple(Path(__file__).parents[1] / package for package in _PACKAGES)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a report depends on beside data and shapes; by default nothing.

    Statements of the ``background`` count as the data's and are not judged; ``ignored`` problems of the shapes are left
    out; ``regime`` is what is inferred first; ``scope`` leaves out other shapes and nodes; ``advanced`` uses SHACL
    Advanced Features.
    """

    background: Dataset | None = None
    ignored: Collection[Ignored] = ()
    regime: Regime | None = None
    scope: Scope | None = None
    advanced: bool = False

    @property
    def are_none(self) -> bool:
        """Whether the report depends on data and shapes alone, so that it can be kept."""
        return self.background is None and not (self.ignored or self.regime or self.scope or self.advanced)


_NONE = Conditions()


def judged(
    project: Project, dataset: Dataset, shapes: Dataset, conditions: Conditions = _NONE, *, processes: int = 1
) -> ValidationReport:
    """The report on ``dataset`` by ``shapes``: the kept one where there is one, else a new one, which is then kept.

    Nothing is kept of files in memory, nor under any condition. Raises ShapesError, with the place, for shapes that
    cannot be used and for files that hold none.
    """
    shapes = imports.extended(project, shapes, dataset)
    if project.is_in_memory or not conditions.are_none:
        return judged_anew(project, dataset, shapes, conditions, processes=processes)
    kept = _read(_path(project, dataset.digest, shapes.digest))
    if kept and (kept.dataset_digest, kept.shapes_digest) == (dataset.digest, shapes.digest):
        return kept
    report = judged_anew(project, dataset, shapes, processes=processes)
    if len(report.results) <= _WORTH_KEEPING:
        keep(project, report)
    return report


def judged_anew(
    project: Project, dataset: Dataset, shapes: Dataset, conditions: Conditions = _NONE, *, processes: int = 1
) -> ValidationReport:
    """A new report, whether or not there is a kept one."""
    refuse_absent_shapes(project, shapes)
    try:
        report = validate(
            dataset.quads,
            shapes.quads,
            background=conditions.background.quads if conditions.background else (),
            ignored=conditions.ignored,
            regime=conditions.regime,
            advanced=conditions.advanced,
            scope=conditions.scope,
            processes=processes,
            dataset_digest=dataset.digest,
            shapes_digest=shapes.digest,
        )
    except ShapesError as error:
        raise placed(error, project, shapes) from error
    refuse_files_without_shapes(project, shapes, report)
    return report


@cache
def engine_digest(*folders: Path) -> str:
    """The digest of what judges: the sources in these folders, and the SPARQL engine's version."""
    digest = sha256(pyoxigraph.__version__.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def keep(project: Project, report: ValidationReport) -> None:
    """Keep the report; where nothing can be written, such as on a read-only disk, the next start judges again."""
    path = _path(project, report.dataset_digest, report.shapes_digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
            file.write(json.dumps(to_json(report), ensure_ascii=False))
        os.replace(file.name, path)
        kept = sorted(path.parent.glob("*.json"), key=lambda file: file.stat().st_mtime)
        for old in kept[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _path(project: Project, dataset_digest: str, shapes_digest: str) -> Path:
    engine = engine_digest(*_SOURCES)
    return project.cache / "reports" / f"{dataset_digest[:16]}-{shapes_digest[:16]}-{engine[:16]}.json"


def _read(path: Path) -> ValidationReport | None:
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, DatasetError):
        return None
