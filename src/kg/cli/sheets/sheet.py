"""``kg sheet out`` and ``kg sheet in``: a data file as a workbook or a folder of CSV, and back."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
from pyoxigraph import NamedNode, Triple

from kg.cli.options import language
from kg.errors import UsageError
from kg.project import DATA, Project, required
from kg.spreadsheets import book as books
from kg.spreadsheets import book_folder, book_return
from kg.spreadsheets.book import Book
from kg.spreadsheets.column_key import ColumnKey
from kg.spreadsheets.grid import Problem

_SUFFIX = ".xlsx"
_MARKED = ".findings"
_SHOWN = 40
_LANG = click.option(
    "--lang", help="The language of names and messages, such as nl.  [default: the environment's, then English]"
)


@click.group("sheet")
def sheet() -> None:
    """Edit data in a spreadsheet: write a workbook, and read it back."""


@sheet.command("out")
@click.argument("target", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--force", is_flag=True, help="Replace TARGET, with what was edited in it.")
@_LANG
@click.pass_obj
def write_out(project: Project, target: Path, file: Path | None, lang: str | None, *, force: bool) -> None:
    """Write FILE, by default the largest data file, as TARGET: a workbook (.xlsx), else a folder of CSV files.

    A sheet is a class, a row a thing, a column a property, with help, drop-downs and rules from the shapes.
    """
    from kg.spreadsheets import book_workbook  # its library comes with the extra serve

    path = _data_file(required(project), file) if file else books.largest(project)
    if target.exists() and not force:
        raise UsageError(f"{target} is there already.", hint="Name another one, or replace it with --force.")
    book = books.of_file(project, path, language.reading(project, lang))
    if target.suffix.lower() == _SUFFIX:
        target.write_bytes(book_workbook.write(book))
    else:
        book_folder.write(book, target)
    rows = sum(len(grid.rows) for grid in book.grids)
    click.echo(f"{target}: {len(book.grids)} sheets with {rows} rows from {book.name}.", err=True)
    if book.untouched:
        click.echo(f"{len(book.untouched)} statements with blank nodes are not in it and stay as they are.", err=True)
    click.echo(f"Edit it and save it; then: kg sheet in {target}", err=True)


@sheet.command("in")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@_LANG
@click.pass_obj
def read_in(project: Project, source: Path, lang: str | None, *, dry_run: bool) -> None:
    """Take over what was edited in SOURCE: only the lines of what changed change in the data file.

    Where a cell cannot be read or a shape finds a violation, the data stays as it is, and a copy of the workbook has
    these cells in red, with what is wrong; the exit code is 1.
    """
    from kg.spreadsheets import book_workbook  # its library comes with the extra serve

    is_folder = source.is_dir()
    sheets = book_folder.read(source) if is_folder else book_workbook.read(source.read_bytes(), str(source))
    book = books.of_file(project, books.named(required(project), sheets), language.reading(project, lang))
    result = book_return.returned(book, sheets)
    for note in result.notes:
        click.echo(f"note: {note}", err=True)
    if result.problems:
        _refuse(source, result.problems)
    for warning in result.warnings:
        click.echo(f"warning: {warning}", err=True)
    if result.text is None:
        click.echo(f"{book.name}: nothing changes.", err=True)
        return
    for sign, triples in (("-", result.removed), ("+", result.added)):
        for triple in triples[:_SHOWN]:
            click.echo(f"{sign} {_line(book, triple)}")
        if len(triples) > _SHOWN:
            click.echo(f"{sign} … {len(triples) - _SHOWN} more")
    if not dry_run:
        book.path.write_text(result.text, "utf-8")
        _stamp(source, book, hashlib.sha256(result.text.encode()).hexdigest())
    counts = f"{len(result.added)} added, {len(result.removed)} removed"
    click.echo(f"{book.name}: {counts}{' (nothing is written)' if dry_run else ''}.", err=True)


def _stamp(source: Path, book: Book, digest: str) -> None:
    """Let the same workbook be edited on: it goes with the new state of the file."""
    from kg.spreadsheets import book_workbook  # its library comes with the extra serve

    if source.is_dir():
        book_folder.stamp(source, book, digest)
    else:
        source.write_bytes(book_workbook.stamped(source.read_bytes(), book.digest, digest))


def _data_file(project: Project, file: Path) -> Path:
    wanted = file.absolute()
    for path in project.files(DATA):
        if path == wanted and path.suffix == ".ttl":
            return path
    names = ", ".join(project.relative(path) for path in project.files(DATA) if path.suffix == ".ttl")
    raise UsageError(f"{file} is no Turtle file of this project's data.", hint=f"There are: {names}.")


def _refuse(source: Path, problems: Sequence[Problem]) -> NoReturn:
    """Say what is wrong, and leave it at the cells of a copy."""
    from kg.spreadsheets import book_workbook  # its library comes with the extra serve

    for problem in problems[:_SHOWN]:
        click.echo(f"{source.name}:{problem}" if problem.sheet else f"{source.name}: {problem.message}")
    if len(problems) > _SHOWN:
        click.echo(f"… {len(problems) - _SHOWN} more")
    if source.is_dir():
        copy = book_folder.put_findings(source, problems)
    else:
        copy = source.with_name(f"{source.stem.removesuffix(_MARKED)}{_MARKED}{_SUFFIX}")
        copy.write_bytes(book_workbook.marked(source.read_bytes(), problems))
    count = "1 thing" if len(problems) == 1 else f"{len(problems)} things"
    click.echo(f"{count} to mend, marked in {copy}; the data stays as it is.", err=True)
    sys.exit(1)


def _line(book: Book, triple: Triple) -> str:
    """A statement on one line, with short names."""
    names = book.cells.names
    assert isinstance(triple.subject, NamedNode)
    value = triple.object
    text = names.short(value.value) if isinstance(value, NamedNode) else str(value)
    key = ColumnKey(triple.predicate.value).text(names)
    return f"{names.short(triple.subject.value)}  {key}  {text}"
