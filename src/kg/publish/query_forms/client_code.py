"""A query as people put it into programs of theirs: curl, Python, R and JavaScript, each whole and ready to run.

Every text is a literal of its language: nothing in a query can end it.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass

from kg.query_engine.guard import QueryForm

_PYTHON = """\
# pip install sparqlwrapper
from SPARQLWrapper import {format}, POST, SPARQLWrapper

service = SPARQLWrapper({endpoint})
service.setMethod(POST)
service.setQuery({query})
service.setReturnFormat({format})
{use}"""
_PYTHON_USE = {
    QueryForm.SELECT: """\
for row in service.queryAndConvert()["results"]["bindings"]:
    print({name: term["value"] for name, term in row.items()})
""",
    QueryForm.ASK: """print(service.queryAndConvert()["boolean"])\n""",
    QueryForm.CONSTRUCT: "print(service.queryAndConvert().decode())\n",
}
_R = """\
# install.packages("httr2")
library(httr2)

answer <- request({endpoint}) |>
  req_headers(Accept = {media_type}) |>
  req_body_form(query = {query}) |>
  req_perform()
{use}"""
_JAVASCRIPT = """\
const answer = await fetch({endpoint}, {{
  method: "POST",
  headers: {{ Accept: {media_type} }},
  body: new URLSearchParams({{ query: {query} }}),
}});
{use}"""
_JAVASCRIPT_USE = {
    QueryForm.SELECT: """\
for (const row of (await answer.json()).results.bindings) {
  console.log(Object.fromEntries(Object.entries(row).map(([name, term]) => [name, term.value])));
}
""",
    QueryForm.ASK: "console.log((await answer.json()).boolean);\n",
    QueryForm.CONSTRUCT: "console.log(await answer.text());\n",
}


@dataclass(frozen=True, slots=True)
class Program:
    """A program text under the name of its language."""

    language: str
    text: str


def programs(endpoint: str, query: str, form: QueryForm) -> list[Program]:
    """The query, asked of ``endpoint``, in each language."""
    graph = form in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)
    return [
        Program("curl", _curl(endpoint, query, "text/turtle" if graph else "application/sparql-results+json")),
        Program("Python", _python(endpoint, query, QueryForm.CONSTRUCT if graph else form)),
        Program("R", _r(endpoint, query, form, graph)),
        Program("JavaScript", _javascript(endpoint, query, QueryForm.CONSTRUCT if graph else form)),
    ]


def _curl(endpoint: str, query: str, media_type: str) -> str:
    return f"curl -H 'Accept: {media_type}' --data-urlencode {shlex.quote('query=' + query)} {shlex.quote(endpoint)}\n"


def _python(endpoint: str, query: str, form: QueryForm) -> str:
    text = _long_python(query)
    kind = "TURTLE" if form is QueryForm.CONSTRUCT else "JSON"
    return _PYTHON.format(format=kind, endpoint=json.dumps(endpoint), query=text, use=_PYTHON_USE[form])


def _long_python(query: str) -> str:
    """A string literal over several lines where the text allows it."""
    if '"""' in query or "\\" in query or query.endswith('"'):
        return repr(query)
    return f'"""\n{query}"""'


def _r(endpoint: str, query: str, form: QueryForm, graph: bool) -> str:
    media_type = "text/turtle" if graph else "text/csv" if form is QueryForm.SELECT else "application/json"
    use = (
        "print(read.csv(text = resp_body_string(answer)))\n"
        if media_type == "text/csv"
        else ("cat(resp_body_string(answer))\n")
    )
    return _R.format(endpoint=json.dumps(endpoint), media_type=json.dumps(media_type), query=_raw_r(query), use=use)


def _raw_r(query: str) -> str:
    """A raw string of R, with as many dashes as keep the text from ending it."""
    dashes = ""
    while f'){dashes}"' in query:
        dashes += "-"
    return f'r"{dashes}({query}){dashes}"'


def _javascript(endpoint: str, query: str, form: QueryForm) -> str:
    escaped = query.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    media_type = "text/turtle" if form is QueryForm.CONSTRUCT else "application/sparql-results+json"
    return _JAVASCRIPT.format(
        endpoint=json.dumps(endpoint),
        media_type=json.dumps(media_type),
        query=f"`{escaped}`",
        use=_JAVASCRIPT_USE[form],
    )
