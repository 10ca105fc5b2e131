"""Whether a report meets what the settings require of data that is published (``[publish] require``)."""

from __future__ import annotations

from kg import dataset as datasets
from kg.dataset import SHAPES_FOLDERS, Dataset
from kg.errors import NonConformance
from kg.project import Project
from kg.settings.publishing import Requirement
from kg.shacl.report import Severity, ValidationReport
from kg.validation.display_names import Names
from kg.validation.selection import baseline
from kg.validation.shape_descriptions import Rules


def unchecked(dataset: Dataset) -> ValidationReport:
    """The report on data for which there are no shapes: nothing was checked, so nothing is known."""
    return ValidationReport(dataset.digest, "", ())


def refuse_unmet(project: Project, dataset: Dataset, report: ValidationReport) -> None:
    """Raise NonConformance for a report that does not meet what the project requires."""
    required = Requirement(project.settings.publish.require)
    if required is Requirement.NOTHING or report.conforms():
        return
    if required is Requirement.BASELINE and not _is_beyond_baseline(project, dataset, report):
        return
    raise NonConformance(
        "The data does not conform to its shapes, so it is not published."
        if required is Requirement.CONFORMS
        else f"The data has violations that {project.settings.publish.baseline} does not have, so it is not published.",
        report=report,
        hint="Correct what the report names, then start again; or set require in [publish] of kg.toml.",
    )


def _is_beyond_baseline(project: Project, dataset: Dataset, report: ValidationReport) -> bool:
    """Whether there is a violation that the baseline does not have."""
    shapes = datasets.load(project, SHAPES_FOLDERS)
    names = Names.of(project, {**dataset.prefixes, **shapes.prefixes})
    known = baseline.read(project.root / project.settings.publish.baseline)
    compared = baseline.compare(report.results, known, Rules(shapes.quads, names, project.languages))
    return any(result.severity.rank <= Severity.VIOLATION.rank for result in compared.new)
