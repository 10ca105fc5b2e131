"""Who may run, who waits, and which waiting client gets the place that becomes free."""

from __future__ import annotations

import threading
import time

import pytest

from kg.errors import ServiceBusy, TooManyQueries
from kg.query_engine.pool.scheduler import Place, Places
from kg.settings.query import Limits


def places(workers: int = 1, **limits: int) -> Places:
    return Places(Limits(workers=workers, **limits))


def place(places: Places, client: str | None = None, seconds: float = 5) -> Place:
    return places.one(time.monotonic() + seconds, client)


class Queue:
    """Places, and the names of those to whom one was given, in order."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.given: list[str] = []

    def seek(self, name: str, client: str | None) -> Place:
        sought = place(self.places, client)
        if sought.seek(lambda: self.given.append(name)):
            self.given.append(name)
        return sought


def test_as_many_run_as_there_are_workers_and_the_next_one_waits() -> None:
    all_places = places(workers=2)
    assert place(all_places).seek()
    assert place(all_places).seek()
    assert not place(all_places).seek()
    assert (all_places.inside, all_places.waiting, all_places.free) == (3, 1, 0)


def test_a_freed_place_goes_to_the_client_who_has_the_fewest() -> None:
    queue = Queue(places(workers=3))
    held = [queue.seek(name, client) for name, client in (("a1", "a"), ("a2", "a"), ("b1", "b"))]
    for name, client in (("a3", "a"), ("b2", "b"), ("c1", "c")):
        queue.seek(name, client)
    held[0].leave()
    assert queue.given[3:] == ["c1"]
    held[1].leave()
    assert queue.given[4:] == ["a3"]


def test_clients_with_equally_many_places_take_turns() -> None:
    queue = Queue(places(workers=1))
    running = queue.seek("x", "x")
    waiting = {name: queue.seek(name, name[0]) for name in ("a1", "a2", "a3", "b1", "c1")}
    for _ in range(5):
        running.leave()
        running = waiting[queue.given[-1]]
    assert queue.given == ["x", "a1", "b1", "c1", "a2", "a3"]


def test_of_one_client_the_earlier_query_comes_first() -> None:
    queue = Queue(places(workers=1))
    running = queue.seek("first", "a")
    second, third = queue.seek("second", "a"), queue.seek("third", "a")
    running.leave()
    second.leave()
    assert queue.given == ["first", "second", "third"]
    third.leave()


def test_who_waits_no_longer_is_passed_over() -> None:
    queue = Queue(places(workers=1))
    running = queue.seek("first", "a")
    queue.seek("second", "b").leave()
    queue.seek("third", "c")
    running.leave()
    assert queue.given == ["first", "third"]
    assert (queue.places.inside, queue.places.waiting) == (1, 0)


def test_a_client_may_have_only_so_many_queries_and_the_unknown_any_number() -> None:
    all_places = places(workers=1, client_queries=2)
    first = place(all_places, "a")
    first.seek()
    place(all_places, "a").seek()
    with pytest.raises(TooManyQueries) as caught:
        place(all_places, "a").seek()
    assert caught.value.retry_after == 1
    place(all_places, "b").seek()
    for _ in range(3):
        place(all_places).seek()
    first.leave()
    place(all_places, "a").seek()


def test_a_full_queue_refuses_the_next_one() -> None:
    all_places = places(workers=1, queue=2)
    for _ in range(3):
        place(all_places).seek()
    with pytest.raises(ServiceBusy):
        place(all_places).seek()


def test_waiting_ends_at_the_deadline() -> None:
    all_places = places(workers=1)
    place(all_places).seek()
    late = place(all_places, seconds=0.05)
    late.seek()
    with pytest.raises(ServiceBusy):
        late.enter()
    assert 0.04 < late.waited < 1


def test_a_query_that_takes_long_leaves_its_place_to_the_next() -> None:
    queue = Queue(places(workers=1, long_workers=1))
    long = queue.seek("long", "a")
    queue.seek("next", "b")
    assert long.wanted
    assert long.make_way()
    assert queue.given == ["long", "next"]
    assert long.long
    assert not long.wanted


def test_a_known_client_never_has_all_places_for_long_queries() -> None:
    all_places = places(workers=4, long_workers=2)
    mine = [place(all_places, "a") for _ in range(2)]
    for each in mine:
        each.seek()
    assert [each.make_way() for each in mine] == [True, False]
    other = place(all_places, "b")
    other.seek()
    assert other.make_way()
    mine[0].leave()
    mine[1].enter()  # the place is there


def test_closing_lets_nobody_in_and_waits_for_those_inside() -> None:
    all_places = places(workers=1)
    running = place(all_places)
    running.seek()
    threading.Timer(0.05, running.leave).start()
    all_places.close(5)
    assert all_places.inside == 0
    with pytest.raises(ServiceBusy):
        place(all_places).seek()
