"""``kg verify``: says whether a folder is what was signed."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("verify")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--key", "key", required=True, metavar="KEYS", type=click.Path(path_type=Path), help="A PEM file with public keys."
)
def verify(folder: Path, key: Path) -> None:
    """Say whether FOLDER, which kg build --sign wrote, is as it was signed with one of the KEYS.

    Every file that was changed, added or removed is named, and in the dumps the statements. Exit codes: 0 it is, 1 it
    is not, 2 it cannot be read.
    """
    from kg.release import signature, verification  # what they need comes with the extra "sign"

    lines = list(verification.findings(folder, signature.public_keys(key)))
    for line in lines:
        click.echo(line)
    if lines:
        click.echo(f"{folder} is not as it was signed.", err=True)
        sys.exit(1)
    click.echo(f"{folder} is as it was signed.", err=True)
