"""The options that several commands share: in what format input files are, and what may be read beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kg.errors import UsageError
from kg.input.inputs import STANDARD_INPUT
from kg.project import Project
from kg.rdf import formats
from kg.rdf.formats import Format


class FilesCommand(click.Command):
    """A command whose options for files take several values, as in ``DATA --shapes a.ttl b.ttl``.

    That is what a shell makes of ``--shapes shapes/*.ttl``. Where no argument stands before the option, it takes one
    value, so that ``--shapes s.ttl DATA`` means what it says.
    """

    several = ("--shapes", "--ontology")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each of its values, as Click expects it."""
        return super().parse_args(ctx, list(self._repeated(args)))

    def _repeated(self, args: Sequence[str]) -> Iterator[str]:
        with_value = {name for option in self.params if not _is_flag(option) for name in option.opts}
        option, positional, expects_value = "", False, False
        for number, argument in enumerate(args):
            if argument == "--":
                yield from args[number:]
                return
            if expects_value:
                expects_value = False
            elif argument.startswith("-") and argument != STANDARD_INPUT:
                option = argument if argument in self.several and positional else ""
                expects_value = argument in with_value
            elif option:
                yield option
            else:
                positional = True
            yield argument


def input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command; ``inputs_of`` reads them."""
    for option in (
        click.option("--fetch", is_flag=True, help="Allow the network: DATA and contexts may be http(s) addresses."),
        click.option(
            "--context", "contexts", multiple=True, metavar="IRI=FILE", help="The file of a JSON-LD context; repeat."
        ),
        click.option(
            "--format-of",
            metavar="FORMAT",
            help="The format of standard input (-) and of files whose names tell none, such as turtle or jsonld.",
        ),
    ):
        command = option(command)
    return command


def with_inputs(project: Project, format_of: str | None, contexts: Sequence[str], fetch: bool) -> Project:
    """The project with the options; raises UsageError for a format that is unknown, or a context without a file."""
    kind = _format(format_of) if format_of else None
    files = {**project.inputs.contexts, **dict(map(_context, contexts))}
    inputs = replace(project.inputs, format=kind, contexts=files, fetch=fetch)
    return replace(project, inputs=inputs)


def standard_input(arguments: Sequence[str]) -> bytes | None:
    """What stands on standard input, if an argument names it."""
    return sys.stdin.buffer.read() if STANDARD_INPUT in arguments else None


def _format(name: str) -> Format:
    known = formats.named(name, formats.RDF_FORMATS) or formats.of_input(f"x.{name.removeprefix('.')}")
    if not isinstance(known, Format):
        names = ", ".join(form.name for form in formats.RDF_FORMATS)
        raise UsageError(f"--format-of {name}: there is no such format.", hint=f"There are: {names}.")
    return known


def _context(option: str) -> tuple[str, Path]:
    iri, equals, file = option.rpartition("=")
    if not equals or not iri or not Path(file).is_file():
        raise UsageError(
            f"--context {option}: expected IRI=FILE, with a file that there is.",
            hint="As in --context https://www.w3.org/ns/did/v1=contexts/did.jsonld",
        )
    return iri, Path(file)


def _is_flag(option: click.Parameter) -> bool:
    return isinstance(option, click.Option) and option.is_flag
