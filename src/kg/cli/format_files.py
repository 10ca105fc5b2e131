"""``kg format``: writes Turtle files in canonical form, or reports those that are not."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click

from kg import project as projects
from kg.errors import DatasetError, UsageError
from kg.input import matching
from kg.project import DATA, ONTOLOGY, SHAPES, Project, required
from kg.rdf import canonical, formats, rebasing
from kg.rdf.source import syntax_errors


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="Change nothing; print the differences, and exit with 1 if there are any.")
@click.option(
    "--base", "is_rebased", is_flag=True, help="First write the base of kg.toml into the BASE lines of the project."
)
@click.pass_obj
def format_files(project: Project, paths: tuple[Path, ...], *, check: bool, is_rebased: bool) -> None:
    """Write Turtle files in canonical form: sorted, one value a line, so that diffs read like the change.

    PATHS are files or folders; the default is every Turtle file of the project. A file of a project within it has the
    form of that one. Outside a project, a file keeps its own prefixes and BASE. Literals are never altered.

    With --base, what is written relative to the BASE lines of data, ontology, shapes and questions then lies below the
    base of kg.toml; IRIs in full stay as they are.
    """
    if is_rebased:
        if paths or check:
            raise UsageError("--base is for the whole project, without PATHS and --check.")
        _rebase(required(project))
    if not paths:
        required(project)
    known = _Projects(project)
    files = _turtle_files(paths or (project.root,))
    differing = [path for path in files if _format(known[path.absolute().parent], path, check)]
    verb = "would be changed" if check else "changed"
    if differing:
        click.echo(f"{len(differing)} {'file' if len(differing) == 1 else 'files'} {verb}", err=True)
    if check and differing:
        sys.exit(1)


def _rebase(project: Project) -> None:
    """Write the project's base into the BASE lines of its own files that name another one."""
    shared = project.profile.names if project.profile else {}
    files = [path for path in project.files(ONTOLOGY, DATA, SHAPES) if path.suffix in (".ttl", ".trig")]
    for path in (*files, *project.queries(), *project.rules()):
        text = "" if path in shared else path.read_text("utf-8")
        if (base := rebasing.declared(text)) and not base.startswith(project.base):
            path.write_text(rebasing.rewritten(text, project.base), "utf-8")
            click.echo(f"{project.relative(path)}: BASE <{project.base}>, in place of <{base}>")


class _Projects(dict[Path, Project]):
    """The project of the files of each folder: the given one, unless the folder is in another one."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __missing__(self, folder: Path) -> Project:
        nearest = projects.nearest(folder)
        project = self[folder] = self._project if nearest.is_in_memory else nearest
        return project


def _turtle_files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            kind = formats.of_input(path.name)
            if kind not in (None, formats.TURTLE) or path.name.lower().endswith(formats.COMPRESSED):
                raise UsageError(f"{path} is no Turtle file.", hint="kg format has one form, that of Turtle (.ttl).")
            yield path
            continue
        yield from sorted(_below(path))


def _below(folder: Path) -> Iterator[Path]:
    """The Turtle files below a folder, without those of tools and of packages that these installed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if not name.startswith(".") and not matching.is_of_tool(f"{parent}/{name}", name)
        ]
        yield from (Path(parent, name) for name in names if name.endswith(".ttl") and not name.startswith("."))


def _format(project: Project, path: Path, check: bool) -> bool:
    """Rewrite the file, unless this is a check; true where it differs from its canonical form."""
    name = str(path)
    content = path.read_bytes()
    text = syntax_errors.text_of(content, name)
    try:
        canonical_text = canonical.form(
            text,
            base=None if project.is_in_memory else project.base,
            prefixes={} if project.is_in_memory else project.prefixes,
        )
    except SyntaxError as error:
        raise syntax_errors.mend(error, content, name) from error
    except DatasetError as error:
        raise DatasetError(error.message, file=name, line=error.line, column=error.column, hint=error.hint) from error
    if text == canonical_text:
        return False
    if check:
        diff = unified_diff(
            text.splitlines(True), canonical_text.splitlines(True), f"{name}", f"{name} (canonical)", n=1
        )
        click.echo("".join(diff), nl=False)
    else:
        path.write_text(canonical_text, encoding="utf-8")
    return True
