"""``kg validate``: judge the project's data by its shapes, and say where each finding stands."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from kg import dataset as datasets
from kg.cli import language
from kg.dataset import SHAPES_FOLDERS, Dataset
from kg.errors import KgError, UsageError
from kg.project import Project
from kg.shacl.data_graph import collector_paused
from kg.shacl.report import Severity
from kg.validation import coverage, coverage_table, notes, report_cache
from kg.validation.display_names import Names
from kg.validation.empty_input import empty_files, refuse_absent_data
from kg.validation.formats import FORMS, github, text
from kg.validation.positions.located_report import LocatedReport, located
from kg.validation.selection import baseline, selected_results
from kg.validation.selection import since as changes
from kg.validation.selection.git_checkout import checkout
from kg.validation.selection.selected_results import Selection
from kg.validation.shape_descriptions import Rules

_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as given."""

    files: tuple[Path, ...]
    form: str
    outputs: tuple[str, ...]
    lang: str | None
    fail_on: str
    max_results: int
    baseline: Path | None
    write_baseline: Path | None
    since: str | None
    coverage: bool
    strict_targets: bool


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
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
@click.option("--baseline", type=_FILE, help="Leave out the findings of this file: only new ones fail.")
@click.option("--write-baseline", type=_FILE, help="Write the findings of now to this file, and exit with 0.")
@click.option("--since", metavar="REV", help="Judge only what has changed since this git revision, such as HEAD~1.")
@click.option("--coverage", is_flag=True, help="Tell which shapes and constraints were put to the test.")
@click.option("--strict-targets", is_flag=True, help="Fail if a shape has no focus node in the data.")
@click.pass_obj
def validate(project: Project, /, **options: Any) -> None:
    """Judge the data by the shapes.

    Prints each finding with its focus node, shape, message, file and line. The whole project is judged; with FILES,
    only the findings that stand in these files, or whose shapes do, are told and count.

    Exits with 0 if the data conforms, 1 if it does not, and 2 if data or shapes cannot be read.
    """
    asked = Asked(**options)
    try:
        # Millions of terms live until the process ends: looking for garbage among them takes a third of the time.
        with collector_paused():
            report = _report(project, asked)
    except KgError as error:
        if asked.form == "github":
            click.echo(github.failure(error))
        raise
    for name, path in _outputs(asked):
        _write(path, FORMS[name](report))
    click.echo(_printed(report, asked.form), nl=False)
    sys.exit(0 if report.conforms else 1)


def _report(project: Project, asked: Asked) -> LocatedReport:
    _refuse_contradictions(asked)
    languages = language.reading(project, asked.lang)
    dataset, shapes = datasets.load(project), datasets.load(project, SHAPES_FOLDERS)
    refuse_absent_data(project, dataset)
    judged = _judged(project, asked, dataset, shapes, languages)
    chosen = _chosen(project, asked, judged, dataset, shapes, languages)
    report = located(
        chosen.report,
        project,
        dataset,
        shapes,
        languages=languages,
        fail_on=Severity(asked.fail_on),
        max_results=asked.max_results,
        seen_from=Path.cwd(),
    )
    empty = (notes.empty_file(_seen(project, path), languages) for path in empty_files(project, dataset))
    said = (*report.remarks, *empty, *chosen.remarks)
    report = replace(report, remarks=notes.strict(said) if asked.strict_targets else said, left_out=chosen.left_out)
    if asked.coverage:
        measured = coverage.measure(project, judged.report, shapes, report.rules, report.names)
        said = (*report.remarks, *coverage_table.remarks(measured, languages))
        report = replace(report, coverage=measured, remarks=said)
    return report


def _judged(project: Project, asked: Asked, dataset: Dataset, shapes: Dataset, languages: tuple[str, ...]) -> Selection:
    """All results, or all that a change can affect."""
    if asked.since is None:
        return Selection(report_cache.judged(project, dataset, shapes))
    with checkout(project, asked.since) as past:
        change = changes.since(past, project, dataset)
    if change.reason:
        return Selection(report_cache.judged(project, dataset, shapes), remarks=(notes.since(change, None, languages),))
    verdict = changes.judge(change, project, dataset, shapes)
    return Selection(verdict.report, remarks=(notes.since(change, verdict, languages),))


def _chosen(
    project: Project, asked: Asked, chosen: Selection, dataset: Dataset, shapes: Dataset, languages: tuple[str, ...]
) -> Selection:
    """The results that were asked for."""
    if asked.files:
        files = {project.relative(path) for path in asked.files if path.resolve().is_relative_to(project.root)}
        chosen = selected_results.in_files(chosen, project, dataset, shapes, files, languages)
    file = asked.baseline or asked.write_baseline
    if file:
        names = Names.of(project, {**dataset.prefixes, **shapes.prefixes})
        rules = Rules(shapes.quads, names, languages)
        if asked.write_baseline:
            baseline.write(file, chosen.report.results, rules)
        compared = baseline.compare(chosen.report.results, baseline.read(file), rules)
        whole = not asked.files and asked.since is None
        chosen = selected_results.new_since_baseline(chosen, compared, str(file), names, languages, whole=whole)
    return chosen


def _refuse_contradictions(asked: Asked) -> None:
    if asked.baseline and asked.write_baseline:
        raise UsageError(
            "--baseline and --write-baseline contradict each other.",
            hint="--write-baseline FILE replaces the file; --baseline FILE compares with it.",
        )
    if asked.write_baseline and (asked.files or asked.since):
        raise UsageError("A baseline is written of the whole project: without FILES and without --since.")
    if asked.coverage and asked.since:
        raise UsageError("Coverage is measured on the whole project: without --since.")
    _outputs(asked)


def _seen(project: Project, path: Path) -> str:
    """The file as the reader would name it from where they stand."""
    here, full = Path.cwd(), path.resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else project.relative(path)


def _printed(report: LocatedReport, form: str) -> str:
    if form == "text":
        return text.write(report, colour=text.wants_colour(sys.stdout, os.environ))
    return FORMS[form](report)


def _outputs(asked: Asked) -> list[tuple[str, Path]]:
    return [_form_and_file(each) for each in asked.outputs]


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
