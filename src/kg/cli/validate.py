"""``kg validate``: judge the project's data by its shapes, and say where each finding stands."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kg import dataset as datasets
from kg.cli import language
from kg.dataset import SHAPES_FOLDERS
from kg.errors import UsageError
from kg.project import Project
from kg.validation.forms import FORMS, text
from kg.validation.located import LocatedReport, located
from kg.validation.report import Severity
from kg.validation.saved import judged


@click.command("validate")
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="What to print."
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORM=FILE",
    help="Also write the report in this form to a file; may be repeated: --output sarif=report.sarif",
)
@click.option("--lang", help="The language of the messages, such as nl.  [default: the environment's, then English]")
@click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.VIOLATION.value,
    show_default=True,
    help="The least severity with which the data does not conform.",
)
@click.option(
    "--max-results", type=click.IntRange(1), default=1000, show_default=True, help="How many to show in full."
)
@click.pass_obj
def validate(
    project: Project, form: str, outputs: tuple[str, ...], lang: str | None, fail_on: str, max_results: int
) -> None:
    """Judge the data by the shapes.

    Prints each finding with its focus node, shape, message, file and line. Exits with 0 if the data conforms, 1 if it
    does not, and 2 if data or shapes cannot be read.
    """
    files = [_form_and_file(each) for each in outputs]
    dataset, shapes = datasets.load(project), datasets.load(project, SHAPES_FOLDERS)
    report = located(
        judged(project, dataset, shapes),
        project,
        dataset,
        shapes,
        languages=language.reading(project, lang),
        fail_on=Severity(fail_on),
        max_results=max_results,
        seen_from=Path.cwd(),
    )
    for name, path in files:
        _write(path, FORMS[name](report))
    click.echo(_printed(report, form), nl=False)
    sys.exit(0 if report.conforms else 1)


def _printed(report: LocatedReport, form: str) -> str:
    if form == "text":
        return text.write(report, colour=text.wants_colour(sys.stdout, os.environ))
    return FORMS[form](report)


def _form_and_file(option: str) -> tuple[str, Path]:
    name, equals, path = option.partition("=")
    if not equals or not path or name not in FORMS:
        raise UsageError(f"--output {option}: expected FORM=FILE.", hint=f"Forms: {', '.join(FORMS)}.")
    return name, Path(path)


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
