"""The outermost WSGI application: says for whom a request is, and tells what became of it to those who want to know."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.query import asking
from kg.query.asking import Run
from kg.web import clients

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HIT = "answers; hit"


@dataclass(frozen=True, slots=True)
class Observation:
    """A request that was answered: nothing of it tells who asked, or what words were in it.

    ``seconds`` run until the answer was ready to be sent. ``runs`` are the queries that were run for it; ``hit`` says
    that it was remembered as it is.
    """

    method: str
    path: str
    status: int
    seconds: float
    size: int | None
    etag: str
    hit: bool
    runs: Sequence[Run]


Observer = Callable[[Observation], None]


class Observed:
    """``application``, whose requests are told to ``observers``; ``client_header`` is as in the settings."""

    def __init__(
        self, application: WSGIApplication, client_header: str = "", observers: Sequence[Observer] = ()
    ) -> None:
        self._application = application
        self._header = clients.variable(client_header)
        self._observers = tuple(observers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with asking.by(clients.key(environ, self._header)) as asked:
            if not self._observers:
                return self._application(environ, start_response)
            start = time.perf_counter()
            told: list[tuple[str, list[tuple[str, str]]]] = []

            def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
                told.append((status, headers))
                return start_response(status, headers, *error)

            body = self._application(environ, begin)
            seconds = time.perf_counter() - start
            status, headers = told[-1] if told else ("500", [])
            fields = {name.lower(): value for name, value in headers}
            length = fields.get("content-length")
            seen = Observation(
                method=environ["REQUEST_METHOD"],
                path=environ["PATH_INFO"],
                status=int(status[:3]),
                seconds=seconds,
                size=int(length) if length else None,
                etag=fields.get("etag", ""),
                hit=fields.get("cache-status") == _HIT,
                runs=asked.runs,
            )
            for observer in self._observers:
                observer(seen)
            return body
