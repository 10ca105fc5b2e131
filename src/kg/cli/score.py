"""``kg score``: what the European data portal makes of a DCAT catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import click
from pyoxigraph import NamedNode

from kg import dataset as datasets
from kg import loose_files
from kg.cli.options.input_options import input_options, with_inputs
from kg.errors import DatasetError, UsageError
from kg.input import download
from kg.project import Project, required
from kg.publish.quality import catalogue_score
from kg.publish.quality.catalogue_score import AUTHORITY, WHOLE, Catalogue, Judgement
from kg.rdf.namespaces import SH
from kg.shacl.report import Severity
from kg.shacl.shape_problems import ProblemKind
from kg.validation import report_cache
from kg.validation.report_cache import Conditions

_CLASS = NamedNode(SH + "ClassConstraintComponent")


@click.command("score")
@click.argument("files", nargs=-1, metavar="[FILES]...")
@input_options
@click.option("--shapes", multiple=True, metavar="FILE", help="The shapes of DCAT-AP; repeat. They are not bundled.")
@click.option(
    "--at",
    "places",
    multiple=True,
    metavar="IRI=ADDRESS",
    help="Where what starts with the IRI answers, such as https://example.org/=http://127.0.0.1:5000/; repeat.",
)
@click.pass_obj
def score(
    project: Project,
    files: tuple[str, ...],
    shapes: tuple[str, ...],
    places: tuple[str, ...],
    format_of: str | None,
    contexts: tuple[str, ...],
    fetch: bool,
) -> None:
    """Score a DCAT catalogue as the European data portal does, with what each data set and file lacks.

    FILES are files or, with --fetch, addresses of the catalogue; without, the project's own data is read. Whether
    addresses answer is tried with --fetch only; whether the catalogue keeps DCAT-AP, with --shapes only. What is not
    tried counts nothing, and is named. Exits with 0 whatever the score is.
    """
    project = with_inputs(project, format_of, contexts, fetch)
    chosen = loose_files.of_files(project, files, shapes=shapes, here=Path.cwd()) if files else required(project)
    dataset = datasets.load(chosen)
    reach = _reaching(dict(map(_place, places))) if fetch else _not_tried
    catalogue = Catalogue(dataset.quads, reach, _conforms(project, files, shapes))
    if not catalogue.all("dcat:Dataset"):
        raise UsageError("There is no dcat:Dataset to score.")
    result = catalogue_score.score(catalogue)
    for dimension, judgements in groupby(result.judgements, key=lambda judgement: judgement.indicator.dimension):
        click.echo(dimension)
        for judgement in judgements:
            click.echo(_line(judgement))
    click.echo(f"\n{result.points} of {WHOLE} points: {result.rating}")


def _line(judgement: Judgement) -> str:
    indicator = judgement.indicator
    points = f"{judgement.points:5.1f}".removesuffix(".0").rjust(5)
    if judgement.share is None:
        note = "  not tried: say --shapes FILE" if "DCAT-AP" in indicator.name else "  not tried: say --fetch"
    else:
        note = "  not: " + ", ".join(map(catalogue_score.short, judgement.lacking)) if judgement.lacking else ""
    return f"  {points} of {indicator.points:2}  {indicator.name}{note}"


def _conforms(project: Project, files: Sequence[str], shapes: Sequence[str]) -> bool | None:
    """Whether the catalogue breaks no shape.

    The class of a node that it does not describe, or of a concept of the EU's authority tables, stands elsewhere.
    """
    if not shapes:
        return None
    data = files or [str(path) for path in datasets.files_of(required(project))]
    judged = loose_files.of_files(project, data, shapes=shapes, here=Path.cwd())
    dataset, rules = datasets.load(judged), datasets.load(judged, datasets.SHAPES_FOLDERS)
    report = report_cache.judged(judged, dataset, rules, Conditions(ignored=frozenset(ProblemKind)))
    described = {quad.subject for quad in dataset.quads if not str(quad.subject).startswith(f"<{AUTHORITY}")}
    return not any(
        result.severity is Severity.VIOLATION and (result.component != _CLASS or result.value in described)
        for result in report.results
    )


def _place(text: str) -> tuple[str, str]:
    iri, sign, address = text.partition("=")
    if not (sign and iri and download.is_address(address)):
        raise UsageError(f"--at {text}: expected an IRI, = and an address, such as https://a.org/=http://b.org/")
    return iri, address


def _not_tried(_address: str) -> None:
    return None


def _reaching(places: dict[str, str]) -> Callable[[str], bool]:
    """Whether an address answers, each asked once."""
    known: dict[str, bool] = {}

    def reach(address: str) -> bool:
        start = next((iri for iri in places if address.startswith(iri)), None)
        target = places[start] + address.removeprefix(start) if start is not None else address
        if target not in known:
            try:
                download.download(target, accept="*/*")
                known[target] = True
            except DatasetError:
                known[target] = False
        return known[target]

    return reach
