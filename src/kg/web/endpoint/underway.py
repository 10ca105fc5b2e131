"""Plain queries on the event loop: sent to a worker now, and answered when it has something to say.

Most queries take less time than to wake a thread and have it wait for them. One that takes longer goes on in a thread,
which sees to its deadline and makes way for others.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from dataclasses import replace

from kg.errors import KgError
from kg.query_engine import Execution
from kg.query_engine.answer import Answer
from kg.web.endpoint.delivery import Delivery
from kg.web.endpoint.shortcut import Plain

_PATIENCE = 0.5
"""Seconds that the event loop waits for a place."""
_SOON = 0.004
"""Seconds after which it looks whether a query has had much of a processor, or only waits for one like others."""
_LOOKS = 50
"""Looks after which a thread waits for it, whatever keeps it, and sees to its deadline."""
_LARGE = 1 << 17
"""Bytes that take so long to code that others would notice."""


async def answer(plain: Plain, threads: Executor) -> Delivery | None:
    """The answer; None where it would have to wait to be asked, for which ``threads`` are there.

    Raises what the engine raises.
    """
    coming = plain.coming()
    if coming is None:
        return None
    if isinstance(coming, Answer):
        return replace(await _delivered(plain, coming, threads), hit=True)
    return await _delivered(plain, await _come(coming, threads), threads)


async def _delivered(plain: Plain, found: Answer, threads: Executor) -> Delivery:
    if plain.coding and found.size > _LARGE:
        return await asyncio.get_running_loop().run_in_executor(threads, plain.deliver, found)
    return plain.deliver(found)


async def _come(coming: Execution, threads: Executor) -> Answer:
    try:
        found = await _soon(coming)
    except KgError:
        raise
    except BaseException:
        # The client has gone, or something is wrong here. A query has its place and its worker until its end.
        threads.submit(coming.wait)
        raise
    return await asyncio.get_running_loop().run_in_executor(threads, coming.wait) if found is None else found


async def _soon(coming: Execution) -> Answer | None:
    """The answer, if it comes soon."""
    loop = asyncio.get_running_loop()
    sign = _Sign(loop)
    has_place = coming.queue(sign.give_soon) or await sign.come(_PATIENCE)
    if not has_place or not coming.start():
        return None
    sign = _Sign(loop)
    descriptor = coming.fileno()
    loop.add_reader(descriptor, sign.give)
    try:
        for _ in range(_LOOKS):
            if await sign.come(_SOON):
                return coming.poll()
            if coming.is_long():
                break
    finally:
        loop.remove_reader(descriptor)
    return None


class _Sign:
    """What somebody waits for, a while at a time."""

    __slots__ = ("_given", "_loop", "_waiter")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._given = False
        self._waiter: asyncio.Future[None] | None = None

    def give(self) -> None:
        self._given = True
        self._wake()

    def give_soon(self) -> None:
        """Give it from another thread."""
        self._loop.call_soon_threadsafe(self.give)

    async def come(self, seconds: float) -> bool:
        """Whether it was given in time."""
        if not self._given:
            self._waiter = self._loop.create_future()
            timer = self._loop.call_later(seconds, self._wake)
            try:
                await self._waiter
            finally:
                timer.cancel()
        return self._given

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
