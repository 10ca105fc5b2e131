"""``kg upgrade``: shows what the installed version of the project's profile changes, and takes it."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

import click

from kg import dataset as datasets
from kg.dataset import SHAPES_FOLDERS
from kg.errors import UsageError
from kg.profiles import profile_lock, shipped_profile
from kg.profiles.shipped_profile import LOCK, Profile
from kg.project import SETTINGS_FILE, Project, required
from kg.shacl.report import Severity
from kg.validation import report_cache

_VERSION = re.compile(r'^(version\s*=\s*)"[^"]*"', re.MULTILINE)
_SECTION = re.compile(r"^\[profile\]\n(?:(?!\[).*\n?)*", re.MULTILINE)


@click.command("upgrade")
@click.option(
    "--apply", "is_applied", is_flag=True, help="Pin the installed version in kg.toml, and write profile.lock."
)
@click.pass_obj
def upgrade(project: Project, is_applied: bool) -> None:
    """Show what the installed package changes in the profile that the project uses, and whether its data conforms.

    A profile is the ontology, the code lists, the shapes and the questions of the package, which kg.toml names with
    its version under [profile].

    Exits with 0 if nothing differs or it is applied, 1 if something does, and 2 if there is no profile.
    """
    used = required(project).settings.profile
    if not used.use:
        raise UsageError("This project uses no profile.", hint='kg.toml names one: [profile] use = "city-ties".')
    profile = shipped_profile.installed(used.use)
    is_known = (project.root / LOCK).exists()
    differing = profile_lock.changes(profile, project.root) if is_known else []
    counted = _counted(len(differing)) if is_known else f"what differs is not known, for there is no {LOCK}"
    click.echo(f"{profile.name} {used.version or '(no version pinned)'} → {profile.version}: {counted}.")
    for change in differing:
        click.echo(f"  {change}")
    is_open = bool(differing) or not is_known or used.version != profile.version
    if is_open or is_applied:
        click.echo(_verdict(project, profile))
    if is_applied:
        _pin(project, profile)
    elif is_open:
        click.echo("Nothing is written: kg upgrade --apply takes it.")
        sys.exit(1)


def _counted(number: int) -> str:
    return f"{number} {'part differs' if number == 1 else 'parts differ'}" if number else "no part differs"


def _verdict(project: Project, profile: Profile) -> str:
    """Whether the project's data conforms with the installed profile."""
    pinned = replace(project.settings.profile, version=profile.version)
    upgraded = replace(project, settings=replace(project.settings, profile=pinned))
    shapes = datasets.load(upgraded, SHAPES_FOLDERS)
    report = report_cache.judged(upgraded, datasets.load_compact(upgraded), shapes)
    violations = sum(result.severity is Severity.VIOLATION for result in report.results)
    if not violations:
        return "The data conforms with it."
    return f"The data does not conform with it, {violations} violations: kg validate lists them once it is applied."


def _pin(project: Project, profile: Profile) -> None:
    """Write the version into kg.toml, where it stands or below the profile's name, and the lock."""
    path = project.root / SETTINGS_FILE
    text = path.read_text("utf-8")
    section = _SECTION.search(text)
    if section is None:
        raise UsageError(f"{path} has no section [profile].", hint=f'Write it with version = "{profile.version}".')
    pinned, count = _VERSION.subn(rf'\g<1>"{profile.version}"', section[0])
    if not count:
        pinned = section[0].replace("[profile]\n", f'[profile]\nversion = "{profile.version}"\n', 1)
    path.write_text(text[: section.start()] + pinned + text[section.end() :], "utf-8")
    (project.root / LOCK).write_text(profile_lock.written(profile), "utf-8")
    click.echo(f"Written: {SETTINGS_FILE}, {LOCK}.")
