"""The command line, one module a command: each translates options into a call of the layers below."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from kg import project as projects
from kg.errors import KgError, UsageError, exit_code
from kg.translations import catalogue

_HINT = "  Nothing was judged or written. With KG_TRACEBACK=1 in the environment, the command says where it happened."

_COMMANDS = {
    "accept": "publishing.accept",
    "build": "publishing.build",
    "diff": "diff",
    "dump": "publishing.dump",
    "format": "format_files",
    "import": "sheets.import_ties",
    "init": "set_up.init",
    "mcp": "publishing.mcp",
    "push": "publishing.push",
    "query": "query",
    "release": "publishing.release",
    "score": "score",
    "serve": "publishing.serve",
    "sheet": "sheets.sheet",
    "translations": "translations",
    "upgrade": "set_up.upgrade",
    "validate": "validate",
    "verify": "publishing.verify",
}
"""The module of each command below ``kg.cli``, which has it under its own name; it is loaded when it is used."""
_OF_SERVE = frozenset(
    {
        "babel",
        "backports",
        "brotli",
        "flask",
        "granian",
        "markdown_it",
        "openpyxl",
        "prometheus_client",
        "resvg_py",
        "uvloop",
    }
)
"""The modules that come with the extra ``serve``."""
_OF_MCP = frozenset({"mcp"})
"""The module that comes with the extra of that name."""
_OF_SIGN = frozenset({"cryptography"})
"""The module that comes with the extra ``sign``."""
_OF_UNIX = frozenset({"fcntl", "pwd", "resource"})


class _Commands(click.Group):
    """The commands, and what one says that needs what is not installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(f"kg.cli.{module}"), module.rpartition(".")[2])
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            raise _absent(error, f"{ctx.info_name} {ctx.invoked_subcommand}") from error


def _absent(error: ModuleNotFoundError, command: str) -> Exception:
    """What the user is told of a module that is not there; the error itself where it is not one that we know of."""
    module = (error.name or "").partition(".")[0]
    if module in _OF_SERVE:
        return UsageError(f"{command} needs: pip install 'city-ties[serve]'")
    if module in _OF_MCP:
        return UsageError(f"{command} needs: pip install 'city-ties[mcp]'")
    if module in _OF_SIGN:
        return UsageError(f"{command} needs: pip install 'city-ties[sign]'")
    if module in _OF_UNIX:
        return UsageError(f"{command} runs on Linux and macOS only.")
    return error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
    if context.invoked_subcommand != "translations":  # which mends them, so it reads them itself
        catalogue.use(context.obj.catalogues())


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
            import traceback

            traceback.print_exc()
        sys.exit(exit_code(KgError("")))
