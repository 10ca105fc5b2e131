"""Turns: how many pages are made at a time for one client, so that one that sends thousands of requests delays nobody.

Threads take what they are given in order, and pages cost some milliseconds each: ten thousand requests of one client
would be half a minute for the next. The others of a client wait here, first come, first served; they are at most as
many as there may be connections.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Turns:
    """Lets ``most`` jobs of a client run at a time; of one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: dict[Hashable, int] = {}
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def of(self, client: Hashable) -> AsyncIterator[None]:
        """A context in which one job of the client runs, once it is its turn."""
        if self._running.get(client, 0) < self._most:
            self._running[client] = self._running.get(client, 0) + 1
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._pass_on(client)

    async def _wait(self, client: Hashable) -> None:
        """Wait until a job that ends passes its turn on."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on(client)
            raise

    def _pass_on(self, client: Hashable) -> None:
        waiting = self._waiting.get(client)
        while waiting:
            turn = waiting.popleft()
            if not turn.done():  # its request has ended meanwhile
                turn.set_result(None)
                return
        self._waiting.pop(client, None)
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
