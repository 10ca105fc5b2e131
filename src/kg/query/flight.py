"""Identical questions that are asked at the same time are answered once: the first one asks, the others wait for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable

from kg.errors import KgError, ServiceBusy
from kg.query.answer import Answer


class _Flight:
    """A question on its way; what comes of it is set before ``landed`` is."""

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.waiting = 0
        self.answers: list[Answer] = []
        self.error: KgError | None = None


class Flights:
    """The questions that are on their way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[Hashable, _Flight] = {}

    def once(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer that ``ask`` gives to this caller or to one who asked the same a moment before.

        An error is everybody's too, except ServiceBusy, which was meant for one client: then the next one asks.
        """
        while True:
            with self._lock:
                flight = self._flights.get(question)
                if flight is None:
                    mine = self._flights[question] = _Flight()
                    break
                flight.waiting += 1
            flight.landed.wait()
            if flight.answers:
                return flight.answers.pop()
            if flight.error and not isinstance(flight.error, ServiceBusy):
                raise flight.error
        return self._ask(question, mine, ask)

    def _ask(self, question: Hashable, flight: _Flight, ask: Callable[[], Answer]) -> Answer:
        try:
            answer = ask()
            self._land(question, flight)
            flight.answers = [_copy(answer) for _ in range(flight.waiting)]
        except KgError as error:
            flight.error = error
            raise
        finally:
            self._land(question, flight)
            flight.landed.set()
        return answer

    def _land(self, question: Hashable, flight: _Flight) -> None:
        """Let nobody else wait for this flight."""
        with self._lock:
            if self._flights.get(question) is flight:
                del self._flights[question]


def _copy(answer: Answer) -> Answer:
    """The same answer for one more reader, who closes it on their own."""
    if isinstance(answer.content, bytes):
        return answer
    return Answer(answer.format, os.fdopen(os.dup(answer.content.fileno()), "rb"), answer.size)
