"""The scheduler: places for queries, others for long queries, queues for both, and a fair turn for each client.

A query that has not answered soon leaves its place to the next in the queue. It goes on in a place for long queries,
or is stopped until one is free. So long queries, however many come, keep short ones waiting for moments only. In either
queue the next turn is that of the client who has the fewest places, so many queries of one are no matter for another.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self

from kg.errors import ServiceBusy, TooManyQueries, phrase
from kg.settings.query import Limits

Client = str | None
"""The key of a client; all unknown ones count as one, which has no limit of its own."""


class Place:
    """The place of one query, from when it comes until it leaves; ``waited`` is in seconds."""

    __slots__ = ("_places", "client", "deadline", "long", "waited")

    def __init__(self, places: Places, client: Client, deadline: float) -> None:
        self.client = client
        self.deadline = deadline
        self.long = False
        self.waited = 0.0
        self._places = places

    def seek(self, then: Callable[[], None] | None = None) -> bool:
        """Take the place, or queue for it; says whether it is there.

        Else ``then`` is called, by any thread, when it is. Raises TooManyQueries where this client has enough of them,
        and ServiceBusy where too many wait; then it need not be left.
        """
        return self._places.seek(self, then)

    def enter(self) -> None:
        """Wait for the place that was sought, or to go on after making way; raises ServiceBusy at the deadline."""
        self._places.wait(self)

    def leave(self) -> None:
        self._places.leave(self)

    def __enter__(self) -> Self:
        self.seek()
        try:
            self.enter()
        except ServiceBusy:
            self.leave()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.leave()

    @property
    def wanted(self) -> bool:
        """Whether the next query would have to wait for this place or another."""
        return not self.long and not self._places.free

    @property
    def alone(self) -> bool:
        """Whether no other query runs or waits."""
        return self._places.inside == 1

    def make_way(self) -> bool:
        """Leave the place to others, as one that takes long; says whether to go on, or to stop and ``enter`` again."""
        return self._places.make_way(self)


class _Turn:
    """That a place is free: ``then`` is called, and an event set where a thread waits for it; under the lock."""

    __slots__ = ("_event", "_then", "is_set")

    def __init__(self, then: Callable[[], None] | None) -> None:
        self._then = then
        self._event: threading.Event | None = None
        self.is_set = False

    def set(self) -> None:
        self.is_set = True
        if self._event:
            self._event.set()
        if self._then:
            self._then()

    def event(self) -> threading.Event:
        """The event to wait for, which is made when it is needed: most turns come before anybody blocks."""
        self._event = self._event or threading.Event()
        if self.is_set:
            self._event.set()
        return self._event


class _Lane:
    """Places of one kind, of which a known client has ``most`` at a time, and who waits for them."""

    def __init__(self, size: int, most: int) -> None:
        self.free = size
        self._most = most
        self._held: dict[Client, int] = {}
        self._queues: dict[Client, deque[_Turn]] = {}
        self.waiting = 0

    def take(self, client: Client, then: Callable[[], None] | None = None) -> _Turn | None:
        """A place for this client, or else what tells that there is one."""
        if self.free and not self._queues and self._may(client):
            self._give(client)
            return None
        turn = _Turn(then)
        self._queues.setdefault(client, deque()).append(turn)
        self.waiting += 1
        self._pass_on()
        return None if turn.is_set else turn

    def give_up(self, client: Client, turn: _Turn) -> bool:
        """Wait no longer; says whether there still was anything to wait for."""
        if turn.is_set:
            return False
        self._queues[client].remove(turn)
        self.waiting -= 1
        self._forget(client)
        return True

    def leave(self, client: Client) -> None:
        self.free += 1
        self._held[client] -= 1
        if self._queues:
            self._pass_on()
        if not self._held[client]:
            del self._held[client]

    def _pass_on(self) -> None:
        """Give the free places to those clients that have the fewest, each in its turn."""
        while self.free:
            may = list(filter(self._may, self._queues))
            if not may:
                return
            client = min(may, key=self._count) if len(may) > 1 else may[0]
            queue = self._queues.pop(client)
            queue.popleft().set()
            self.waiting -= 1
            self._give(client)
            if queue:
                self._queues[client] = queue  # behind those that have not had this turn

    def _may(self, client: Client) -> bool:
        """Whether a client may have one more of these places."""
        return client is None or self._count(client) < self._most

    def _count(self, client: Client) -> int:
        return self._held.get(client, 0)

    def _give(self, client: Client) -> None:
        self.free -= 1
        self._held[client] = self._count(client) + 1

    def _forget(self, client: Client) -> None:
        if not self._queues[client]:
            del self._queues[client]


class Places:
    """``limits.workers`` places, ``limits.long_workers`` for long queries, and the queues for both."""

    def __init__(self, limits: Limits) -> None:
        self._lock = threading.Lock()
        self._all_left = threading.Condition(self._lock)
        self._quick = _Lane(limits.workers, limits.workers)
        # One client never has all the places for long queries, which it might hold for as long as a query may take.
        self._long = _Lane(limits.long_workers, max(1, limits.long_workers - 1))
        self._turns: dict[Place, _Turn] = {}
        self._inside: dict[Client, int] = {}
        self._longest_queue = limits.queue
        self._most_each = limits.client_queries
        self._closed = False

    def one(self, deadline: float, client: Client = None) -> Place:
        """A place to be sought, entered, and left at the end; the deadline is one of the monotonic clock."""
        return Place(self, client, deadline)

    def seek(self, place: Place, then: Callable[[], None] | None) -> bool:
        with self._lock:
            self._admit(place.client)
            self._queue(place, self._quick, then)
            self._inside[place.client] = self._inside.get(place.client, 0) + 1
            return place not in self._turns

    def leave(self, place: Place) -> None:
        with self._lock:
            lane = self._long if place.long else self._quick
            turn = self._turns.pop(place, None)
            if turn is None or not lane.give_up(place.client, turn):
                lane.leave(place.client)
            self._inside[place.client] -= 1
            if not self._inside[place.client]:
                del self._inside[place.client]
            if self._closed:
                self._all_left.notify_all()

    def _admit(self, client: Client) -> None:
        if client is not None and self._inside.get(client, 0) >= self._most_each:
            message = phrase(
                "You have {limit} queries here already, which is as many as one client may.",
                limit=self._most_each,
            )
            raise TooManyQueries(message, retry_after=1, hint=phrase("Ask again when one of them is answered."))
        if self._closed or self._quick.waiting + self._long.waiting >= self._longest_queue:
            raise _busy(phrase("Too many queries are waiting."))

    def _queue(self, place: Place, lane: _Lane, then: Callable[[], None] | None = None) -> None:
        turn = lane.take(place.client, then)
        if turn is not None:
            self._turns[place] = turn

    def make_way(self, place: Place) -> bool:
        with self._lock:
            self._quick.leave(place.client)
            place.long = True
            self._queue(place, self._long)
            return place not in self._turns

    def wait(self, place: Place) -> None:
        """Block until it is this query's turn; raises ServiceBusy at its deadline, and then the place is to be left."""
        turn = self._turns.get(place)
        if turn is None:
            return
        start = time.monotonic()
        in_time = turn.is_set
        if not in_time:
            with self._lock:
                event = turn.event()
            in_time = event.wait(place.deadline - start)
        place.waited += time.monotonic() - start
        if not in_time:
            message = phrase("No place for a query that takes long became free in time.")
            raise _busy(message if place.long else phrase("No place became free in time."))
        with self._lock:
            self._turns.pop(place, None)

    @property
    def free(self) -> int:
        """How many queries would have a place at once."""
        return self._quick.free

    @property
    def inside(self) -> int:
        """How many queries run or wait."""
        return sum(self._inside.values())

    @property
    def waiting(self) -> int:
        """How many wait for a place, or are stopped until there is one."""
        return self._quick.waiting + self._long.waiting

    def close(self, seconds: float) -> None:
        """Refuse new queries, and wait for those inside."""
        with self._lock:
            self._closed = True
            self._all_left.wait_for(lambda: not self._inside, seconds)


def _busy(message: str) -> ServiceBusy:
    return ServiceBusy(message, retry_after=1, hint=phrase("Try again in a moment."))
