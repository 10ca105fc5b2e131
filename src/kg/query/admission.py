"""Who may run, and who waits: places for queries, and others for those that take long.

A query that has not answered soon leaves its place to the next in the queue, if one of the places for long queries is
free; if none is, it ends. So long queries, however many come, keep short ones waiting for moments only.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import ServiceBusy
from kg.query.limits import Limits


class Place:
    """The place of one query."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.long = False

    def make_way(self) -> None:
        """Move to a place for long queries; raises ServiceBusy where none is free."""
        self._places.move(self)


class Places:
    """``limits.workers`` places, as many for long queries, and a queue that is served in order."""

    def __init__(self, limits: Limits) -> None:
        self._lock = threading.Lock()
        self._all_left = threading.Condition(self._lock)
        self._free = limits.workers
        self._free_long = limits.workers
        self._taken = 0
        self._longest_queue = limits.queue
        self._queue: deque[threading.Event] = deque()
        self._closed = False

    @contextmanager
    def one(self, deadline: float) -> Iterator[Place]:
        """A place, waited for until the deadline of the monotonic clock; raises ServiceBusy where there is none."""
        self._take(deadline)
        place = Place(self)
        try:
            yield place
        finally:
            with self._lock:
                self._taken -= 1
                if place.long:
                    self._free_long += 1
                else:
                    self._pass_on()
                self._all_left.notify_all()

    def _take(self, deadline: float) -> None:
        with self._lock:
            if self._closed or len(self._queue) >= self._longest_queue:
                raise _busy("Too many queries are waiting.")
            self._taken += 1
            if self._free:
                self._free -= 1
                return
            turn = threading.Event()
            self._queue.append(turn)
        if not turn.wait(deadline - time.monotonic()):
            with self._lock:
                if turn in self._queue:
                    self._queue.remove(turn)
                    self._taken -= 1
                    raise _busy("No place became free in time.")

    def move(self, place: Place) -> None:
        with self._lock:
            if not self._free_long:
                raise _busy("Too many queries that take long are running.")
            self._free_long -= 1
            place.long = True
            self._pass_on()

    def _pass_on(self) -> None:
        """Give a place to whoever has waited for the longest time."""
        if self._queue:
            self._queue.popleft().set()
        else:
            self._free += 1

    def close(self, seconds: float) -> None:
        """Let nobody in any more, and wait for those inside."""
        with self._lock:
            self._closed = True
            self._all_left.wait_for(lambda: not self._taken, seconds)


def _busy(message: str) -> ServiceBusy:
    return ServiceBusy(message, retry_after=1, hint="Try again in a moment.")
