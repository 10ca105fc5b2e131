from __future__ import annotations

import asyncio
import inspect
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from granian.server import mp

from kg.web.server.rsgi import EventLoop
from kg.web.server.supervisor import Scheduler

from ...waiting import until
from ...web.server.test_http_server import descendants
from ...web.server.test_operations import NAME, Server, rename, serving

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system does not name processes")


class Request:
    """A request as the server hands it to its scheduler, and the threads in which it was answered."""

    def __init__(self, *, waits: bool) -> None:
        self.waits = waits
        self.threads: list[int] = []
        self.task: asyncio.Task[None] | None = None

    def taskref(self, task: asyncio.Task[None]) -> None:
        self.task = task


@pytest.mark.parametrize("waits", [False, True])
def test_a_request_is_begun_in_the_thread_that_has_it_and_resumed_by_the_event_loop_where_it_waits(waits: bool) -> None:
    threads = ThreadPoolExecutor(1)

    async def answer(request: Request) -> None:
        request.threads.append(threading.get_ident())
        if request.waits:
            await EventLoop(threads).enter()
            await asyncio.sleep(0)
            request.threads.append(threading.get_ident())

    async def requested() -> tuple[Request, int]:
        scheduler, request = Scheduler(asyncio.get_running_loop(), answer), Request(waits=waits)
        await asyncio.to_thread(scheduler.begin, request)
        if waits:
            await asyncio.sleep(0)
            assert request.task
            await request.task
        return request, threading.get_ident()

    with threads:
        request, thread = threads.submit(asyncio.run, requested()).result()
    assert request.threads[0] != thread
    assert request.threads[1:] == ([thread] if waits else [])


def test_the_server_has_requests_answered_by_our_scheduler() -> None:
    """Its name for that is private."""
    made = vars(mp)["_new_cbscheduler"]
    assert made is Scheduler
    assert "_new_cbscheduler(loop, wcallback, impl_asyncio=" in inspect.getsource(mp)


def answerer(server: Server) -> int:
    """The process that answers, which the listening one has started."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text("ascii").split()
    return next(int(pid) for pid in children if Path(f"/proc/{pid}/comm").read_text("ascii").strip() == "kg")


def test_a_process_that_is_killed_is_replaced_by_one_with_the_revision_of_the_last_reload_whatever_the_files_say_now(
    root: Path, tmp_path: Path
) -> None:
    with serving(root, tmp_path) as server:
        first = answerer(server)
        os.kill(first, signal.SIGKILL)
        assert server.ask("ASK { ?s ?p 4 }")[0] == 200  # the connection waits, and is not refused
        assert answerer(server) != first
        assert server.says("has ended (SIGKILL); another is started")
        rename(server.project)
        assert server.reload()
        assert "true" in server.ask(NAME, Accept="application/json")[1]
        (server.project / "data" / "ghent.ttl").write_text("no Turtle", "utf-8")
        os.kill(answerer(server), signal.SIGKILL)
        assert "true" in server.ask(NAME, Accept="application/json")[1]
        processes = descendants(server.process.pid)
        server.process.terminate()
        server.process.wait(timeout=30)
        assert until(lambda: not [pid for pid in processes if Path(f"/proc/{pid}").exists()], 10)
