"""Short queries are waited for on the event loop, others in a thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from kg.query_engine import Execution
from kg.query_engine.answer import Answer
from kg.rdf.formats import CSV
from kg.settings.query import Limits
from kg.settings.serve import ServeSettings
from kg.web.http.http_response import HttpResponse
from kg.web.server.rsgi import EventLoop, Gateway

from ..endpoint.test_query_handler import Connection, Scope

HERE, IN_A_THREAD = Answer(CSV, b"here", 4), Answer(CSV, b"in a thread", 11)


class Query:
    """A query that gets its place, or not, after ``place`` seconds, and is answered at once unless it is long."""

    def __init__(self, place: float | None, *, answers: bool = True, starts: bool = True) -> None:
        self.place = place
        self.starts = starts
        self.answered, self._end = os.pipe()
        if answers:
            os.write(self._end, b"x")

    def close(self) -> None:
        os.close(self.answered)
        os.close(self._end)

    def queue(self, start: Callable[[], None]) -> bool:
        if self.place:
            asyncio.get_running_loop().call_later(self.place, start)
        return self.place == 0

    def start(self) -> bool:
        return self.starts

    def notify(self, loop: asyncio.AbstractEventLoop, then: Callable[[], object]) -> None:
        loop.add_reader(self.answered, then)

    def is_long(self) -> bool:
        return True

    def poll(self) -> Answer:
        return HERE

    def wait(self) -> Answer:
        return IN_A_THREAD


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ({"place": 0}, HERE),
        ({"place": 0.05}, HERE),  # which has to wait a moment for its place
        ({"place": None}, IN_A_THREAD),
        ({"place": 0, "starts": False}, IN_A_THREAD),
        ({"place": 0, "answers": False}, IN_A_THREAD),
    ],
)
def test_a_thread_waits_for_what_does_not_come_soon(kind: dict[str, Any], answer: Answer) -> None:
    query = Query(**kind)
    with ThreadPoolExecutor(1) as threads, ThreadPoolExecutor(1) as loops:  # where another test's loop does not run
        finished = loops.submit(asyncio.run, EventLoop(threads).finish(cast("Execution", query))).result(20)
    query.close()
    assert finished is answer


class Application:
    """Notes what it is to answer: the environment, which it changes, and the status of what is against the request."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, Any], int | None]] = []

    async def respond(self, environ: dict[str, Any], _: object, __: object, ___: object, refusal: Any) -> HttpResponse:
        self.requests.append((dict(environ), refusal.code if refusal else None))
        environ["HTTP_HOST"] = "changed"
        return HttpResponse(204, [], [])


def passed(*scopes: Scope, hosts: tuple[str, ...] = ()) -> list[tuple[dict[str, Any], int | None]]:
    """What the application has of requests that come one after the other."""
    application = Application()
    gateway = Gateway(cast("Any", application), ServeSettings(threads=1, hosts=hosts), Limits(seconds=5))
    for scope in scopes:
        with pytest.raises(StopIteration):
            gateway.answer(cast("Any", scope), cast("Any", Connection())).send(None)
    return application.requests


def test_requests_with_one_header_have_the_same_variables_and_an_environment_each() -> None:
    fields = {"host": "a", "accept": "text/csv", "content-type": "text/plain"}
    first, again = passed(Scope("GET", "/x", "q=1", fields), Scope("HEAD", "/y", "", fields))
    assert first[0].pop("wsgi.input") is not again[0].pop("wsgi.input")
    common = {"HTTP_HOST": "a", "HTTP_ACCEPT": "text/csv", "CONTENT_TYPE": "text/plain"}
    assert first == ({**common, "REQUEST_METHOD": "GET", "PATH_INFO": "/x", "QUERY_STRING": "q=1"}, None)
    assert again == ({**common, "REQUEST_METHOD": "HEAD", "PATH_INFO": "/y", "QUERY_STRING": ""}, None)


def test_a_header_that_was_right_before_excuses_no_other_method_target_or_version() -> None:
    fields = {"host": "a", "transfer-encoding": "chunked"}
    scopes = [Scope("GET", "/", "", fields), Scope("BREW", "/", "", fields), Scope("GET", "x", "", fields)]
    scopes.append(Scope("GET", "/", "", fields, http_version="1"))
    assert [status for _, status in passed(*scopes)] == [None, 501, 400, 400]


def test_another_host_that_has_asked_for_the_state_of_the_server_is_not_served_the_site() -> None:
    scopes = [Scope("GET", path, "", {"host": "b"}) for path in ("/health", "/", "/health")]
    assert [status for _, status in passed(*scopes, hosts=("a",))] == [None, 421, None]


def test_a_header_that_is_too_long_is_refused_each_time() -> None:
    scopes = [Scope("GET", "/", "", {"host": "a", "accept": "x" * 3_000})] * 2
    assert [("HTTP_ACCEPT" in environ, status) for environ, status in passed(*scopes)] == [(False, 431)] * 2


def test_few_headers_are_kept() -> None:
    scopes = [Scope("GET", "/", "", {"host": "a", "x-number": str(number)}) for number in range(1_500)]
    assert [environ["HTTP_X_NUMBER"] for environ, _ in passed(*scopes)] == [str(number) for number in range(1_500)]
