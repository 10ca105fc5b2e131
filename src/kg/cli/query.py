"""``kg query``: runs the project's named queries, or any other, without a server."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from difflib import get_close_matches
from pathlib import Path
from tempfile import SpooledTemporaryFile

import click
from pyoxigraph import QuerySolutions

from kg import loose_files
from kg import revision as revisions
from kg.cli.options import language
from kg.cli.options.input_options import input_options, standard_input, with_inputs
from kg.cli.text_table import table
from kg.errors import NotAcceptable, QueryError, UnknownResource, UsageError
from kg.named_queries import named_query, template
from kg.named_queries.named_query import Question
from kg.named_queries.template import NamedQuery
from kg.project import Project, required
from kg.query_engine import evaluation, guard, unknown_terms
from kg.rdf import formats
from kg.rdf.formats import JSON, TURTLE
from kg.revision import Revision

_IN_MEMORY = 1 << 26
_FORMS = ["table", *(form.name for form in formats.RESULTS_FORMATS), "ttl", "nt", "rdf", "jsonld"]


@click.command("query")
@click.argument("question", metavar="QUERY")
@click.argument("files", nargs=-1, metavar="[FILES]...")
@input_options
@click.option(
    "--param", "values", multiple=True, metavar="NAME=VALUE", help="Bind a parameter; repeat for several values."
)
@click.option("--format", "form", type=click.Choice(_FORMS), help="[default: table, or Turtle for a graph]")
@click.pass_obj
def query(
    project: Project,
    question: str,
    files: tuple[str, ...],
    values: tuple[str, ...],
    form: str | None,
    format_of: str | None,
    contexts: tuple[str, ...],
    fetch: bool,
) -> None:
    """Run a query on the project's data, or on FILES (files, folders, glob patterns, - for standard input).

    QUERY is the name of one of the project's queries, a .rq file, the text of a query, or - for standard input. FILES
    are not judged by shapes first; the project's data must conform to its own.
    """
    named = _read(project, question)
    revision = _revision(with_inputs(project, format_of, contexts, fetch), question, files)
    asking = named_query.of_query(revision, named)
    text = asking.bound(_values(values)) if named.resources else template.bind(named, _values(values))
    prefixes = {**revision.dataset.prefixes, **project.prefixes} if files else project.prefixes
    try:
        checked = guard.check(text, project.settings.query, prefixes)
        for term in unknown_terms.of(checked, revision):
            click.echo(f"{_shown(question)}:{term}", err=True)
        answer = evaluation.evaluate(revision.store, checked, base=project.base)
    except QueryError as error:
        error.file = error.file or (_shown(question))
        raise
    if isinstance(answer, QuerySolutions) and form in (None, "table"):
        titles = _titles(asking, answer, language.reading(project, None)[0])
        click.echo(table(answer, {**prefixes, **checked.prefixes}, project.base, titles), nl=False)
        return
    offered = [form.name for form in evaluation.OFFERS[checked.form]]
    if form == "table" and not isinstance(answer, QuerySolutions):
        raise NotAcceptable(f"The answer to {checked.form} is not a table.", offers=offered)
    chosen = formats.named(form, evaluation.OFFERS[checked.form]) if form else _default_format(checked.form)
    if chosen is None:
        raise NotAcceptable(f"The answer to {checked.form} cannot be written as {form}.", offers=offered)
    _print(answer, chosen, {**prefixes, **checked.prefixes})


def _print(answer: evaluation.Results, chosen: evaluation.AnswerFormat, prefixes: dict[str, str]) -> None:
    """Print the answer whole; nothing of one that cannot be written to its end."""
    with SpooledTemporaryFile(_IN_MEMORY) as whole:
        evaluation.write(answer, chosen, whole, prefixes)
        whole.seek(0)
        shutil.copyfileobj(whole, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _titles(asking: Question, solutions: QuerySolutions, tag: str) -> dict[str, str]:
    """The titles of the columns for a reader of the language."""
    return {variable.value: asking.column(variable.value, tag).value for variable in solutions.variables}


def _revision(project: Project, question: str, files: tuple[str, ...]) -> Revision:
    if not files:
        return revisions.current(required(project))
    if question == "-" and "-" in files:
        raise UsageError("Standard input can be read once.", hint="Put the query or the data into a file.")
    named = loose_files.of_files(project, files, here=Path.cwd(), standard_input=standard_input(files))
    return revisions.of_files(named)


def _default_format(form: guard.QueryForm) -> evaluation.AnswerFormat:
    return JSON if form in (guard.QueryForm.SELECT, guard.QueryForm.ASK) else TURTLE


def _read(project: Project, question: str) -> NamedQuery:
    """The query by name, by file, from standard input, or as it stands."""
    if "{" in question:
        return template.parse(question, "-", project.base, project.prefixes, "the query")
    if question == "-":
        return template.parse(sys.stdin.read(), "-", project.base, project.prefixes, "standard input")
    known = {path.stem: path for path in project.queries()}
    path = known.get(question, Path(question))
    if question not in known and not path.is_file():
        close = get_close_matches(question, known, n=3)
        hint = f"There are: {', '.join(known)}." if known and not close else None
        raise UnknownResource(f"There is neither a query nor a file {question}.", similar=close, hint=hint)
    return template.load(path, project.base, project.prefixes)


def _shown(question: str) -> str:
    """The query as errors name it."""
    return "standard input" if question == "-" else "the query" if "{" in question else question


def _values(options: tuple[str, ...]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = defaultdict(list)
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {option}: expected NAME=VALUE, such as day=2015-06-01.")
        values[name.removeprefix("?")].append(value)
    return values
