"""What the front does with a worker while its query runs."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
import uvloop
from pyoxigraph import Quad

from kg.errors import QueryTimeout, ServiceBusy
from kg.query_engine import guard
from kg.query_engine.answer import Gathering
from kg.query_engine.pool import workers as worker_sets
from kg.query_engine.pool.execution import WorkerExecution
from kg.query_engine.pool.frames import Connection, Frame
from kg.query_engine.pool.index_client import IndexProcess
from kg.query_engine.pool.query_pool import Pool
from kg.query_engine.pool.scheduler import Places
from kg.query_engine.pool.workers import Worker, WorkerSet
from kg.rdf.formats import JSON
from kg.settings.query import Limits

from ...presence import present
from ...threads import in_own_thread
from ...waiting import until

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

LONG = """
    SELECT (COUNT(*) AS ?n) {
      { SELECT ?c { ?a ?b ?c } LIMIT 1000 } { SELECT ?f { ?d ?e ?f } LIMIT 1000 } FILTER(CONTAINS(STR(?c), STR(?f)))
    }
"""
"""Takes a processor for some tenths of a second."""


@contextmanager
def _watched(running: WorkerExecution) -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop that watches a query that has begun."""
    assert running.queue()
    assert running.start()
    with closing(uvloop.new_event_loop()) as loop:
        loop.call_soon(running.notify, loop, loop.stop)
        loop.call_later(0.01, loop.stop)
        loop.run_forever()
        yield loop
        loop.run_until_complete(asyncio.sleep(0))  # which closes what a thread has had closed


@in_own_thread
def test_a_query_that_goes_on_in_a_thread_is_waited_for_and_not_asked_again_and_again(
    pool: Pool, limits: Limits
) -> None:
    pool.evaluate(guard.check("ASK {}", limits), JSON)
    running = pool.begin(guard.check(ENDLESS, limits), JSON)
    with _watched(running), ThreadPoolExecutor(1) as threads:
        before = time.process_time()
        assert isinstance(threads.submit(running.wait).exception(), QueryTimeout)
        assert time.process_time() - before < limits.seconds / 4


@in_own_thread
def test_a_long_query_is_sent_whole_to_a_worker_that_was_watched_before(pool: Pool, limits: Limits) -> None:
    pool.evaluate(guard.check("ASK {}", limits), JSON)
    before = pool.begin(guard.check("ASK {}", limits), JSON)
    with _watched(before):
        assert until(before.poll)
    text = 'ASK { BIND("' + "\u20ac" * 40_000 + '" AS ?long) }'
    after = pool.begin(guard.check(text, limits), JSON)
    assert after.wait().read() == b'{"head":{},"boolean":true}'


def test_a_query_whose_answer_comes_without_a_pause_makes_way_too(quads: tuple[Quad, ...], limits: Limits) -> None:
    place = Places(replace(limits, workers=1)).one(time.monotonic() + 2)
    end, other = socket.socketpair()
    ours, theirs = Connection(end), Connection(other)
    index = IndexProcess(quads, limits)

    def answer() -> None:
        while not place.long:
            theirs.send(Frame.DATA, bytes(10_000))
        theirs.send(Frame.END)

    worker = Worker(index, ours, os.getpid())
    with ThreadPoolExecutor(1) as threads, closing(index), closing(theirs), closing(ours), place:
        worker.begin(b"")
        sent = threads.submit(answer)
        select.select([end], [], [])
        gathering = Gathering()
        with closing(gathering):
            assert worker.wait(place, gathering)[0] is Frame.END
        sent.result()


def _children(pid: str) -> list[str]:
    found: list[str] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += (task / "children").read_text().split()
    return found


def _workers() -> set[int]:
    """The processes whose parent is a child of this one."""
    return {int(worker) for child in _children("self") for worker in _children(child)}


def test_a_long_query_that_is_alone_keeps_its_worker(pool: Pool, limits: Limits) -> None:
    small = guard.check("ASK {}", limits)
    pool.evaluate(small, JSON)
    pool.evaluate(small, JSON)
    before = _workers()
    pool.evaluate(guard.check(LONG, limits), JSON)
    pool.evaluate(small, JSON)
    assert set(present(_workers())) <= before  # another one would have been forked in its place


def test_of_several_long_queries_each_lets_others_go_first(pool: Pool, limits: Limits) -> None:
    def niceness() -> list[int]:
        found = []
        for worker in _workers():
            with suppress(ProcessLookupError):
                found.append(os.getpriority(os.PRIO_PROCESS, worker))
        return found

    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(pool.evaluate, guard.check(ENDLESS, limits), JSON) for _ in range(2)]
        assert until(lambda: niceness().count(19) == 2)
        for each in asked:
            assert isinstance(each.exception(), QueryTimeout)


def _is_ready(pool: Pool) -> bool:
    with suppress(ServiceBusy):
        pool.check_ready()
        return True
    return False


def test_a_pool_is_ready_once_its_index_has_loaded(
    quads: tuple[Quad, ...], limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_sets, "_MOMENT", 0.01)
    before = set(_children("self"))
    with Pool(lambda: quads, limits) as pool:
        (index,) = map(int, set(_children("self")) - before)
        os.kill(index, signal.SIGSTOP)
        assert not _is_ready(pool)
        os.kill(index, signal.SIGCONT)
        assert until(lambda: _is_ready(pool))
        assert pool.evaluate(guard.check("ASK {}", limits), JSON).size


def test_no_query_is_sent_to_a_worker_of_an_index_that_is_lost(quads: tuple[Quad, ...], limits: Limits) -> None:
    before = set(_children("self"))
    workers = WorkerSet(lambda: quads, limits)
    theirs, ours = map(Connection, socket.socketpair())
    with closing(workers), closing(theirs), closing(ours):
        running = workers.check_out(time.monotonic() + 20)
        outlasting = Worker(running.index, ours, os.getpid())
        workers.give_back(outlasting)
        (index,) = map(int, set(_children("self")) - before)
        os.kill(index, signal.SIGKILL)
        assert until(lambda: not workers.alive)
        workers.restore()
        assert workers.answers()
        workers.give_back(running)
        idle = [workers.check_out(time.monotonic() + 20) for _ in range(3)]
        assert running.index not in [worker.index for worker in idle]
        for worker in idle:
            worker.connection.close()
