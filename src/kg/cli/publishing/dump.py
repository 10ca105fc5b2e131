"""``kg dump``: writes every dump that the service offers to files."""

from __future__ import annotations

from pathlib import Path

import click

from kg import revision as revisions
from kg.errors import UsageError
from kg.project import Project, required
from kg.publish.serialisations.dump import dump_all


@click.command("dump")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def dump(project: Project, folder: Path) -> None:
    """Write the dumps of every graph, in every format, below FOLDER.

    The data must conform to its shapes, and every literal is written as it stands in the files.
    """
    revision = revisions.current(required(project))
    try:
        written, refusals = dump_all(revision, folder)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}") from error
    for refusal in refusals:
        click.echo(f"warning: not written: {refusal}", err=True)
    click.echo(f"{len(written)} files below {folder}, revision {revision.digest[:12]} of {revision.day}", err=True)
