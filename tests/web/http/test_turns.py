"""Turns: a client's jobs run a few at a time and in order, and another's do not wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

from kg.web.http.turns import Turns


def run(main: Coroutine[None, None, None]) -> None:
    """In a thread of its own: a browser's driver may have an event loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, main).result()


class Jobs:
    """Jobs of clients that run until they are told to end."""

    def __init__(self, most: int) -> None:
        self.turns = Turns(most)
        self.running: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def _do(self, client: str, name: str) -> None:
        async with self.turns.of(client):
            self.running.append(name)
            await self.ends[name].wait()
            self.running.remove(name)

    async def begin(self, client: str, *names: str) -> None:
        for name in names:
            self.ends[name] = asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._do(client, name))
        await self.settle()

    async def end(self, name: str) -> None:
        self.ends[name].set()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)


def test_the_jobs_of_a_client_run_some_at_a_time_and_in_order() -> None:
    async def main() -> None:
        jobs = Jobs(2)
        await jobs.begin("a", "a1", "a2", "a3", "a4")
        assert jobs.running == ["a1", "a2"]
        await jobs.end("a2")
        assert jobs.running == ["a1", "a3"]
        await jobs.end("a1")
        assert jobs.running == ["a3", "a4"]

    run(main())


def test_another_client_does_not_wait_for_them() -> None:
    async def main() -> None:
        jobs = Jobs(1)
        await jobs.begin("a", "a1", "a2")
        await jobs.begin("b", "b1", "b2")
        assert jobs.running == ["a1", "b1"]

    run(main())


def test_a_request_that_ends_while_it_waits_or_runs_keeps_no_place() -> None:
    async def main() -> None:
        jobs = Jobs(1)
        await jobs.begin("a", "a1", "a2", "a3")
        jobs.tasks["a2"].cancel()
        await jobs.settle()
        jobs.tasks["a1"].cancel()
        await jobs.settle()
        assert "a3" in jobs.running
        await jobs.end("a3")
        await jobs.begin("a", "a4")
        assert "a4" in jobs.running

    run(main())


def test_a_turn_that_came_as_its_request_ended_is_passed_on() -> None:
    async def main() -> None:
        jobs = Jobs(1)
        await jobs.begin("a", "a1", "a2", "a3")
        jobs.ends["a1"].set()
        await asyncio.sleep(0)  # a1 ends, and its turn is a2's, which has not run yet
        jobs.tasks["a2"].cancel()
        await jobs.settle()
        assert jobs.running == ["a3"]

    run(main())


def test_nothing_is_remembered_of_a_client_without_jobs() -> None:
    async def main() -> None:
        jobs = Jobs(1)
        await jobs.begin("a", "a1", "a2")
        await jobs.end("a1")
        await jobs.end("a2")
        assert not jobs.turns._running
        assert not jobs.turns._waiting

    run(main())
