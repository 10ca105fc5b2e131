from __future__ import annotations

import ast
import shlex

import pytest

from kg.publish.query_forms import client_code
from kg.query_engine.guard import QueryForm

from ...presence import present

ENDPOINT = "http://127.0.0.1:5000/sparql"
QUERIES = [
    'SELECT * WHERE {\n  ?s ?p "it\'s \\"quoted\\""\n}\n',
    'ASK { ?s ?p """three""" }',
    'ASK { ?s ?p ")-", ")--\\"" }',
    "SELECT (`x` AS ${y}) { 'a\\\\b' }",
]


def text(language: str, query: str, form: QueryForm = QueryForm.SELECT) -> str:
    return next(program.text for program in client_code.programs(ENDPOINT, query, form) if program.language == language)


@pytest.mark.parametrize("query", QUERIES)
def test_curl_gets_the_query_as_one_word(query: str) -> None:
    words = shlex.split(text("curl", query))
    assert words[words.index("--data-urlencode") + 1] == f"query={query}"
    assert words[-1] == ENDPOINT


@pytest.mark.parametrize("form", list(QueryForm))
@pytest.mark.parametrize("query", QUERIES)
def test_python_reads_the_very_query(query: str, form: QueryForm) -> None:
    tree = ast.parse(text("Python", query, form))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("setQuery")
    ]
    assert ast.literal_eval(calls[0].args[0]).removeprefix("\n") == query


@pytest.mark.parametrize("query", QUERIES)
def test_the_raw_string_of_r_is_ended_by_nothing_in_the_query(query: str) -> None:
    program = text("R", query)
    start = program.index('r"') + 2
    dashes = program[start : program.index("(", start)]
    assert program[start + len(dashes) + 1 :].partition(f'){dashes}"')[0] == query


@pytest.mark.parametrize("query", QUERIES)
def test_the_template_of_javascript_holds_the_very_query(query: str) -> None:
    program = text("JavaScript", query)
    literal = program.partition("query: `")[2].partition("` }),")[0]
    assert literal.replace("\\${", "${").replace("\\`", "`").replace("\\\\", "\\") == query


def test_a_graph_is_asked_for_as_turtle() -> None:
    for program in present(client_code.programs(ENDPOINT, "CONSTRUCT WHERE { ?s ?p ?o }", QueryForm.CONSTRUCT)):
        assert "text/turtle" in program.text or "TURTLE" in program.text
