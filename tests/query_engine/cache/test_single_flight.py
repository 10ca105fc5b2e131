from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.errors import QueryTimeout, ServiceBusy
from kg.query_engine.answer import Answer
from kg.query_engine.cache.single_flight import Flights
from kg.rdf.formats import CSV

ANSWER = Answer(CSV, b"a\r\n", 3)


def test_one_runs_and_those_who_come_meanwhile_get_its_answer() -> None:
    flights, started, finish = Flights(), threading.Event(), threading.Event()
    runs: list[int] = []

    def run() -> Answer:
        runs.append(1)
        started.set()
        finish.wait(5)
        return ANSWER

    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(flights.once, "question", run)
        started.wait(5)
        others = [threads.submit(flights.once, "question", run) for _ in range(3)]
        other = flights.once("another question", lambda: Answer(CSV, b"b", 1))
        finish.set()
        answers = [first.result(5), *(future.result(5) for future in others)]
    assert [answer.read() for answer in answers] == [b"a\r\n"] * 4
    assert other.read() == b"b"
    assert len(runs) in (1, 2)  # a thread that starts late asks for itself


def test_one_that_is_answered_before_it_can_be_waited_for_runs_again(monkeypatch: pytest.MonkeyPatch) -> None:
    flights = Flights()
    opened = [None, flights.open("question")]
    monkeypatch.setattr(flights, "open", lambda _: opened.pop(0))
    flights._flights.clear()  # who ran it has its answer
    assert flights.once("question", lambda: ANSWER).read() == b"a\r\n"
    assert opened == []


def test_a_question_that_is_answered_is_open_again() -> None:
    flights = Flights()
    flights.once("question", lambda: ANSWER)
    flight = flights.open("question")
    assert flight
    assert flights.open("question") is None
    flights.give_up("question", flight)
    assert flights.open("question")


@pytest.mark.parametrize(
    "error", [QueryTimeout("late", seconds=1), ServiceBusy("full", retry_after=1), ValueError("bug")]
)
def test_an_error_reaches_who_asked_and_leaves_nothing_behind(error: Exception) -> None:
    flights = Flights()

    def fail() -> Answer:
        raise error

    with pytest.raises(type(error)):
        flights.once("question", fail)
    assert flights.once("question", lambda: ANSWER) is ANSWER
