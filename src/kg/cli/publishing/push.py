"""``kg push``: loads the project's revision into the remote engines that ``kg.toml`` names."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing

import click

from kg import revision as revisions
from kg.errors import UsageError
from kg.project import Project, required


@click.command("push")
@click.option("--patch", is_flag=True, help="Send only the difference to what the engine holds (needs [query] update).")
@click.pass_obj
def push(project: Project, patch: bool) -> None:
    """Load the project's revision into the remote engines that kg.toml names in [query] endpoint and graph_store.

    Readers see the previous revision until this one is loaded completely. The previous revision stays for the queries
    that still run on it; the next push deletes it, and what a push that was interrupted left behind.
    """
    # Imported only here: the other commands work without that folder.
    from kg.query_engine.remote import push as pushing
    from kg.query_engine.remote.push import Engine
    from kg.query_engine.remote.pushed_copy import PushedCopies

    settings = project.settings.remote
    if settings is None:
        raise UsageError(
            "kg.toml names no remote engine to push to.",
            hint="Set endpoint and graph_store in [query]; docs/serving.md shows how.",
        )
    copies = PushedCopies(project.state / "pushed") if settings.update else None
    with ExitStack() as stack:
        engines = [
            stack.enter_context(closing(Engine(settings, place, project.base, patch=patch)))
            for place in range(len(settings.endpoints))
        ]
        revision = revisions.current(required(project))
        pushes = pushing.push(revision, engines, copies, lambda name, how: click.echo(f"loaded {name} ({how})"))
    for done in pushes:
        which = f"The engine at {done.engine}" if len(pushes) > 1 else "The engine"
        for name in done.deleted:
            click.echo(f"deleted {name}")
        if done.problem:
            click.echo(f"{which} failed and answers as before: {done.problem}", err=True)
        elif not done.uploaded:
            click.echo(f"{which} has this revision already: {done.digest}")
        else:
            click.echo(f"{done.sent} statements were sent. {which} answers from revision {done.digest}.")
    if any(done.problem for done in pushes):
        sys.exit(1)
