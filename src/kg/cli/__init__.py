"""The command line, one module a command: each translates options into a call of the layers below."""

from __future__ import annotations

import os
import sys
import traceback
from io import TextIOWrapper
from pathlib import Path

import click

from kg import project as projects
from kg.cli import dump, format_files, push, query, serve, validate
from kg.errors import KgError, exit_code

_HINT = "  Nothing was judged or written. With KG_TRACEBACK=1 in the environment, the command says where it happened."


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="city-ties")
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="The project's folder, or any folder in it.  [default: here]",
)
@click.pass_context
def kg(context: click.Context, folder: Path) -> None:
    """Validate, query, format, serve and dump a city's relations as linked open data.

    Exit codes: 0 done or conforms, 1 does not conform, 2 cannot be read or wrong usage.
    """
    context.obj = projects.nearest(folder)


for command in (validate.validate, query.query, format_files.format_files, serve.serve, dump.dump, push.push):
    kg.add_command(command)


def main() -> None:
    """Run the command line; an expected error prints its message and sets the exit code, without traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # the name of a file may hold bytes that are not UTF-8
    try:
        kg.main(standalone_mode=True)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(exit_code(error))
    except BrokenPipeError:
        sys.exit(0)  # the reader of a pipe, such as head, has closed it
    except Exception as error:  # the one place: exit code 1 would say that data does not conform
        click.echo(f"kg: internal error: {type(error).__name__}: {error}\n{_HINT}", err=True)
        if os.environ.get("KG_TRACEBACK"):
            traceback.print_exc()
        sys.exit(exit_code(KgError("")))
