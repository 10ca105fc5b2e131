"""``kg release``: records what is published as a release, lists the releases, and withdraws one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime

import click

from kg import revision as revisions
from kg.errors import UsageError
from kg.history.releases import recording, release_history
from kg.project import Project, required

_EPOCH = "SOURCE_DATE_EPOCH"


@click.group("release")
def release() -> None:
    """Keep what was published: each release is a state of the data that never changes, in the folder releases/."""


@release.command("add")
@click.pass_obj
def add(project: Project) -> None:
    """Record the project's data as it is now as a release.

    Only what differs from the release before is stored. The release is named by the day and the digest of the revision;
    SOURCE_DATE_EPOCH in the environment sets the time. Where no statement and no rule of the computed graph differs
    from the newest release, nothing is recorded. Data that does not conform to its shapes is not recorded, unless
    kg.toml says so.
    """
    at = _now(os.environ)
    made = recording.record(revisions.current(required(project), at.date()), at)
    if made is None:
        click.echo("Nothing differs from the newest release, so none was added.", err=True)
        return
    click.echo(made.name)
    click.echo(f"{made.statements:,} statements: {made.added:,} added, {made.removed:,} removed", err=True)


@release.command("list")
@click.pass_obj
def show(project: Project) -> None:
    """Print the releases, the oldest first: name, statements, added, removed, and since when one is withdrawn."""
    for one in release_history.of(required(project)).releases:
        gone = f"\twithdrawn {one.withdrawn.at:%Y-%m-%d}" if one.withdrawn else ""
        click.echo(f"{one.name}\t{one.statements}\t+{one.added}\t-{one.removed}{gone}")


@release.command("withdraw")
@click.argument("name")
@click.option(
    "--reason",
    "reasons",
    nargs=2,
    multiple=True,
    required=True,
    metavar="LANG TEXT",
    help="Why, in a language such as en; again for each other language.",
)
@click.pass_obj
def withdraw(project: Project, name: str, reasons: tuple[tuple[str, str], ...]) -> None:
    """Withdraw the release NAME: its addresses answer 410 with the reason from then on.

    Its statements stay in the folder releases/, because the releases after it are stored as differences; who must
    remove them from there has to begin the folder anew.
    """
    gone = recording.withdraw(required(project), name, dict(reasons), datetime.now(UTC))
    click.echo(f"{gone.name} is withdrawn.", err=True)


@release.command("check")
@click.pass_obj
def check(project: Project) -> None:
    """Read every release and compare it with its checksums; names the first file that was damaged."""
    history = release_history.of(required(project))
    history.check()
    click.echo(f"{len(history.releases)} releases are as they were recorded.", err=True)


def _now(environment: Mapping[str, str]) -> datetime:
    """The time of SOURCE_DATE_EPOCH, else that of the clock."""
    text = environment.get(_EPOCH, "").strip()
    try:
        return datetime.fromtimestamp(int(text), UTC) if text else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"{_EPOCH}={text} is not a number of seconds since 1970.", hint=f"For example {_EPOCH}=$(date +%s)."
        ) from error
