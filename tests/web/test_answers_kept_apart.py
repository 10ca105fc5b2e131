"""Nobody gets the answer to another request: each thing that an answer depends on keeps kept answers apart.

Everything is asked of a server over HTTP. The first of two requests is sent until its answer comes from memory; the
second differs from it in one thing, and must get its own answer with its own entity tag.
"""

from __future__ import annotations

import http.client
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copytree
from urllib.parse import quote, urlencode

import pytest

from ..recorded.record import DAY, serving

BASE = "https://example.org/towns/"
DATA, ONTOLOGY = (f"{BASE}graph/{name}" for name in ("data/twins", "ontology/towns"))
LABELS = "SELECT ?s ?o WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } ORDER BY ?s"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
PROJECT = Path(__file__).parents[1] / "recorded" / "project"


@dataclass(frozen=True)
class Asked:
    """A request; the defaults are those of a program that asks for labels."""

    path: str = f"/sparql?{urlencode({'query': LABELS})}"
    method: str = "GET"
    accept: str = "application/sparql-results+json"
    coding: str = "identity"
    language: str = "en"
    host: str = "ties.example"
    kind: str = ""
    body: str = ""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    status: int
    fields: dict[str, str]
    body: bytes

    @property
    def tag(self) -> str:
        return self.fields.get("etag", "")

    @property
    def hit(self) -> bool:
        return "hit" in self.fields.get("cache-status", "")


def ask(port: int, asked: Asked) -> Answered:
    headers = {
        "Host": asked.host,
        "Accept": asked.accept,
        "Accept-Encoding": asked.coding,
        "Accept-Language": asked.language,
        **({"Content-Type": asked.kind} if asked.kind else {}),
        **asked.extra,
    }
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(asked.method, asked.path, asked.body.encode() or None, headers)
        answer = connection.getresponse()
        return Answered(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    project = copytree(PROJECT, tmp_path_factory.mktemp("towns") / "project")
    with serving(Path(sys.executable), project, DAY) as server:
        yield server.port


def query(text: str, **graphs: str) -> str:
    return f"/sparql?{urlencode({'query': text, **{name.replace('_', '-'): iri for name, iri in graphs.items()}})}"


def posted(text: str, kind: str = FORM, **graphs: str) -> Asked:
    body = urlencode({"query": text, **{name.replace("_", "-"): iri for name, iri in graphs.items()}})
    return Asked(path="/sparql", method="POST", kind=kind, body=text if kind == DIRECT else body)


# Each pair shares all but what its name says, and the second may not be answered with the body of the first.
PAIRS: dict[str, tuple[Asked, Asked]] = {
    "the query": (Asked(), Asked(path=query(LABELS.replace("ORDER BY ?s", "ORDER BY DESC(?s)")))),
    "the suffix of the path": (Asked(), Asked(path=f"/sparql.csv?{urlencode({'query': LABELS})}")),
    "format in the address": (Asked(), Asked(path=query(LABELS) + "&format=tsv")),
    "Accept": (Asked(), Asked(accept="text/csv")),
    "the default graph": (
        Asked(path=query(LABELS, default_graph_uri=DATA)),
        Asked(path=query(LABELS, default_graph_uri=ONTOLOGY)),
    ),
    "whether there is a default graph": (Asked(path=query(LABELS, default_graph_uri=DATA)), Asked()),
    "the named graph": (
        Asked(path=query(GRAPHS, named_graph_uri=DATA)),
        Asked(path=query(GRAPHS, named_graph_uri=ONTOLOGY)),
    ),
    "whether a graph is the default or a named one": (
        Asked(path=query(GRAPHS, named_graph_uri=DATA)),
        Asked(path=query(GRAPHS, default_graph_uri=DATA)),
    ),
    "which graph is the default and which is named": (
        Asked(path=query(GRAPHS, default_graph_uri=ONTOLOGY, named_graph_uri=DATA)),
        Asked(path=query(GRAPHS, default_graph_uri=DATA, named_graph_uri=ONTOLOGY)),
    ),
    "the query of a form": (posted(LABELS), posted(GRAPHS)),
    "the query of a body": (posted(LABELS, DIRECT), posted(GRAPHS, DIRECT)),
    "the default graph of a form": (posted(LABELS, default_graph_uri=DATA), posted(LABELS, default_graph_uri=ONTOLOGY)),
    "the named graph of a form": (posted(GRAPHS, named_graph_uri=DATA), posted(GRAPHS, named_graph_uri=ONTOLOGY)),
    "the named graph in the address of a form": (
        Asked(f"/sparql?named-graph-uri={quote(DATA)}", "POST", kind=FORM, body=urlencode({"query": GRAPHS})),
        Asked(f"/sparql?named-graph-uri={quote(ONTOLOGY)}", "POST", kind=FORM, body=urlencode({"query": GRAPHS})),
    ),
    "the path of a document": (Asked("/doc/city/aa-east.ttl"), Asked("/doc/city/aa-west.ttl")),
    "the format of a document": (Asked("/doc/city/aa-east", accept="text/turtle"), Asked("/doc/city/aa-east.nt")),
    "the language of a page": (
        Asked("/queries/", accept=BROWSER),
        Asked("/queries/", accept=BROWSER, language="nl"),
    ),
    "the language that the address names": (
        Asked("/queries/?lang=en", accept=BROWSER),
        Asked("/queries/?lang=nl", accept=BROWSER),
    ),
    "the host of a page": (
        Asked("/doc/city/aa-east.html", accept=BROWSER),
        Asked("/doc/city/aa-east.html", accept=BROWSER, host="other.example"),
    ),
    "the scheme of the public address": (
        Asked("/doc/city/aa-east.html", accept=BROWSER),
        Asked("/doc/city/aa-east.html", accept=BROWSER, extra={"X-Forwarded-Proto": "https"}),
    ),
    "the path of the public address": (
        Asked("/doc/city/aa-east.html", accept=BROWSER),
        Asked("/doc/city/aa-east.html", accept=BROWSER, extra={"X-Forwarded-Prefix": "/ties"}),
    ),
    "the words that are searched for": (
        Asked("/search?q=east", accept=BROWSER),
        Asked("/search?q=west", accept=BROWSER),
    ),
    "a page for a program's answer": (Asked(), Asked(accept=BROWSER)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_request_that_differs_in_one_thing_has_its_own_answer_and_its_own_tag(port: int, name: str) -> None:
    first, second = PAIRS[name]
    kept = [ask(port, first) for _ in range(3)][-1]
    assert kept.status == 200
    assert kept.hit
    other = ask(port, second)
    assert (other.status, other.body != kept.body) == (200, True)
    assert other.tag != kept.tag
    assert other.body == ask(port, second).body == ask(port, second).body


@pytest.mark.parametrize("name", PAIRS)
def test_who_has_the_other_answer_is_sent_this_one_whole(port: int, name: str) -> None:
    first, second = PAIRS[name]
    if second.method == "POST":
        second = Asked(f"/sparql?{second.body}") if second.kind == FORM else Asked(query(second.body))
    mine = ask(port, second)
    theirs = ask(port, first).tag
    assert ask(port, replace(second, extra={**second.extra, "If-None-Match": theirs})).status == 200
    assert ask(port, replace(second, extra={**second.extra, "If-None-Match": mine.tag})).status == 304


@pytest.mark.parametrize("kind", [FORM, DIRECT])
def test_a_posted_query_is_answered_whole_whatever_the_client_has(port: int, kind: str) -> None:
    kept = [ask(port, posted(LABELS, kind)) for _ in range(3)][-1]
    assert kept.hit
    for has in (kept.tag, "*"):
        again = ask(port, replace(posted(LABELS, kind), extra={"If-None-Match": has}))
        assert (again.status, again.body, again.hit) == (200, kept.body, True)


def test_each_coding_has_its_own_tag_and_the_same_words(port: int) -> None:
    asked = [Asked(query("SELECT * WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"), coding=each) for each in ("identity", "br")]
    plain, coded = ([ask(port, each) for _ in range(3)][-1] for each in asked)
    assert (plain.hit, coded.hit) == (True, True)
    assert "content-encoding" not in plain.fields
    assert coded.fields["content-encoding"] == "br"
    assert len(coded.body) < len(plain.body)
    assert coded.tag != plain.tag


def test_the_same_graphs_in_another_order_are_the_same_question(port: int) -> None:
    graphs = [("named-graph-uri", DATA), ("named-graph-uri", ONTOLOGY)]
    one, other = (
        ask(port, Asked(f"/sparql?{urlencode([('query', GRAPHS), *each])}")) for each in (graphs, graphs[::-1])
    )
    assert (one.tag, one.body) == (other.tag, other.body)


def test_the_kind_of_a_posted_body_decides_on_it_whatever_was_asked_before(port: int) -> None:
    for _ in range(3):
        assert ask(port, posted(LABELS, DIRECT)).status == 200
    for kind, status in (("text/plain", 415), (f"{DIRECT}; charset=latin-1", 415), ("application/sparql-update", 403)):
        assert ask(port, Asked("/sparql", "POST", kind=kind, body=LABELS)).status == status
    coded = Asked("/sparql", "POST", kind=DIRECT, body=LABELS, extra={"Content-Encoding": "gzip"})
    assert ask(port, coded).status == 415


@pytest.mark.parametrize("accept", ["application/sparql-results+json", BROWSER])
@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_comes_out_otherwise_each_time_is_stored_by_nobody(port: int, accept: str, function: str) -> None:
    asked = Asked(query(f"SELECT ({function} AS ?x) WHERE {{}}"), accept=accept)
    answers = [ask(port, asked) for _ in range(3)]
    assert {answer.status for answer in answers} == {200}
    for answer in answers:
        assert answer.fields["cache-control"] == "no-store"
        assert (answer.tag, answer.hit) == ("", False)


def test_who_has_any_former_answer_is_sent_what_comes_out_otherwise_each_time(port: int) -> None:
    asked = Asked(query("SELECT (UUID() AS ?x) WHERE {}"), extra={"If-None-Match": "*"})
    assert len({ask(port, asked).body for _ in range(3)}) == 3


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
@pytest.mark.parametrize(
    "path", [query("SELECT ?s {"), query("ASK { SERVICE <urn:a> {} }"), "/nowhere", "/sparql?query="]
)
def test_an_error_is_stored_by_nobody(port: int, accept: str, path: str) -> None:
    for _ in range(3):
        answer = ask(port, Asked(path, accept=accept))
        assert answer.status >= 400
        assert answer.fields["cache-control"] == "no-store"
        assert (answer.tag, answer.hit) == ("", False)
