"""``kg validate``: judge data by shapes, and say where each finding stands."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from pyoxigraph import NamedNode

from kg.cli import language, validated_files
from kg.cli.input_options import FilesCommand, input_options, with_inputs
from kg.cli.validated_files import ValidatedFiles
from kg.errors import KgError, UsageError
from kg.project import Project
from kg.shacl.data_graph import collector_paused
from kg.shacl.inference.closure import Regime
from kg.shacl.report import Severity
from kg.shacl.shape_problems import Ignored, ProblemKind
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.validator import demanded_regime
from kg.validation import coverage, coverage_table, notes, outcome, report_cache
from kg.validation.display_names import Names
from kg.validation.formats import FOR_MACHINES, FORMS
from kg.validation.notes import Remark
from kg.validation.positions import repository
from kg.validation.positions.located_report import LocatedReport, located
from kg.validation.selection import baseline, scope, selected_results
from kg.validation.selection import since as changes
from kg.validation.selection.selected_results import Selection
from kg.validation.shape_descriptions import Rules

_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Options:
    """The options as given."""

    arguments: tuple[str, ...]
    shapes: tuple[str, ...]
    ontology: tuple[str, ...]
    data_graphs: tuple[str, ...]
    scope_shapes: tuple[str, ...]
    scope_nodes: tuple[str, ...]
    form: str
    outputs: tuple[str, ...]
    lang: str | None
    fail_on: str
    max_results: int
    baseline: Path | None
    write_baseline: Path | None
    since: str | None
    warnings: bool
    coverage: bool
    strict_targets: bool
    strict: bool
    allow_empty: bool
    ignore: tuple[str, ...]
    infer: str | None
    advanced: bool

    @property
    def regime(self) -> Regime | None:
        """What is inferred before the data is judged."""
        return Regime(self.infer) if self.infer else None

    def ignored(self, prefixes: Mapping[str, str]) -> frozenset[Ignored]:
        """The problems that are left out: those of a kind, or of a shape, whose IRI ``prefixes`` may shorten."""
        names = [name.strip() for value in self.ignore for name in value.split(",")]
        return frozenset(_ignored(name, prefixes) for name in names)


def _ignored(name: str, prefixes: Mapping[str, str]) -> Ignored:
    if name in list(ProblemKind):
        return ProblemKind(name)
    prefix, colon, local = name.strip("<>").partition(":")
    if not colon:
        hint = f"There are {', '.join(ProblemKind)}, and the IRI of a shape."
        raise UsageError(f"--ignore {name}: there is no such kind of problem.", hint=hint)
    return NamedNode(prefixes[prefix] + local if prefix in prefixes else f"{prefix}:{local}")


@click.command("validate", cls=FilesCommand)
@click.argument("arguments", nargs=-1, metavar="[DATA]...")
@click.option(
    "--shapes", multiple=True, metavar="SHAPES...", help="Judge DATA by the shapes in these files, without a project."
)
@click.option(
    "--ontology", multiple=True, metavar="FILES...", help="Statements that count as the data's but are not judged."
)
@click.option(
    "--data-graph", "data_graphs", multiple=True, metavar="IRI", help="Judge only this named graph; may be repeated."
)
@click.option("--shape", "scope_shapes", multiple=True, metavar="IRI", help="Judge by this shape only; repeat.")
@click.option("--focus", "scope_nodes", multiple=True, metavar="IRI", help="Judge this node only; repeat.")
@input_options
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
    type=click.Choice([severity.value for severity in Severity]),
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
@click.option("--warnings", is_flag=True, help="List also what does not make the data fail; else it is one line.")
@click.option("--coverage", is_flag=True, help="Tell which shapes and constraints were put to the test.")
@click.option("--strict-targets", is_flag=True, help="Fail if a shape has no focus node in the data.")
@click.option("--strict", is_flag=True, help="Fail on every warning about files and shapes, such as a missing import.")
@click.option("--allow-empty", is_flag=True, help="Exit with 0 also if no shape has anything to judge in the data.")
@click.option(
    "--ignore",
    multiple=True,
    metavar="KIND,...",
    help=f"Leave out what has these problems, or these shapes: {', '.join(ProblemKind)}.",
)
@click.option(
    "--infer", type=click.Choice([regime.value for regime in Regime]), help="Infer statements first: RDFS, OWL 2 RL."
)
@click.option("--advanced", is_flag=True, help="Use SHACL Advanced Features: rules, functions, expressions, targets.")
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
    for name, path in _outputs(chosen):
        _write(path, FORMS[name](in_repository if name in FOR_MACHINES else report))
    click.echo(_printed(in_repository if chosen.form in FOR_MACHINES else report, chosen.form), nl=False)
    sys.exit(report.exit_code)


def _report(project: Project, options: Options) -> LocatedReport:
    _refuse_contradictions(project, options)
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
    remarks = (*report.remarks, *validated_files.remarks(judged, languages), *selection.remarks)
    if options.strict_targets or options.strict:
        remarks = notes.strict(remarks, everything=options.strict)
    remarks = (*remarks, *_nothing_judged(judged, results, report, options))
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
    limits = scope.named(project, dataset, shapes, options.scope_shapes, options.scope_nodes)
    if limits or comparison is None or demanded_regime(ShapesGraph(shapes.quads)):
        report = report_cache.judged(
            project,
            dataset,
            shapes,
            judged.background,
            ignored,
            options.regime,
            limits,
            advanced=options.advanced,
        )
        return Selection(scope.within(report) if limits else report)
    if comparison.change.reason:
        remarks = (notes.since(comparison.change, None, languages),)
        return Selection(report_cache.judged(project, dataset, shapes, ignored=ignored), remarks=remarks)
    verdict = changes.judge(comparison, project, shapes, ignored)
    remarks = (notes.since(comparison.change, verdict, languages),)
    if comparison.change.statements and not verdict.judged and not verdict.skipped:
        return Selection(report_cache.judged(project, dataset, shapes, ignored=ignored), remarks=remarks)
    return Selection(verdict.report, remarks=remarks)


def _nothing_judged(
    judged: ValidatedFiles, results: Selection, report: LocatedReport, options: Options
) -> Iterator[Remark]:
    """Why the whole data was not judged at all; of a part, the rest may have been judged before."""
    if results.report.coverage:
        shapes, names = judged.shapes, report.names
        limited = bool(options.scope_shapes or options.scope_nodes)
        remark = outcome.nothing_judged(
            results.report, judged.dataset, shapes, names, report.languages, limited=limited
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
        partial = options.since or options.scope_shapes or options.scope_nodes
        whole = not judged.files and not partial
        results = selected_results.new_since_baseline(results, compared, str(file), names, languages, whole=whole)
    return results


def _refuse_contradictions(project: Project, options: Options) -> None:
    if options.baseline and options.write_baseline:
        raise UsageError(
            "--baseline and --write-baseline contradict each other.",
            hint="--write-baseline FILE replaces the file; --baseline FILE compares with it.",
        )
    loose = bool(options.shapes) or project.is_in_memory
    if options.write_baseline and ((options.arguments and not loose) or options.since):
        raise UsageError("A baseline is written of the whole project: without FILES and without --since.")
    if options.coverage and options.since:
        raise UsageError("Coverage is measured on the whole project: without --since.")
    if options.since and (loose or options.ontology or options.data_graphs):
        raise UsageError(
            "--since compares the files of a project: without --shapes, --ontology and --data-graph.",
            hint="A project is a folder with a kg.toml.",
        )
    if options.since and (options.infer or options.advanced):
        raise UsageError("--since judges statements that are written in files: without --infer and --advanced.")
    if (options.scope_shapes or options.scope_nodes) and (options.since or options.write_baseline or options.coverage):
        raise UsageError("--shape and --focus judge a part: without --since, --write-baseline and --coverage.")
    _outputs(options)


def _printed(report: LocatedReport, form: str) -> str:
    if form == "text":
        from kg.validation.formats import text

        return text.write(report, colour=text.wants_colour(sys.stdout, os.environ))
    return FORMS[form](report)


def _outputs(options: Options) -> list[tuple[str, Path]]:
    return [_form_and_file(option) for option in options.outputs]


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
