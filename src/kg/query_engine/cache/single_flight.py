"""Identical questions that are asked at the same time are answered once: the first one asks, the others wait for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable

from kg.errors import KgError, ServiceBusy
from kg.query_engine.answer import Answer

_PATIENCE = 60.0
"""Seconds after which nobody waits for another any more: longer than any query may take."""


class Flight:
    """A question on its way; what comes of it is set before ``landed`` is, which there is once somebody waits."""

    __slots__ = ("answers", "error", "landed", "waiting")

    def __init__(self) -> None:
        self.landed: threading.Event | None = None
        self.waiting = 0
        self.answers: list[Answer] = []
        self.error: KgError | None = None


class Flights:
    """The questions that are on their way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[Hashable, Flight] = {}

    def once(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer that ``ask`` gives to this caller or to one who asked the same a moment before.

        An error is everybody's too, except ServiceBusy, which was meant for one client: then the next one asks.
        """
        while True:
            mine = self.open(question)
            if mine:
                return self.land(question, mine, ask)
            with self._lock:
                flight = self._flights.get(question)
                if flight is None:
                    continue
                flight.waiting += 1
                landed = flight.landed = flight.landed or threading.Event()
            if not landed.wait(_PATIENCE):
                return ask()
            if flight.answers:
                return flight.answers.pop()
            if flight.error and not isinstance(flight.error, ServiceBusy):
                raise flight.error

    def open(self, question: Hashable) -> Flight | None:
        """A flight of one's own, to be landed; None where the question is on its way already."""
        with self._lock:
            if question in self._flights:
                return None
            flight = self._flights[question] = Flight()
            return flight

    def land(self, question: Hashable, flight: Flight, ask: Callable[[], Answer]) -> Answer:
        """What ``ask`` gives, or raises, which is then everybody's."""
        try:
            answer = ask()
        except BaseException as error:
            self.fail(question, flight, error)
            raise
        self.arrive(question, flight, answer)
        return answer

    def arrive(self, question: Hashable, flight: Flight, answer: Answer) -> None:
        """Give the answer to all who wait."""
        try:
            self._close(question, flight)
            flight.answers = [_copy(answer) for _ in range(flight.waiting)]
        finally:
            self.give_up(question, flight)

    def fail(self, question: Hashable, flight: Flight, error: BaseException) -> None:
        """Let those who wait have the error, if it is one of the question; else they ask for themselves."""
        if isinstance(error, KgError):
            flight.error = error
        self.give_up(question, flight)

    def give_up(self, question: Hashable, flight: Flight) -> None:
        """Let those who wait ask for themselves, if nothing has come of it."""
        self._close(question, flight)
        if flight.landed:
            flight.landed.set()

    def _close(self, question: Hashable, flight: Flight) -> None:
        """Let nobody else wait for this flight."""
        with self._lock:
            if self._flights.get(question) is flight:
                del self._flights[question]


def _copy(answer: Answer) -> Answer:
    """The same answer for one more reader, who closes it on their own."""
    if isinstance(answer.content, bytes):
        return answer
    return Answer(answer.format, os.fdopen(os.dup(answer.content.fileno()), "rb"), answer.size)
