"""``kg push``: loads the project's revision into the remote engines that ``kg.toml`` names."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing

import click

from kg import revision as revisions
from kg.cli.publishing import engine_report
from kg.errors import UsageError
from kg.project import Project, required
from kg.settings.remote import RemoteSettings


@click.command("push")
@click.option(
    "--patch",
    is_flag=True,
    help="Send only the difference to what the engine holds, and check what came of it (needs [query] update).",
)
@click.option(
    "--probe", is_flag=True, help="Push nothing: tell what each engine gets wrong, and which questions differ."
)
@click.pass_obj
def push(project: Project, patch: bool, probe: bool) -> None:
    """Load the project's revision into the remote engines that kg.toml names in [query] endpoint and graph_store.

    Readers see the previous revision until this one is loaded completely. The previous revision stays for the queries
    that still run on it; the next push deletes it, and what a push that was interrupted left behind.

    The engine makes a digest of each graph that it got, and of it again at the next push: a graph that somebody has
    changed there is sent whole, also where the engine has this revision already. With --patch, a graph is read again
    where its digest cannot tell.

    With --probe, small queries with known answers are asked on a few statements that are put into an engine and deleted
    again, and the named questions where it has this revision. The exit code is 1 where one of these differs.
    """
    settings = project.settings.remote
    if settings is None:
        raise UsageError(
            "kg.toml names no remote engine to push to.",
            hint="Set endpoint and graph_store in [query]; docs/serving.md shows how.",
        )
    if probe:
        revision = revisions.current(required(project))
        same = [engine_report.report(revision, settings, place) for place in range(len(settings.endpoints))]
        sys.exit(0 if all(same) else 1)
    sys.exit(0 if _pushed(project, settings, patch=patch) else 1)


def _pushed(project: Project, settings: RemoteSettings, *, patch: bool) -> bool:
    """Push to every engine, and print what became of it; says whether all have the revision now."""
    # Imported only here: the other commands work without that folder.
    from kg.query_engine.remote import push as pushing
    from kg.query_engine.remote.push import Engine
    from kg.query_engine.remote.pushed_copy import PushedCopies

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
    return not any(done.problem for done in pushes)
