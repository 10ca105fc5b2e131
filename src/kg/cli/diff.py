"""``kg diff``: says what changed between two states of the data, in words."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import date, datetime
from itertools import chain
from pathlib import Path

import click

from kg import city_relations
from kg.city_relations.pictures import shown
from kg.cli.options import language
from kg.cli.options.input_options import input_options, with_inputs
from kg.history.snapshot import opened
from kg.project import Project
from kg.publish.changes import change_report
from kg.publish.changes.change_forms import FORMS
from kg.translations.catalogue import interface_language


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@input_options
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="What to print."
)
@click.option("--lang", help="The language of the words, such as nl.  [default: the environment's, then English]")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day that counts as today.  [default: today]")
@click.pass_obj
def diff(
    project: Project,
    before: str,
    after: str | None,
    form: str,
    lang: str | None,
    day: datetime | None,
    format_of: str | None,
    contexts: tuple[str, ...],
    fetch: bool,
) -> None:
    """Say what changed from A to B, thing by thing, and which answers change with that.

    A and B are files, folders, projects (folders with a kg.toml) or git revisions, such as main or HEAD~1; a file or a
    folder comes before a revision of the same name. Without B, A is compared with the project as it is.

    Between projects, the questions are told that have another answer, the findings that are new or gone, the documents
    that say something else, and the pictures that show it.

    Exits with 0 if nothing differs, 1 if a statement, an answer or a finding does, and 2 if a side cannot be read.
    """
    project = with_inputs(project, format_of, contexts, fetch)
    with ExitStack() as stack:
        earlier, later = (stack.enter_context(opened(project, side, Path.cwd())) for side in (before, after))
        reader = interface_language(language.reading(project, lang))
        today = day.date() if day else date.today()
        vocabulary = city_relations.vocabulary_of(chain(earlier.dataset.quads, later.dataset.quads))
        report = change_report.compare(earlier, later, vocabulary, reader, today, shown.pictures)
        click.echo(FORMS[form](report), nl=False)
    sys.exit(0 if report.is_empty else 1)
