"""The options of ``kg validate``, and which of them contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from pyoxigraph import NamedNode

from kg.cli.options.input_options import input_options
from kg.errors import UsageError
from kg.project import Project
from kg.shacl.inference.closure import Regime
from kg.shacl.processes import forked_evaluation
from kg.shacl.report import Severity
from kg.shacl.shape_problems import Ignored, ProblemKind
from kg.validation.formats import FORMS

_FILE = click.Path(path_type=Path, dir_okay=False)
_OPTIONS = (
    click.option(
        "--shapes",
        multiple=True,
        metavar="SHAPES...",
        help="Judge DATA by the shapes in these files, without a project.",
    ),
    click.option(
        "--ontology", multiple=True, metavar="FILES...", help="Statements that count as the data's but are not judged."
    ),
    click.option(
        "--data-graph",
        "data_graphs",
        multiple=True,
        metavar="IRI",
        help="Judge only this named graph; repeat.",
    ),
    click.option("--shape", "scope_shapes", multiple=True, metavar="IRI", help="Judge by this shape only; repeat."),
    click.option("--focus", "scope_nodes", multiple=True, metavar="IRI", help="Judge this node only; repeat."),
    input_options,
    click.option(
        "--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="What to print."
    ),
    click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="FORM=FILE",
        help="Also write the report in this form to a file; may be repeated: --output sarif=report.sarif",
    ),
    click.option(
        "--lang", help="The language of the messages, such as nl.  [default: the environment's, then English]"
    ),
    click.option(
        "--fail-on",
        type=click.Choice([severity.value for severity in Severity]),
        default=Severity.VIOLATION.value,
        show_default=True,
        help="The least severity with which the data does not conform.",
    ),
    click.option(
        "--max-results", type=click.IntRange(1), default=1000, show_default=True, help="How many to show in full."
    ),
    click.option("--baseline", type=_FILE, help="Leave out the findings of this file: only new ones fail."),
    click.option("--write-baseline", type=_FILE, help="Write the findings of now to this file, and exit with 0."),
    click.option("--since", metavar="REV", help="Judge only what has changed since this git revision, such as HEAD~1."),
    click.option("--warnings", is_flag=True, help="List also what does not make the data fail; else it is one line."),
    click.option("--coverage", is_flag=True, help="Tell which shapes and constraints were put to the test."),
    click.option("--strict-targets", is_flag=True, help="Fail if a shape has no focus node in the data."),
    click.option(
        "--strict", is_flag=True, help="Fail on every warning about files and shapes, such as a missing import."
    ),
    click.option("--allow-empty", is_flag=True, help="Exit with 0 also if no shape has anything to judge in the data."),
    click.option(
        "--ignore",
        multiple=True,
        metavar="KIND,...",
        help=f"Leave out what has these problems, or these shapes: {', '.join(ProblemKind)}.",
    ),
    click.option(
        "--infer",
        type=click.Choice([regime.value for regime in Regime]),
        help="Infer statements first: RDFS, OWL 2 RL.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        help="Judge in so many processes; the report is the same.  [default: one for each processor if data is large]",
    ),
    click.option(
        "--advanced", is_flag=True, help="Use SHACL Advanced Features: rules, functions, expressions, targets."
    ),
)


def validation_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, in the order of its help; its parameters beside them are ``Options``'."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


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
    jobs: int | None

    @property
    def regime(self) -> Regime | None:
        """What is inferred before the data is judged."""
        return Regime(self.infer) if self.infer else None

    @property
    def is_limited(self) -> bool:
        """Whether the run is limited to some shapes or nodes."""
        return bool(self.scope_shapes or self.scope_nodes)

    def processes(self, statements: int) -> int:
        """In how many processes so many statements are judged."""
        return self.jobs or forked_evaluation.usual_processes(statements)

    def ignored(self, prefixes: Mapping[str, str]) -> frozenset[Ignored]:
        """The problems that are left out: those of a kind, or of a shape, whose IRI ``prefixes`` may shorten."""
        names = [name.strip() for value in self.ignore for name in value.split(",")]
        return frozenset(_ignored(name, prefixes) for name in names)

    def files(self) -> list[tuple[str, Path]]:
        """The forms in which the report is also written, each with its file; raises UsageError."""
        return [_form_and_file(option) for option in self.outputs]

    def refuse_contradictions(self, project: Project) -> None:
        """Raise UsageError for options that do not go together."""
        if self.baseline and self.write_baseline:
            raise UsageError(
                "--baseline and --write-baseline contradict each other.",
                hint="--write-baseline FILE replaces the file; --baseline FILE compares with it.",
            )
        loose = bool(self.shapes) or project.is_in_memory
        if self.write_baseline and ((self.arguments and not loose) or self.since):
            raise UsageError("A baseline is written of the whole project: without FILES and without --since.")
        if self.coverage and self.since:
            raise UsageError("Coverage is measured on the whole project: without --since.")
        if self.since and (loose or self.ontology or self.data_graphs):
            raise UsageError(
                "--since compares the files of a project: without --shapes, --ontology and --data-graph.",
                hint="A project is a folder with a kg.toml.",
            )
        if self.since and (self.infer or self.advanced):
            raise UsageError("--since judges statements that are written in files: without --infer and --advanced.")
        if self.is_limited and (self.since or self.write_baseline or self.coverage):
            raise UsageError("--shape and --focus judge a part: without --since, --write-baseline and --coverage.")
        self.files()


def _ignored(name: str, prefixes: Mapping[str, str]) -> Ignored:
    if name in list(ProblemKind):
        return ProblemKind(name)
    prefix, colon, local = name.strip("<>").partition(":")
    if not colon:
        hint = f"There are {', '.join(ProblemKind)}, and the IRI of a shape."
        raise UsageError(f"--ignore {name}: there is no such kind of problem.", hint=hint)
    return NamedNode(prefixes[prefix] + local if prefix in prefixes else f"{prefix}:{local}")


def _form_and_file(option: str) -> tuple[str, Path]:
    name, equals, path = option.partition("=")
    if not equals or not path or name not in FORMS:
        raise UsageError(f"--output {option}: expected FORM=FILE.", hint=f"Forms: {', '.join(FORMS)}.")
    return name, Path(path)
