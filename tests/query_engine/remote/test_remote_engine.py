"""An engine elsewhere: a server process of its own, loaded by a push, asked with the same guard, limits and formats."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.errors import QueryError, QueryTimeout, QueryTooLarge, ServiceBusy
from kg.publish.serialisations import dump
from kg.query_engine import guard
from kg.query_engine.cache.answers import AnswerCache
from kg.query_engine.cache.lru import Memory
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.pool.query_pool import Pool
from kg.query_engine.remote.remote_engine import RemoteEngine
from kg.rdf.formats import CSV, JSON, N_TRIPLES, RDF_XML, TSV, TURTLE, XML
from kg.revision import Revision
from kg.settings.query import Limits
from kg.settings.remote import RemoteSettings
from kg.web.server import http_server

from ...commands import call
from ...waiting import until
from ...web.server.test_http_server import copy
from .engines import LIMITS, ask, engine_at, engine_process, post, push

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BY_GRAPH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
DAY = "SELECT ?day { ?g <https://w3id.org/city-ties/ns#computedOn> ?day }"
DAY_BY_GRAPH = "SELECT ?g ?day { GRAPH ?g { ?g <https://w3id.org/city-ties/ns#computedOn> ?day } }"


@pytest.mark.parametrize(("query", "form"), [
    *((query, form) for query in (COUNT, BY_GRAPH, DAY_BY_GRAPH) for form in (JSON, XML, CSV, TSV)),
    ("ASK { GRAPH <https://w3id.org/city-ties/graph/ontology/status> { ?s ?p ?o } }", JSON),
    ("ASK { GRAPH <https://w3id.org/city-ties/graph/ontology/none> { ?s ?p ?o } }", XML),
    ("SELECT (STR(?g) AS ?name) { ?g <https://w3id.org/city-ties/ns#computedOn> ?day }", CSV),
    ("PREFIX g: <https://w3id.org/city-ties/graph/data/> SELECT (COUNT(*) AS ?n) FROM g:ghent { ?s ?p ?o }", CSV),
    ("SELECT (COUNT(*) AS ?n) FROM <file:///etc/passwd> { ?s ?p ?o }", CSV),
    ("SELECT ?label { <id/city/be-gent> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } ORDER BY ?label", TSV),
])  # fmt: skip
def test_the_engine_elsewhere_answers_as_the_pool_does(
    engine: RemoteEngine, today: Revision, query: str, form: AnswerFormat
) -> None:
    with Pool(today.quads, LIMITS, today.project.base) as pool:
        assert ask(engine, query, form) == ask(pool, query, form)


@pytest.mark.parametrize("form", [N_TRIPLES, TURTLE, RDF_XML])
def test_a_graph_comes_in_every_format(engine: RemoteEngine, form: AnswerFormat) -> None:
    query = "PREFIX ct: <https://w3id.org/city-ties/ns#> CONSTRUCT WHERE { ?s a ct:Network ; ct:networkType ?t }"
    found = ask(engine, query, form)
    assert "eurocities" in found
    assert "!" not in found


def test_named_graphs_of_a_request_are_ours_or_empty(engine: RemoteEngine) -> None:
    status = "https://w3id.org/city-ties/graph/ontology/status"
    assert int(ask(engine, COUNT, CSV, GraphSelection((status,))).split()[1]) > 0
    assert ask(engine, COUNT, CSV, GraphSelection(("https://example.org/none",))).split() == ["n", "0"]
    found = ask(engine, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", CSV, GraphSelection((), (status, "urn:x")))
    assert found.split() == ["g", status]


def test_the_pointer_and_other_revisions_are_not_seen(engine: RemoteEngine) -> None:
    assert "pushed" not in ask(engine, BY_GRAPH)
    assert "!" not in ask(engine, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")


def test_a_query_that_the_engine_cannot_read_is_told_with_its_place(engine: RemoteEngine) -> None:
    with pytest.raises(QueryError) as caught:
        ask(engine, "SELECT ?x\n{ ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 3)


@pytest.mark.alone
def test_a_long_query_ends_at_its_limit(loaded: RemoteSettings, today: Revision) -> None:
    with engine_at(loaded, today, Limits(seconds=1)) as engine:
        started = time.monotonic()
        with pytest.raises(QueryTimeout):
            ask(engine, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        assert time.monotonic() - started < 1.5
        assert "n" in ask(engine, "SELECT (1 AS ?n) {}")


def test_an_answer_over_a_limit_is_an_error(loaded: RemoteSettings, today: Revision) -> None:
    for limits in (Limits(solutions=100), Limits(answer_mib=1)):
        with engine_at(loaded, today, limits) as engine, pytest.raises(QueryTooLarge):
            ask(engine, "SELECT * { ?a a ?b . ?d a ?e } LIMIT 60000", JSON)


def test_an_engine_that_is_gone_is_a_busy_service_and_what_was_asked_stays(today: Revision) -> None:
    process, settings = engine_process()
    push(today, settings)
    engine = RemoteEngine(settings, today, LIMITS).current()
    answers = AnswerCache(engine, Memory(1 << 20))
    answers.evaluate(guard.check(COUNT, LIMITS), CSV).close()
    process.terminate()
    process.wait()
    assert answers.evaluate(guard.check(COUNT, LIMITS), CSV).read().startswith(b"n")
    with pytest.raises(ServiceBusy):
        ask(engine, DAY)
    assert engine.current() is engine
    engine.close()


def test_an_engine_without_a_revision_says_so(empty: RemoteSettings, today: Revision) -> None:
    with engine_at(empty, today) as engine, pytest.raises(ServiceBusy, match="no data yet"):
        ask(engine, COUNT)


def test_graphs_that_were_loaded_by_other_means_are_asked_by_their_names(
    empty: RemoteSettings, today: Revision, tmp_path: Path
) -> None:
    dump.dump_all(today, tmp_path)
    content = (tmp_path / "city-ties.nq").read_bytes()
    post(empty.graph_stores[0], content, "application/n-quads")
    with engine_at(empty, today) as engine:
        assert engine.state is None
        assert "2026-11-24" in ask(engine, DAY_BY_GRAPH)


@pytest.mark.alone
def test_readers_see_one_revision_or_the_other_and_never_some_of_both(
    empty: RemoteSettings, today: Revision, tomorrow: Revision, root: Path, tmp_path: Path
) -> None:
    """The other revision has a statement more, so that its day and its size must change together."""
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "kg.toml", tmp_path)
    more = "<https://example.org/more> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://example.org/> .\n"
    (tmp_path / "data" / "more.ttl").write_text(more, "utf-8")
    larger = revisions.current(projects.load(tmp_path), date(2026, 11, 25))
    query = f"SELECT ?day ?n {{ {{ {DAY} }} {{ SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} }} }}"
    push(today, empty)
    first = RemoteEngine(empty, today, LIMITS)
    seen: list[tuple[str, ...]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(tuple(ask(first.current(), query).split()[1:]))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers:
        each.start()
    try:
        push(larger, empty)
        push(tomorrow, empty)
        assert until(lambda: len(set(seen)) == 3 and len(seen) > 50)
    finally:
        done.set()
        for each in readers:
            each.join()
        first.close()
    sizes = {len({quad.triple for quad in each.quads()}) for each in (today, tomorrow, larger)}
    assert len(seen) > 50
    assert {day for line in seen for day, _ in [line[0].split(",")]} == {"2026-11-24", "2026-11-25"}
    assert len(set(seen)) == 3, set(seen)
    assert {int(line[0].split(",")[1]) for line in seen} == sizes


class Slow(BaseHTTPRequestHandler):
    """An engine that sends a byte a moment, or breaks off, or answers something else."""

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(next((code for code in (302, 408, 504) if str(code) in query), 200))
        self.send_header("Content-Type", "text/html" if "page" in query else "application/sparql-results+json")
        if "302" in query:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        if "pushed" in query:
            binding = '{"digest":{"type":"literal","value":"d"},"graph":{"type":"uri","value":"https://example.org/g"}}'
            self.wfile.write(f'{{"head":{{"vars":["digest","graph"]}},"results":{{"bindings":[{binding}]}}}}'.encode())
        elif "cut" in query:
            self.wfile.write(b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}},')
        elif "slow" not in query:
            self.wfile.write(b"<!doctype html>")
        else:
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)  # shorter than any limit on a single byte

    def log_message(self, *_: object) -> None:
        """Nothing to say."""


@pytest.fixture(scope="module")
def odd(today: Revision) -> Iterator[RemoteEngine]:
    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """The client has hung up, as it should."""

    server = Quiet(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings = RemoteSettings(f"http://127.0.0.1:{server.server_port}/sparql")
    with engine_at(settings, today, Limits(seconds=1)) as engine:
        yield engine
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.alone
def test_an_engine_that_sends_a_byte_a_moment_is_left_at_the_limit(odd: RemoteEngine) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        ask(odd, 'SELECT ("slow" AS ?x) {}')
    assert 0.9 < time.monotonic() - started < 1.6


@pytest.mark.parametrize("answer", ["cut", "page", "302"])
def test_what_is_no_whole_answer_is_an_error_and_redirects_are_not_followed(odd: RemoteEngine, answer: str) -> None:
    with pytest.raises(ServiceBusy):
        ask(odd, f'SELECT ("{answer}" AS ?x) {{}}')


@pytest.mark.parametrize("status", [408, 504])
def test_a_query_that_the_engine_gave_up_has_taken_too_long(odd: RemoteEngine, status: int) -> None:
    with pytest.raises(QueryTimeout):
        ask(odd, f"SELECT ({status} AS ?x) {{}}")


def test_the_command_pushes_and_the_service_answers_from_there(
    empty: RemoteSettings, root: Path, tmp_path: Path
) -> None:
    copy(root, tmp_path)
    lines = f'[query]\nendpoint = "{empty.endpoint}"\ngraph_store = "{empty.graph_store}"\n'
    settings = (root / "kg.toml").read_text("utf-8").replace("[query]\n", lines)
    (tmp_path / "kg.toml").write_text(settings, "utf-8")
    application = http_server.application(projects.load(tmp_path))
    client = application.test_client()
    assert client.get("/sparql", query_string={"query": COUNT}).status_code == 503
    done = call("push", folder=tmp_path)
    assert done.code == 0, done.err
    assert "The engine answers from revision" in done.out
    assert until(lambda: client.get("/sparql", query_string={"query": COUNT}).status_code == 200)
    asked = {"query": COUNT, "format": "csv"}
    first = client.get("/sparql", query_string=asked)
    again = client.get("/sparql", query_string=asked)
    assert first.status_code == 200
    assert again.headers["Cache-Status"] == "answers; hit"
    assert first.data == again.data
    assert first.headers["ETag"].endswith('-csv"')
    application.extensions["publication"].close()
