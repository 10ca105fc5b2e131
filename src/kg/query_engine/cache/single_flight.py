"""Single flight: of equal queries at the same time one runs, and the others wait for its answer."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable

from kg.errors import KgError, ServiceBusy
from kg.query_engine.answer import Answer

_PATIENCE = 60.0
"""Seconds after which a query runs itself instead of waiting for another: longer than any query may take."""


class Flight:
    """A query that runs. Its answers or its error are set before ``landed``, which exists once another query waits."""

    __slots__ = ("answers", "error", "landed", "waiting")

    def __init__(self) -> None:
        self.landed: threading.Event | None = None
        self.waiting = 0
        self.answers: list[Answer] = []
        self.error: KgError | None = None


class Flights:
    """The queries that run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[Hashable, Flight] = {}

    def once(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer that ``ask`` returns here, or to another caller that runs the same query now.

        An error is shared too, except ServiceBusy, which concerns one client: then the next caller runs the query.
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
        """A new flight, to be landed; None where the query runs already."""
        with self._lock:
            if question in self._flights:
                return None
            flight = self._flights[question] = Flight()
            return flight

    def land(self, question: Hashable, flight: Flight, ask: Callable[[], Answer]) -> Answer:
        """Run the query; its answer or error goes to all callers that wait."""
        try:
            answer = ask()
        except BaseException as error:
            self.fail(question, flight, error)
            raise
        self.arrive(question, flight, answer)
        return answer

    def arrive(self, question: Hashable, flight: Flight, answer: Answer) -> None:
        """Give the answer to all callers that wait."""
        try:
            self._close(question, flight)
            flight.answers = [_copy(answer) for _ in range(flight.waiting)]
        finally:
            self.give_up(question, flight)

    def fail(self, question: Hashable, flight: Flight, error: BaseException) -> None:
        """Give the error to all callers that wait, if it is one of the query; else they run it themselves."""
        if isinstance(error, KgError):
            flight.error = error
        self.give_up(question, flight)

    def give_up(self, question: Hashable, flight: Flight) -> None:
        """Let the callers that wait run the query themselves, if there is neither an answer nor an error."""
        self._close(question, flight)
        if flight.landed:
            flight.landed.set()

    def _close(self, question: Hashable, flight: Flight) -> None:
        """Let no other caller wait for this flight."""
        with self._lock:
            if self._flights.get(question) is flight:
                del self._flights[question]


def _copy(answer: Answer) -> Answer:
    """The same answer for one more reader, who closes it on their own."""
    if isinstance(answer.content, bytes):
        return answer
    return Answer(answer.format, os.fdopen(os.dup(answer.content.fileno()), "rb"), answer.size)
