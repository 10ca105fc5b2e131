"""``kg import``: adds the ties of a plain table, one row a tie, to the data."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from kg.city_relations.tie_import import imported_ties, tie_rows
from kg.city_relations.tie_import.gazetteer import Gazetteer, Place
from kg.errors import UsageError
from kg.project import DATA, Project, required
from kg.spreadsheets import book, csv_text


@click.command("import")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--cities",
    "extract",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="An extract of GeoNames, such as cities15000.txt.",
)
@click.option(
    "--names",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="GeoNames' names by language, alternateNamesV2.txt: new cities get those of the project's languages.",
)
@click.option("--encoding", default=csv_text.UTF_8, help="The encoding of TABLE.  [default: utf-8]")
@click.option("--into", type=click.Path(path_type=Path, exists=True), help="The data file.  [default: the largest]")
@click.option("--dry-run", is_flag=True, help="Say what would be added, and write nothing.")
@click.pass_obj
def import_ties(
    project: Project, table: Path, extract: Path, names: Path | None, encoding: str, into: Path | None, *, dry_run: bool
) -> None:
    """Add the ties of TABLE, a CSV file with a row for each, to the data.

    Its columns are city, country, kind, from, to, source, quote, and some more (docs/spreadsheets.md). All rows are
    taken, or none: what is wrong is told by row and column; where a name is not enough, a copy of TABLE has proposals.
    """
    path = _data_file(required(project), into)
    rows, problems = tie_rows.read(table, encoding)
    gazetteer = Gazetteer.read(extract)
    if names:
        gazetteer.read_names(names, project.languages)
    result = imported_ties.imported(project, path, rows, gazetteer)
    problems = sorted([*problems, *result.problems], key=lambda problem: problem.row)
    for number, places in result.proposals.items():
        click.echo(f"{table.name}, row {number}, city: it may be {' or '.join(map(str, places))}.")
    for problem in problems:
        click.echo(f"{table.name}, {problem}")
    if result.proposals:
        copy = _propose(table, encoding, result.proposals)
        click.echo(f"{copy} has the likeliest in its column geonames: check it, and import that file.", err=True)
    if problems or result.proposals or result.text is None:
        click.echo("Nothing is imported.", err=True)
        sys.exit(1)
    for warning in result.warnings:
        click.echo(f"warning: {table.name}, {warning}", err=True)
    if not dry_run:
        path.write_text(result.text, "utf-8")
    done = "would be added to" if dry_run else "added to"
    click.echo(f"{result.ties} ties and {result.cities} cities {done} {project.relative(path)}.", err=True)


def _data_file(project: Project, into: Path | None) -> Path:
    if into is None:
        return book.largest(project)
    if into.absolute() not in project.files(DATA) or into.suffix != ".ttl":
        raise UsageError(f"{into} is no Turtle file of this project's data.")
    return into.absolute()


def _propose(table: Path, encoding: str, proposals: Mapping[int, tuple[Place, ...]]) -> Path:
    """A copy of the table with the likeliest place of each row that is not sure, and all that it may be beside it."""
    lines, first = tie_rows.table(table, encoding)
    head = [name.strip().casefold() for name in lines[first]]
    for name in ("geonames", "proposal"):
        if name not in head:
            head.append(name)
            lines[first].append(name)
    for number, line in enumerate(lines[first + 1 :], first + 2):
        line += [""] * (len(head) - len(line))
        if number in proposals:
            line[head.index("geonames")] = proposals[number][0].number
            line[head.index("proposal")] = "; ".join(map(str, proposals[number]))
    copy = table.with_name(f"{table.stem.removesuffix('.proposed')}.proposed.csv")
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    copy.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    return copy
