"""``kg query``: runs the project's named queries, or any other, without a server."""

from __future__ import annotations

import sys
from collections import defaultdict
from difflib import get_close_matches
from pathlib import Path

import click
from pyoxigraph import QuerySolutions

from kg import revision as revisions
from kg.cli.text_table import table
from kg.errors import NotAcceptable, QueryError, UnknownResource, UsageError
from kg.named_queries import template
from kg.named_queries.template import NamedQuery
from kg.project import Project
from kg.query_engine import evaluation, guard, unknown_terms
from kg.rdf import formats
from kg.rdf.formats import JSON, TURTLE

_FORMS = ["table", *(each.name for each in formats.RESULTS_FORMATS), "ttl", "nt", "rdf", "jsonld"]


@click.command("query")
@click.argument("question")
@click.option(
    "--param", "values", multiple=True, metavar="NAME=VALUE", help="Bind a parameter; repeat for several values."
)
@click.option("--format", "form", type=click.Choice(_FORMS), help="[default: table, or Turtle for a graph]")
@click.pass_obj
def query(project: Project, question: str, values: tuple[str, ...], form: str | None) -> None:
    """Run QUESTION: the name of one of the project's queries, a .rq file, or - to read SPARQL from standard input."""
    named = _read(project, question)
    text = template.bind(named, _values(values))
    revision = revisions.current(project)
    try:
        checked = guard.check(text, project.settings.query, project.prefixes)
        unknown_terms.check(checked, revision)
        answer = evaluation.evaluate(revision.store, checked, base=project.base)
    except QueryError as error:
        error.file = error.file or ("standard input" if question == "-" else question)
        raise
    if isinstance(answer, QuerySolutions) and form in (None, "table"):
        click.echo(table(answer, {**project.prefixes, **checked.prefixes}, project.base), nl=False)
        return
    offered = [each.name for each in evaluation.offers(checked.form)]
    if form == "table" and not isinstance(answer, QuerySolutions):
        raise NotAcceptable(f"The answer to {checked.form} is not a table.", offers=offered)
    chosen = formats.named(form, evaluation.offers(checked.form)) if form else _default_format(checked.form)
    if chosen is None:
        raise NotAcceptable(f"The answer to {checked.form} cannot be written as {form}.", offers=offered)
    evaluation.write(answer, chosen, sys.stdout.buffer, {**project.prefixes, **checked.prefixes})
    sys.stdout.buffer.flush()


def _default_format(form: guard.QueryForm) -> evaluation.AnswerFormat:
    return JSON if form in (guard.QueryForm.SELECT, guard.QueryForm.ASK) else TURTLE


def _read(project: Project, question: str) -> NamedQuery:
    """The query by name, by file, or from standard input."""
    if question == "-":
        return template.parse(sys.stdin.read(), "-", project.base, project.prefixes, "standard input")
    known = {path.stem: path for path in project.queries()}
    path = known.get(question, Path(question))
    if question not in known and not path.is_file():
        close = get_close_matches(question, known, n=3)
        hint = None if close else f"There are: {', '.join(known)}."
        raise UnknownResource(f"There is neither a query nor a file {question}.", similar=close, hint=hint)
    return template.load(path, project.base, project.prefixes)


def _values(options: tuple[str, ...]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = defaultdict(list)
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {option}: expected NAME=VALUE, such as day=2015-06-01.")
        values[name.removeprefix("?")].append(value)
    return values
