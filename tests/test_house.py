"""The rules of the house that a reader relies on, and what a stranger can guess: each is a test."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import subprocess
from collections import Counter
from pathlib import Path

import click
import pytest
from flask.testing import FlaskClient

import kg.validation
from kg.city_relations import facets
from kg.cli import kg as command_line
from kg.cli import validate
from kg.errors import QuerySyntaxError, exit_code
from kg.named_queries import named_query
from kg.publish.faceted_list import Facet
from kg.rdf.formats import GRAPH_FORMATS
from kg.revision import Revision
from kg.validation import formats
from kg.web.http import problems

from .presence import present
from .test_completeness import COUNTED

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "kg"
MODULES = sorted(SOURCE.rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})
NAMED = [path for path in MODULES if path.stem != "__init__"]
SAY_NOTHING = {
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "base", "found", "asking", "saved", "apart",
    "lines", "wording", "remarks", "front", "plain", "underway", "outlet",
}  # fmt: skip
MOST_MODULES = 15
TWICE = {
    "dump": "a command is named as what it runs: the dumps of a revision",
    "evaluation": "of shapes, and of queries: both specifications call it so",
    "language": "the language of a web reader, and that of the command line",
    "lexer": "one for Turtle and one for SPARQL",
    "push": "a command is named as what it runs: the push to a remote endpoint",
    "query": "a command, and the section of kg.toml with the limits of queries",
    "release": "a command is named as what it records: a release of the project",
    "schema_org": "of any document, and what the domain adds for its classes",
    "serve": "a command, and the section of kg.toml with the settings of the server",
    "start": "the start page of any project, and that of a graph of city relations",
    "syntax_errors": "of a Turtle file, and of a query",
    "vocabulary": "that of SHACL, and that of the domain",
}
"""File names that occur twice, with the reason; no name occurs three times."""
MIRRORED = 0.85
"""The share of modules that must have a test file of the same path."""


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_folder_has_at_most_fifteen_modules(folder: Path) -> None:
    assert len([path for path in NAMED if path.parent == folder]) <= MOST_MODULES


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_folder_has_a_purpose_that_its_first_line_tells(folder: Path) -> None:
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    assert docstring
    assert len(docstring.splitlines()[0]) > 20


def test_a_file_name_occurs_once_in_the_house_or_twice_for_a_reason() -> None:
    counted = Counter(path.stem for path in NAMED)
    assert max(counted.values()) <= 2
    assert {stem for stem, number in counted.items() if number > 1} == set(TWICE)


@pytest.mark.parametrize("path", NAMED, ids=name)
def test_a_module_has_a_name_that_says_something(path: Path) -> None:
    assert path.stem != path.parent.name
    assert not SAY_NOTHING & {path.stem, *path.stem.split("_")}


def mirror(path: Path) -> Path:
    """The test file of a module.

    >>> mirror(SOURCE / "query_engine" / "pool" / "scheduler.py").relative_to(ROOT).as_posix()
    'tests/query_engine/pool/test_scheduler.py'
    """
    return ROOT / "tests" / path.relative_to(SOURCE).with_name(f"test_{path.name}")


def test_most_modules_have_a_test_file_of_the_same_path() -> None:
    missing = [name(path) for path in NAMED if not mirror(path).exists()]
    assert 1 - len(missing) / len(NAMED) >= MIRRORED, missing


def test_a_folder_of_tests_is_a_folder_of_the_house_or_holds_no_mirrored_tests() -> None:
    """So that tests move with what they test."""
    mirrored = {mirror(path).parent for path in NAMED}
    others = {"answers", "browser", "clients", "data", "fixtures", "frontend", "nonconforming", "ontology", "recorded"}
    lost = {
        path.parent
        for path in (ROOT / "tests").rglob("test_*.py")
        if path.parent not in mirrored and path.relative_to(ROOT / "tests").parts[0] not in {*others, "shapes"}
    }
    assert lost <= {ROOT / "tests"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_function_has_at_most_40_lines(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = {n.name: length for n in functions if (length := (n.end_lineno or n.lineno) - n.lineno + 1) > 40}
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_no_exception_is_caught_that_nobody_thought_of_but_at_the_edge_of_the_command_line() -> None:
    edge = "cli/__init__.py"  # where an error without an exit code of its own would end with 1: does not conform
    for path in present(path for path in MODULES if not path.as_posix().endswith(edge)):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                # What is only tidied up after and goes on its way is not caught.
                passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                assert passed_on or caught not in ("Exception", "BaseException", "everything"), f"{path}:{node.lineno}"


def test_no_code_knows_the_base_iri_or_the_city(root: Path) -> None:
    found = subprocess.run(
        ["grep", "-rniE", "w3id.org/city-ties|ghent|gent--|be-gent", "src/kg", "--include=*.py"],
        cwd=root, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    namespace = ":NAMESPACE = "  # the ontology's, which every city uses
    told = [line for line in found.splitlines() if not any(part in line for part in ("``", ">>>", namespace))]
    assert not told


def test_the_server_is_at_most_fifteen_lines(root: Path) -> None:
    assert len((root / "server.py").read_text("utf-8").splitlines()) <= 15


def test_a_command_is_a_module_and_what_it_runs_a_room() -> None:
    """`kg validate` is `kg.validation`."""
    context = click.Context(command_line)
    commands = {name: command_line.get_command(context, name) for name in command_line.list_commands(context)}
    modules = {
        name: inspect.unwrap(each.callback).__module__ for name, each in commands.items() if each and each.callback
    }
    assert len(set(modules.values())) == len(modules) > 5
    for command, module in modules.items():
        assert module.rpartition(".")[2].split("_")[0] == command
    source = Path(validate.__file__).read_text("utf-8")
    assert f"from {kg.validation.__name__} import" in source


def test_a_report_format_is_a_file_in_its_folder() -> None:
    files = {module.name for module in pkgutil.iter_modules(formats.__path__)}
    writers = [writer.__module__ for writer in formats.FORMS.values()]
    assert sorted(module.rpartition(".")[2] for module in writers) == sorted(files)
    assert len(set(writers)) == len(formats.FORMS)


def test_a_facet_is_one_value_of_the_facets(client: FlaskClient) -> None:
    values = [value for value in vars(facets).values() if isinstance(value, Facet)]
    assert len({facet.name for facet in values}) == len(values) > 5
    page = client.get("/partnerships?on=2015-06-01", headers={"Accept": "text/html"}).text
    for facet in values:
        assert f'name="{facet.name}"' in page


def test_a_query_has_one_name_as_a_file_an_address_a_command_and_an_answer(
    client: FlaskClient, root: Path, revision: Revision
) -> None:
    files = sorted((root / "queries").glob("*.rq"))
    assert files
    for file in files:
        assert client.get(f"/queries/{file.stem}").status_code == 200
        assert named_query.find(revision, file.stem).query.name == file.stem
        assert list((root / "tests" / "answers").glob(f"{file.stem}.*")) or file.stem in COUNTED


def test_a_property_shape_has_an_example_that_breaks_it_and_a_page(client: FlaskClient, root: Path) -> None:
    assert (root / "tests" / "nonconforming" / "Partnership-party.ttl").exists()
    examples = sorted((root / "tests" / "nonconforming").glob("*.ttl"))
    pages = {example.stem: client.get(f"/doc/shape/{example.stem}.html").status_code for example in examples}
    assert set(pages.values()) == {200}, pages


def test_an_identifier_redirects_to_its_document_in_each_format(client: FlaskClient) -> None:
    answer = client.get("/id/city/be-gent")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/doc/city/be-gent")
    suffixes = {"html", *(form.extension for form in GRAPH_FORMATS)}
    assert suffixes == {"html", "ttl", "jsonld", "nt", "rdf"}
    for suffix in suffixes:
        assert client.get(f"/doc/city/be-gent.{suffix}").status_code == 200


def test_an_error_is_one_row_in_the_table_of_statuses_and_one_in_that_of_exit_codes() -> None:
    error = QuerySyntaxError("no query")
    assert problems.STATUSES[QuerySyntaxError] == problems.status(error) == 400
    assert exit_code(error) == 2


def test_the_test_of_the_scheduler_is_where_one_looks_for_it() -> None:
    scheduler = SOURCE / "query_engine" / "pool" / "scheduler.py"
    assert scheduler.exists()
    assert mirror(scheduler).exists()


def test_git_blame_passes_over_commits_that_only_move_code(root: Path) -> None:
    lines = (root / ".git-blame-ignore-revs").read_text("utf-8").splitlines()
    commits = [line for line in lines if line and not line.startswith("#")]
    assert commits
    assert all(len(commit) == 40 for commit in commits)
    assert ".git-blame-ignore-revs" in (root / "CONTRIBUTING.md").read_text("utf-8")
