"""What is known of a request once it is answered, for those who observe requests: log, metrics, slow queries."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.query_engine.request_context import Run
from kg.web.http.http_response import FROM_MEMORY, HttpResponse

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Observation:
    """A request that was answered, without the client and the words that were in it.

    ``seconds`` run until the answer was ready to be sent. ``runs`` are the queries that were run for it; ``hit`` says
    that the answer was in a cache.
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


def observation(environ: WSGIEnvironment, response: HttpResponse, start: float, runs: Sequence[Run]) -> Observation:
    """What is known now of a request that came at ``start``, on the clock of ``perf_counter``."""
    seconds = time.perf_counter() - start
    fields = {name.lower(): value for name, value in response.headers}
    length = fields.get("content-length")
    return Observation(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"],
        status=response.status,
        seconds=seconds,
        size=int(length) if length else None,
        etag=fields.get("etag", ""),
        hit=fields.get("cache-status") == FROM_MEMORY[1],
        runs=runs,
    )
