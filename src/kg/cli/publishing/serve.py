"""``kg serve``: runs the whole service."""

from __future__ import annotations

from pathlib import Path

import click

from kg import loose_files
from kg.cli.options.input_options import input_options, with_inputs
from kg.project import Project, required


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--reload", "watch", is_flag=True, help="Serve a new revision when a file changes.")
@click.option("--explain", is_flag=True, help="Print slow queries, with the time of each step.")
@click.option("--verbose", is_flag=True, help="Name each file that is not read, where they are counted otherwise.")
@click.option("--accept", "accepted", default="", metavar="DIGEST", help="Publish this data though much of it is gone.")
@click.argument("data", nargs=-1)
@input_options
@click.pass_obj
def serve(
    project: Project,
    data: tuple[str, ...],
    host: str,
    port: int,
    *,
    watch: bool,
    explain: bool,
    verbose: bool,
    accepted: str,
    format_of: str | None,
    contexts: tuple[str, ...],
    fetch: bool,
) -> None:
    """Serve pages, linked data, dumps and SPARQL from the project's files, or from DATA: any RDF files or folders.

    Prints the address as soon as it answers. Data that does not conform to its shapes is not served, unless kg.toml
    says so: the report is printed instead, with exit code 1. Without shapes, nothing is checked. Data that lost a file,
    a graph or a tenth of its statements since it was last published is not served before it is confirmed. On SIGHUP the
    files are read again and served, without a pause; on SIGTERM running requests are answered first.
    """
    from kg.web.server.http_server import (
        serve as run,  # Flask and the server are loaded only by the command that needs them
    )

    project = with_inputs(project, format_of, contexts, fetch)
    project = loose_files.to_look_at(data, project.inputs, here=Path.cwd()) if data else required(project)
    run(project, host, port, watch=watch, explain=explain, verbose=verbose, accepted=accepted)
