"""Short queries are waited for on the event loop, others in a thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from kg.query_engine import Execution
from kg.query_engine.answer import Answer
from kg.rdf.formats import CSV
from kg.web.server.rsgi import EventLoop

HERE, IN_A_THREAD = Answer(CSV, b"here", 4), Answer(CSV, b"in a thread", 11)


class Query:
    """A query that gets its place, or not, after ``place`` seconds, and is answered at once unless it is long."""

    def __init__(self, place: float | None, *, answers: bool = True, starts: bool = True) -> None:
        self.place = place
        self.starts = starts
        self.answered, self._end = os.pipe()
        if answers:
            os.write(self._end, b"x")

    def close(self) -> None:
        os.close(self.answered)
        os.close(self._end)

    def queue(self, start: Callable[[], None]) -> bool:
        if self.place:
            asyncio.get_running_loop().call_later(self.place, start)
        return self.place == 0

    def start(self) -> bool:
        return self.starts

    def notify(self, loop: asyncio.AbstractEventLoop, then: Callable[[], object]) -> None:
        loop.add_reader(self.answered, then)

    def is_long(self) -> bool:
        return True

    def poll(self) -> Answer:
        return HERE

    def wait(self) -> Answer:
        return IN_A_THREAD


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ({"place": 0}, HERE),
        ({"place": 0.05}, HERE),  # which has to wait a moment for its place
        ({"place": None}, IN_A_THREAD),
        ({"place": 0, "starts": False}, IN_A_THREAD),
        ({"place": 0, "answers": False}, IN_A_THREAD),
    ],
)
def test_a_thread_waits_for_what_does_not_come_soon(kind: dict[str, Any], answer: Answer) -> None:
    query = Query(**kind)
    with ThreadPoolExecutor(1) as threads, ThreadPoolExecutor(1) as loops:  # where another test's loop does not run
        finished = loops.submit(asyncio.run, EventLoop(threads).finish(cast("Execution", query))).result(20)
    query.close()
    assert finished is answer
