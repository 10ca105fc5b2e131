"""``kg validate``: judge data by shapes, and say where each finding stands."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kg.cli import validated_files
from kg.cli.options import language
from kg.cli.options.input_options import FilesCommand, with_inputs
from kg.cli.options.validation_options import Options, validation_options
from kg.cli.validated_files import ValidatedFiles
from kg.errors import KgError, UsageError
from kg.project import Project
from kg.shacl.data_graph import collector_paused
from kg.shacl.report import Severity
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.validator import demanded_regime, start
from kg.translations import catalogue
from kg.translations.language_tags import primary
from kg.validation import coverage, coverage_table, notes, outcome, report_cache, rewritten_literals
from kg.validation.display_names import Names
from kg.validation.formats import FOR_MACHINES, FORMS
from kg.validation.notes import Remark
from kg.validation.positions import repository
from kg.validation.positions.data_positions import Files
from kg.validation.positions.located_report import LocatedReport, located
from kg.validation.report_cache import Conditions
from kg.validation.selection import baseline, scope, selected_results, unjudged_files
from kg.validation.selection import since as changes
from kg.validation.selection.selected_results import Selection
from kg.validation.shape_descriptions import Rules


@click.command("validate", cls=FilesCommand)
@click.argument("arguments", nargs=-1, metavar="[DATA]...")
@validation_options
@click.pass_obj
def validate(
    project: Project, /, format_of: str | None, contexts: tuple[str, ...], fetch: bool, **options: Any
) -> None:
    """Judge data by shapes.

    Prints each finding with its focus node, shape, message, file and line.

    With --shapes, or outside a project, DATA are files, folders, glob patterns, - for standard input, or addresses;
    without --shapes their own shapes judge them. In a project (a folder with kg.toml), the whole project is judged, and
    with DATA only the findings that stand in these files, or whose shapes do, are told and count.

    Exits with 0 if the data conforms, 1 if it does not, and 2 if data or shapes cannot be read.
    """
    chosen = Options(**options)
    try:
        # Millions of terms live until the process ends: looking for garbage among them takes a third of the time.
        with collector_paused():
            report = _report(with_inputs(project, format_of, contexts, fetch), chosen)
    except KgError as error:
        if chosen.form == "github":
            from kg.validation.formats import github

            click.echo(github.failure(error, lambda file: repository.name(project.root / file, project)))
        raise
    in_repository = repository.seen_from_root(report, project, Path.cwd())
    for name, path in chosen.files():
        _write(path, FORMS[name](in_repository if name in FOR_MACHINES else report))
    click.echo(_printed(in_repository if chosen.form in FOR_MACHINES else report, chosen.form), nl=False)
    sys.exit(report.exit_code)


def _report(project: Project, options: Options) -> LocatedReport:
    options.refuse_contradictions(project)
    languages = language.reading(project, options.lang)
    judged = validated_files.read(
        project, options.arguments, options.shapes, options.ontology, options.data_graphs, options.since
    )
    project, dataset, shapes = judged.project, judged.dataset, judged.shapes
    results = _results(judged, options, languages)
    selection = _selected(judged, options, results, languages)
    report = located(
        selection.report,
        project,
        dataset,
        shapes,
        languages=languages,
        fail_on=Severity(options.fail_on),
        max_results=options.max_results,
        seen_from=Path.cwd(),
    )
    unjudged = _unjudged_files(judged, results, options)
    idle = bool(unjudged) and len(unjudged) == len(judged.files) and not selection.report.results
    remarks = (*report.remarks, *validated_files.remarks(judged, results.report, languages), *selection.remarks)
    if not judged.comparison:
        files = Files(project, dataset, Path.cwd())
        remarks += tuple(rewritten_literals.remarks(project, dataset, files, languages, places=options.warnings))
    if options.lang and primary(options.lang) not in catalogue.interface_languages():
        remarks = (*remarks, notes.no_messages(options.lang, languages))
    if unjudged and not idle:
        remarks = (*remarks, notes.unjudged_files(unjudged, Files(project, dataset, Path.cwd()), languages))
    if options.strict_targets or options.strict:
        remarks = notes.strict(remarks, everything=options.strict)
    remarks = (*remarks, *_nothing_judged(judged, results, report, options, idle=idle))
    report = replace(report, remarks=remarks, left_out=selection.left_out, lists_all=options.warnings)
    if options.coverage:
        measured = coverage.measure(project, results.report, shapes, report.rules, report.names)
        remarks = (*report.remarks, *coverage_table.remarks(measured, languages))
        report = replace(report, coverage=measured, remarks=remarks)
    return report


def _results(judged: ValidatedFiles, options: Options, languages: tuple[str, ...]) -> Selection:
    """All results, or all that a change can affect."""
    project, dataset, shapes = judged.project, judged.dataset, judged.shapes
    comparison, ignored = judged.comparison, options.ignored(shapes.prefixes)
    files, processes = Files(project, dataset, Path.cwd()), options.processes(len(dataset.quads))
    limits = scope.named(project, dataset, shapes, options.scope_shapes, options.scope_nodes)
    if limits or comparison is None or demanded_regime(ShapesGraph(shapes.quads)):
        conditions = Conditions(judged.background, ignored, options.regime, limits, options.advanced)
        report = report_cache.judged(project, dataset, shapes, conditions, processes=processes)
        return Selection(scope.within(report) if limits else report)
    if comparison.change.reason:
        remarks = (notes.since(comparison.change, None, project, files, languages),)
        report = report_cache.judged(project, dataset, shapes, Conditions(ignored=ignored), processes=processes)
        return Selection(report, remarks=remarks)
    verdict = changes.judge(comparison, project, shapes, ignored)
    remarks = (notes.since(comparison.change, verdict, project, files, languages),)
    if comparison.change.statements and not verdict.judged and not verdict.skipped:
        report = report_cache.judged(project, dataset, shapes, Conditions(ignored=ignored), processes=processes)
        return Selection(report, remarks=remarks)
    return Selection(verdict.report, remarks=remarks)


def _unjudged_files(judged: ValidatedFiles, results: Selection, options: Options) -> tuple[Path, ...]:
    """The files that were named and that the judgement of the whole did not look at."""
    if not judged.files or not results.report.coverage:
        return ()
    project, dataset, shapes = judged.project, judged.dataset, judged.shapes
    evaluation = start(
        dataset.quads,
        shapes.quads,
        judged.background.quads if judged.background else (),
        options.ignored(shapes.prefixes),
        options.regime,
        advanced=options.advanced,
    )
    limits = scope.named(project, dataset, shapes, options.scope_shapes, options.scope_nodes)
    return unjudged_files.unjudged(project, dataset, shapes, judged.files, results.report, evaluation, limits)


def _nothing_judged(
    judged: ValidatedFiles, results: Selection, report: LocatedReport, options: Options, *, idle: bool
) -> Iterator[Remark]:
    """Why the whole data was not judged at all; of a part, the rest may have been judged before."""
    if results.report.coverage:
        shapes, names = judged.shapes, report.names
        remark = outcome.nothing_judged(
            results.report, judged.dataset, shapes, names, report.languages, limited=options.is_limited, idle=idle
        )
        if remark:
            yield replace(remark, weight=Severity.WARNING, fails=False) if options.allow_empty else remark


def _selected(judged: ValidatedFiles, options: Options, results: Selection, languages: tuple[str, ...]) -> Selection:
    """The results that the options ask for."""
    project, dataset, shapes = judged.project, judged.dataset, judged.shapes
    if judged.files:
        results = selected_results.in_files(results, project, dataset, shapes, judged.files, languages)
    file = options.baseline or options.write_baseline
    if file:
        names = Names.of(project, {**dataset.prefixes, **shapes.prefixes})
        rules = Rules(shapes.quads, names, languages)
        if options.write_baseline:
            baseline.write(file, results.report.results, rules)
        compared = baseline.compare(results.report.results, baseline.read(file), rules)
        partial = options.since or options.is_limited
        whole = not judged.files and not partial
        results = selected_results.new_since_baseline(results, compared, str(file), names, languages, whole=whole)
    return results


def _printed(report: LocatedReport, form: str) -> str:
    if form == "text":
        from kg.validation.formats import text

        return text.write(report, colour=text.wants_colour(sys.stdout, os.environ))
    return FORMS[form](report)


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
