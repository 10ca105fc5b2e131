"""``kg accept``: confirms that data which is gone is to be gone."""

from __future__ import annotations

import click

from kg import revision as revisions
from kg.history.published_record import PublishedRecord
from kg.project import Project, required


@click.command("accept")
@click.pass_obj
def accept(project: Project) -> None:
    """Confirm the project's data as it is now, though a file, a graph or many statements of it are gone.

    kg serve does not publish such data before, for it may have vanished by mistake. A server that runs takes it at its
    next reload.
    """
    revision = revisions.current(required(project))
    PublishedRecord(project).keep(revision)
    click.echo(f"Confirmed: {len(revision.dataset.quads):,} statements, {revision.dataset.digest[:12]}.")
