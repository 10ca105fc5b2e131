"""Queries in processes of their own: whole answers, limits that hold, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import (
    QueryError,
    QueryInterrupted,
    QueryNotAllowed,
    QueryTimeout,
    QueryTooLarge,
    ServiceBusy,
    TooManyQueries,
)
from kg.named_queries import template
from kg.project import Project
from kg.query_engine import evaluation, guard
from kg.query_engine.answer import Answer, evaluate_trusted
from kg.query_engine.evaluation import GraphSelection
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.query_engine.pool.query_pool import Pool
from kg.query_engine.request_context import RequestContext
from kg.rdf.formats import CSV, JSON, N_TRIPLES, RESULTS_FORMATS
from kg.settings.query import Limits

from ...presence import present
from ...waiting import until

EVERYTHING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
EX = "http://example.org/"

Ask = Callable[..., str]


def has_worked(pid: int) -> bool:
    """Whether the process has had some hundredths of a second of a processor since it was forked."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11]) > 2
    except OSError:
        return False


def processes() -> dict[int, int]:
    """The pids of those that run, each with its parent's."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it has just ended
        if state != "Z":
            found[int(entry.parent.name)] = int(parent)
    return found


def children(pid: int) -> set[int]:
    """The processes that ``pid`` started, and what they started."""
    parents = processes()
    found: set[int] = set()
    while new := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= new
    return found


def test_the_pool_answers_each_question_of_the_project_as_a_store_in_this_process_does(
    pool: Pool, project: Project, quads: tuple[Quad, ...], limits: Limits
) -> None:
    store = Store()
    store.extend(quads)
    for path in present(project.queries()):
        checked = guard.check(template.load(path, project.base).text, limits)
        answer_format = evaluation.OFFERS[checked.form][0]
        with pool.evaluate(checked, answer_format) as answer:
            here = evaluate_trusted(store, checked, answer_format, base=project.base)
            assert sorted(answer.read()) == sorted(here.read()), path.name


def test_an_answer_of_many_megabytes_is_kept_in_a_file_and_whole(pool: Pool, limits: Limits) -> None:
    checked = guard.check(EVERYTHING + " LIMIT 50000", limits)
    with pool.evaluate(checked, CSV) as answer:
        body = answer.read()
        assert not isinstance(answer.content, bytes)
        assert answer.size == len(body) > 8 << 20
        assert body.count(b"\r\n") == 50_001
        assert b"".join(answer.chunks(start=1_000)) == body[1_000:]


def test_an_answer_over_the_limit_of_bytes_is_an_error(ask: Ask) -> None:
    with pytest.raises(QueryTooLarge, match="32 MiB"):
        ask(EVERYTHING + " LIMIT 190000")


def test_an_answer_over_the_limit_of_solutions_is_an_error(ask: Ask) -> None:
    text = "SELECT ?a { ?a ?b ?c . ?d ?e ?f } LIMIT "
    for answer_format in present(RESULTS_FORMATS):
        ask(text + "200000", answer_format)
        with pytest.raises(QueryTooLarge, match="200,000 solutions"):
            ask(text + "200001", answer_format)


@pytest.mark.alone
def test_a_query_is_ended_at_its_limit_and_the_next_one_answers(ask: Ask, limits: Limits) -> None:
    start = time.monotonic()
    with pytest.raises(QueryTimeout) as caught:
        ask(ENDLESS)
    assert limits.seconds <= time.monotonic() - start < limits.seconds + 0.5
    assert caught.value.seconds == limits.seconds
    assert ask("SELECT (1 AS ?n) {}") == "n\r\n1\r\n"


def test_a_query_that_needs_too_much_memory_is_told_so(ask: Ask) -> None:
    doubling = "".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1}) " for n in range(40))
    with pytest.raises(QueryTooLarge, match="256 MiB"):
        ask(f"SELECT (STRLEN(?t40) AS ?n) {{ VALUES ?t0 {{ 'Gent' }} {doubling} }}")


def test_an_error_found_while_evaluating_comes_back_as_one(ask: Ask) -> None:
    with pytest.raises(QueryError, match="is not offered"):
        ask(f"SELECT (<{EX}f>(1) AS ?x) {{}}")


def test_a_worker_can_reach_no_network_even_past_the_guard(pool: Pool, listener: Any) -> None:
    text = f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"
    with pytest.raises(QueryNotAllowed):
        pool.evaluate(CheckedQuery(text, QueryForm.SELECT, {}, False, False, text), JSON)
    assert listener.heard == 0


def test_without_graphs_named_every_triple_is_seen_once(limits: Limits) -> None:
    quad = [NamedNode(EX + "s"), NamedNode(EX + "p"), Literal("o")]
    quads = [Quad(*quad, NamedNode(EX + "g")), Quad(*quad, NamedNode(EX + "h"))]
    with Pool(lambda: quads, limits) as pool:

        def count(text: str, graphs: GraphSelection | None = None) -> int:
            with pool.evaluate(guard.check(text, limits), CSV, graphs) as answer:
                return answer.read().count(b"\n") - 1

        assert count("SELECT * { ?s ?p ?o }") == 1
        assert count("SELECT * { GRAPH ?g { ?s ?p ?o } }") == 2
        assert count(f"SELECT * FROM <{EX}g> {{ ?s ?p ?o }}") == 1


def test_the_request_may_name_the_graphs_and_an_unknown_one_is_empty(ask: Ask, project: Project) -> None:
    schemes = f"{project.base}graph/ontology/status"
    everything, in_graphs = "SELECT ?s { ?s ?p ?o }", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    only = GraphSelection(default=(schemes,))
    assert 10 < ask(everything, graphs=only).count("\n") < ask(everything).count("\n")
    assert ask(in_graphs, graphs=only) == "g\r\n"
    assert ask(in_graphs, graphs=GraphSelection(named=(schemes,))) == f"g\r\n{schemes}\r\n"
    assert ask(everything, graphs=GraphSelection(named=(schemes,))) == "s\r\n"
    assert ask(everything, graphs=GraphSelection(default=("file:///etc/passwd",))) == "s\r\n"
    assert ask(f"SELECT ?s FROM <{schemes}> {{ ?s ?p ?o }}") == ask(everything, graphs=only)
    with pytest.raises(QueryError, match="absolute IRI"):
        ask(everything, graphs=GraphSelection(default=("ontology",)))


def test_threads_share_the_pool(ask: Ask, project: Project) -> None:
    text = f"SELECT ?name {{ <{project.base}id/city/be-gent> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }}"
    expected = ask(text)
    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(ask, [text] * 200)) == {expected}


@pytest.mark.alone
def test_long_queries_leave_their_places_to_short_ones(quads: tuple[Quad, ...], limits: Limits) -> None:
    few = replace(limits, workers=1, long_workers=1)
    endless, short = guard.check(ENDLESS, few), guard.check("ASK {}", few)
    with Pool(lambda: quads, few) as pool, ThreadPoolExecutor(2) as threads:
        long = [threads.submit(pool.evaluate, endless, JSON) for _ in range(2)]
        assert until(lambda: pool.load.inside == 2)
        start = time.monotonic()
        pool.evaluate(short, JSON)
        assert time.monotonic() - start < 1
        errors = [type(each.exception()) for each in long]
        assert set(errors) <= {QueryTimeout, ServiceBusy}


@pytest.mark.alone
def test_a_full_queue_is_refused_at_once(quads: tuple[Quad, ...], limits: Limits) -> None:
    few = replace(limits, workers=1, long_workers=1, queue=1)
    endless, short = guard.check(ENDLESS, few), guard.check("ASK {}", few)

    def refused() -> bool:
        start = time.monotonic()
        try:
            pool.evaluate(short, JSON)
        except ServiceBusy as error:
            assert time.monotonic() - start < 0.1
            return error.retry_after >= 1
        return False

    with Pool(lambda: quads, few) as pool, ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(pool.evaluate, endless, JSON) for _ in range(2)]
        assert until(refused)
        assert all(each.exception() for each in waiting)


def test_a_client_with_enough_queries_is_told_so_and_others_are_served(quads: tuple[Quad, ...], limits: Limits) -> None:
    few = replace(limits, client_queries=2)
    endless, short = guard.check(ENDLESS, few), guard.check("ASK {}", few)

    def ask(client: str, query: CheckedQuery) -> Answer:
        with RequestContext(client):
            return pool.evaluate(query, JSON)

    with Pool(lambda: quads, few) as pool, ThreadPoolExecutor(2) as threads:
        running = [threads.submit(ask, "192.0.2.1", endless) for _ in range(2)]
        assert until(lambda: pool.load.inside == 2)
        with pytest.raises(TooManyQueries) as caught:
            ask("192.0.2.1", short)
        assert caught.value.retry_after >= 1
        assert ask("192.0.2.2", short).size
        assert all(isinstance(each.exception(), QueryTimeout) for each in running)
        assert ask("192.0.2.1", short).size


def test_one_client_never_has_all_the_places_for_long_queries(quads: tuple[Quad, ...], limits: Limits) -> None:
    few = replace(limits, seconds=3, workers=1, long_workers=2)
    endless = guard.check(ENDLESS, few)
    long = guard.check("SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 300000 } }", few)

    def ask(client: str, query: CheckedQuery) -> Answer:
        with RequestContext(client):
            return pool.evaluate(query, CSV)

    with Pool(lambda: quads, few) as pool, ThreadPoolExecutor(4) as threads:
        running = [threads.submit(ask, "192.0.2.1", endless) for _ in range(4)]
        assert until(lambda: pool.load.waiting == 3)
        assert ask("192.0.2.2", long).read() == b"n\r\n300000\r\n"
        assert not any(each.done() for each in running)


@pytest.mark.alone
def test_a_process_that_somebody_ends_is_no_fault_of_the_query(quads: tuple[Quad, ...], limits: Limits) -> None:
    before = children(os.getpid())
    with Pool(lambda: quads, limits) as pool, ThreadPoolExecutor(1) as threads:
        pool.evaluate(guard.check("ASK {}", limits), JSON)
        running = threads.submit(pool.evaluate, guard.check(ENDLESS, limits), JSON)
        index = next(pid for pid in children(os.getpid()) - before if processes()[pid] == os.getpid())
        assert until(lambda: any(map(has_worked, children(index))))
        killed = children(index)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        error = running.exception()
        assert until(lambda: not killed & processes().keys())
        assert isinstance(error, QueryInterrupted)
        assert error.retry_after >= 1
        assert pool.evaluate(guard.check("ASK {}", limits), JSON).size


def test_a_request_knows_what_its_queries_took(pool: Pool, limits: Limits) -> None:
    with RequestContext() as context:
        pool.evaluate(guard.check("ASK {}", limits), JSON)
        with pytest.raises(QueryTimeout):
            pool.evaluate(guard.check(ENDLESS, limits), JSON)
    answered, ended = context.runs
    assert (answered.outcome, ended.outcome) == ("answer", "QueryTimeout")
    assert answered.first is not None
    assert answered.written is not None
    assert answered.first <= answered.written <= answered.seconds < ended.seconds
    assert answered.size == len(b'{"head":{},"boolean":true}')


@pytest.mark.alone
def test_closing_waits_for_the_queries_that_run(quads: tuple[Quad, ...], limits: Limits) -> None:
    patient = replace(limits, seconds=30)  # on a busy machine the query takes long, and it must not be ended
    with ThreadPoolExecutor(1) as threads:
        pool = Pool(lambda: quads, patient)
        slow = guard.check("SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 2000000 } }", limits)
        running = threads.submit(pool.evaluate, slow, CSV)
        assert until(lambda: pool.load.inside == 1)
        pool.close()
        assert running.result().read() == b"n\r\n2000000\r\n"
    with pytest.raises(ServiceBusy):
        pool.evaluate(slow, CSV)


def test_neither_descriptors_nor_processes_are_left_behind(quads: tuple[Quad, ...], limits: Limits) -> None:
    short, endless = guard.check("ASK {}", limits), guard.check(ENDLESS, replace(limits, seconds=0.3))

    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))

    before, others = descriptors(), children(os.getpid())
    with Pool(lambda: quads, replace(limits, seconds=0.3)) as pool:
        pool.evaluate(short, JSON)
        at_work = descriptors()
        for _ in range(5):
            pool.evaluate(short, JSON)
            with pytest.raises(QueryTimeout):
                pool.evaluate(endless, JSON)
        pool.evaluate(short, JSON)
        assert descriptors() <= at_work
        assert until(lambda: len(children(os.getpid()) - others) <= 3)
    assert descriptors() == before
    assert until(lambda: children(os.getpid()) <= others)


def test_a_worker_makes_way_for_a_fresh_one_after_its_share(quads: tuple[Quad, ...], limits: Limits) -> None:
    short = guard.check("ASK {}", limits)
    with Pool(lambda: quads, replace(limits, queries_per_worker=1)) as pool:
        assert {pool.evaluate(short, JSON).read() for _ in range(5)} == {b'{"head":{},"boolean":true}'}


def test_a_lost_index_process_is_replaced(quads: tuple[Quad, ...], limits: Limits) -> None:
    short = guard.check("ASK {}", limits)
    before = children(os.getpid())
    with Pool(lambda: quads, limits) as pool:
        pool.evaluate(short, JSON)
        lost = children(os.getpid()) - before
        for pid in lost:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: not lost & processes().keys())
        assert pool.evaluate(short, JSON).read() == b'{"head":{},"boolean":true}'


SERVER = """
import os, signal, sys
from pyoxigraph import Literal, NamedNode, Quad
from kg.query_engine import guard
from kg.settings.query import Limits
from kg.query_engine.pool.query_pool import Pool
from kg.rdf.formats import CSV

name = NamedNode("http://example.org/x")
limits = Limits(seconds=5)
pool = Pool(lambda: [Quad(name, name, Literal("1"), name)], limits)
asked = guard.check("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", limits)
assert pool.evaluate(asked, CSV).read() == b"n\\r\\n1\\r\\n"
"""
FORK = """
child = os.fork()
for _ in range(100):
    assert pool.evaluate(asked, CSV).read() == b"n\\r\\n1\\r\\n"
if child == 0:
    pool.close()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert pool.evaluate(asked, CSV).read() == b"n\\r\\n1\\r\\n"
pool.close()
"""
SLEEP = """
print("ready", flush=True)
signal.pause()
"""


def test_a_pool_survives_a_fork_of_its_process() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", SERVER + FORK], check=True, timeout=30)


def test_the_processes_of_a_pool_end_with_the_process_that_made_it() -> None:
    with subprocess.Popen([sys.executable, "-c", SERVER + SLEEP], stdout=subprocess.PIPE) as server:
        assert server.stdout
        assert server.stdout.readline() == b"ready\n"
        started = children(server.pid)
        assert len(started) >= 2
        server.kill()
    assert until(lambda: not started & processes().keys())


def test_an_index_that_cannot_be_loaded_is_an_error() -> None:
    def broken() -> list[Quad]:
        raise QueryError("no quads today")

    with pytest.raises(QueryError):
        Pool(broken, Limits())
    assert threading.active_count() < 10


def test_triples_come_as_they_were_asked_for(ask: Ask) -> None:
    text = f"CONSTRUCT {{ ?s <{EX}of> ?o }} WHERE {{ VALUES (?s ?o) {{ (<{EX}a> 'b'@nl) }} }}"
    assert ask(text, N_TRIPLES) == f'<{EX}a> <{EX}of> "b"@nl .\n'
