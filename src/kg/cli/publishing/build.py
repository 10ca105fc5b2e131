"""``kg build``: writes everything that is published as one folder."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from kg.project import Project, required


@click.command("build")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--site", is_flag=True, help="Write every page too, to be served without this software.")
@click.option(
    "--at", "address", metavar="URL", help="Where the site will be published.  [default: public or base in kg.toml]"
)
@click.option(
    "--sign", "key", metavar="KEY", type=click.Path(path_type=Path), help="Sign it with the Ed25519 key of a PEM file."
)
@click.pass_obj
def build(project: Project, folder: Path, *, site: bool, address: str | None, key: Path | None) -> None:
    """Write all data, in every format, into FOLDER, with the checksum of each file.

    The same files give the same folder, byte for byte, on any machine and day: what depends on a day is computed for
    that of SOURCE_DATE_EPOCH in the environment, else for the day on which the catalogue says the data was modified.
    FOLDER is written beside the former one and takes its place at the end. Data that does not conform to its shapes is
    not written, unless kg.toml says so.
    """
    from kg.release import folder_build  # what it needs comes with the extra "serve"

    settings = required(project).settings
    public = (address or settings.serve.public or settings.base).rstrip("/") + "/"
    built = folder_build.build(
        project,
        folder,
        os.environ,
        date.today(),
        lambda line: click.echo(line, err=True),
        public if site else None,
        key,
    )
    for warning in built.warnings:
        click.echo(f"warning: {warning}", err=True)
    revision = built.revision
    click.echo(f"{built.files} files in {folder}, revision {revision.digest[:12]} of {revision.day}", err=True)
