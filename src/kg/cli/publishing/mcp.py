"""``kg mcp``: lets an assistant ask the project by the Model Context Protocol."""

from __future__ import annotations

import click

from kg.project import Project, required
from kg.translations.language_tags import SOURCE_LANGUAGE


@click.command("mcp")
@click.option("--language", default=SOURCE_LANGUAGE, show_default=True, help="The language of names and sentences.")
@click.pass_obj
def mcp(project: Project, language: str) -> None:
    """Answer an assistant on standard input and output, by the Model Context Protocol.

    The assistant starts the command itself: give it "kg" with the arguments "--project", the folder, and "mcp". It can
    search, describe a thing, ask a named question, and check and run a query, under the limits of kg.toml. There is no
    transport by HTTP: `kg serve` has the same answers at /openapi.json.
    """
    # The library is an extra, and the engine runs on Unix only: both are loaded by the command alone.
    from kg import revision as revisions
    from kg.edition import Publication
    from kg.mcp.tool_server import server

    project = required(project)
    publication = Publication(project, lambda day: revisions.current(project, day))
    try:
        server(publication, language).run("stdio")
    finally:
        publication.close()
