from __future__ import annotations

import asyncio

import pytest

from kg.web.http.runtime import Blocking, complete


async def twice(runtime: Blocking, value: int) -> int:
    return await runtime.run(lambda number: number * 2, await runtime.run(int, value))


def test_what_only_waits_for_a_blocking_runtime_needs_no_event_loop() -> None:
    assert complete(twice(Blocking(), 21)) == 42


def test_an_error_comes_out_as_it_was_raised() -> None:
    async def fail() -> None:
        await Blocking().run(int, "x")

    with pytest.raises(ValueError, match="invalid literal"):
        complete(fail())


def test_what_waits_for_an_event_loop_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="event loop"):
        complete(asyncio.sleep(0))
