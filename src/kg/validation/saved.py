"""Reports that are kept, so that a start does not judge again what was judged before.

A report is kept under the digests of dataset and shapes and the version of this package; it may be deleted at any time.
"""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from kg.dataset import Dataset
from kg.errors import DatasetError
from kg.project import Project
from kg.validation.report import ValidationReport
from kg.validation.report_json import from_json, to_json
from kg.validation.verdict import validate


def judged(project: Project, dataset: Dataset, shapes: Dataset) -> ValidationReport:
    """The report on ``dataset`` by ``shapes``: the kept one where there is one, else a new one, which is then kept."""
    path = _path(project, dataset.digest, shapes.digest)
    kept = _read(path)
    if kept and (kept.dataset_digest, kept.shapes_digest) == (dataset.digest, shapes.digest):
        return kept
    report = validate(dataset.quads, shapes.quads, dataset_digest=dataset.digest, shapes_digest=shapes.digest)
    keep(project, report)
    return report


def keep(project: Project, report: ValidationReport) -> None:
    """Keep the report; where nothing can be written, such as on a read-only disk, the next start judges again."""
    path = _path(project, report.dataset_digest, report.shapes_digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
            json.dump(to_json(report), file, ensure_ascii=False)
        os.replace(file.name, path)
    except OSError:
        return


def _path(project: Project, dataset_digest: str, shapes_digest: str) -> Path:
    name = f"{dataset_digest[:16]}-{shapes_digest[:16]}-{version('city-ties')}.json"
    return project.cache / "reports" / name


def _read(path: Path) -> ValidationReport | None:
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, json.JSONDecodeError, DatasetError):
        return None
