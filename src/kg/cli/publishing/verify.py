"""``kg verify``: says whether a folder is what was signed."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.input.download import is_address


class _FolderOrAddress(click.Path):
    """A folder that is there, or an address on the web as it is written."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        return text if is_address(text) else str(super().convert(text, param, ctx))


@click.command("verify")
@click.argument("folder", metavar="FOLDER|URL", type=_FolderOrAddress(exists=True, file_okay=False))
@click.option(
    "--key", "key", required=True, metavar="KEYS", type=click.Path(path_type=Path), help="A PEM file with public keys."
)
def verify(folder: str, key: Path) -> None:
    """Say whether FOLDER, which kg build --sign wrote, is as it was signed with one of the KEYS.

    Every file that was changed, added or removed is named, and in the dumps the statements. At a URL, every file that
    is listed is fetched; one that was added there is not known. Exit codes: 0 it is, 1 it is not, 2 it cannot be read.
    """
    from kg.release import published_folder, signature, verification  # what they need comes with the extra "sign"

    keys = signature.public_keys(key)
    if is_address(folder):
        with TemporaryDirectory(prefix="kg-verify-") as into:
            lacking = published_folder.fetch(folder, Path(into), partial(click.echo, err=True))
            known = {f"{name}: missing": f"{name}: {reason}" for name, reason in lacking.items()}
            lines = [known.get(line, line) for line in verification.findings(Path(into), keys)]
    else:
        lines = list(verification.findings(Path(folder), keys))
    for line in lines:
        click.echo(line)
    if lines:
        click.echo(f"{folder} is not as it was signed.", err=True)
        sys.exit(1)
    click.echo(f"{folder} is as it was signed.", err=True)
