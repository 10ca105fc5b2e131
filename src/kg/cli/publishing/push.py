"""``kg push``: loads the project's revision into the remote engine that ``kg.toml`` names."""

from __future__ import annotations

from contextlib import closing

import click

from kg import revision as revisions
from kg.errors import UsageError
from kg.project import Project, required


@click.command("push")
@click.pass_obj
def push(project: Project) -> None:
    """Load the project's revision into the remote engine that kg.toml names in [query] endpoint and graph_store.

    Readers see the previous revision until this one is loaded completely. The previous revision stays for the queries
    that still run on it; the next push deletes it.
    """
    # Imported only here: the other commands work without that folder.
    from kg.query_engine.remote import push as pushing
    from kg.query_engine.remote.graph_store import GraphStore

    settings = project.settings.remote
    if settings is None:
        raise UsageError(
            "kg.toml names no remote engine to push to.",
            hint="Set endpoint and graph_store in [query]; docs/serving.md shows how.",
        )
    with closing(GraphStore(settings)) as store:
        revision = revisions.current(required(project))
        done = pushing.push(revision, store, on_loaded=lambda name: click.echo(f"loaded {name}"))
    if not done.uploaded:
        click.echo(f"The engine has this revision already: {done.digest}")
        return
    for name in done.deleted:
        click.echo(f"deleted {name}")
    click.echo(f"The engine answers from revision {done.digest}.")
