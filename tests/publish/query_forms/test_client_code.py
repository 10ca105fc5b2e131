from __future__ import annotations

import ast
import json
import shlex
import shutil
import subprocess
from itertools import product

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
    "ASK { ?s ?p '</script>', '\\u0041', '$`', \"$'\" }",
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


PROGRAM_RUNNER = """
import { text } from "node:stream/consumers";
const requests = [];
globalThis.fetch = async (address, { body }) => {
  requests.push([address, body.get("query")]);
  throw new Error("that is enough");
};
for (const program of JSON.parse(await text(process.stdin))) {
  await import(`data:text/javascript,${encodeURIComponent(program)}`).catch(() => undefined);
}
process.stdout.write(JSON.stringify(requests));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node.js runs JavaScript here; Debian's nodejs does")
def test_javascript_asks_the_very_query() -> None:
    forms = list(product(QUERIES, (QueryForm.SELECT, QueryForm.ASK, QueryForm.DESCRIBE)))
    programs = json.dumps([text("JavaScript", query, form) for query, form in forms])
    command = ["node", "--input-type=module", "--eval", PROGRAM_RUNNER]
    done = subprocess.run(command, input=programs, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == [[ENDPOINT, query] for query, _ in forms]


def test_a_graph_is_asked_for_as_turtle() -> None:
    for program in present(client_code.programs(ENDPOINT, "CONSTRUCT WHERE { ?s ?p ?o }", QueryForm.CONSTRUCT)):
        assert "text/turtle" in program.text or "TURTLE" in program.text
