"""The outermost WSGI application: says for whom a request is, and tells what became of it to those who want to know."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask

from kg.edition import Publication
from kg.errors import KgError
from kg.query_engine import request_context
from kg.query_engine.request_context import Run
from kg.web.endpoint import shortcut, underway
from kg.web.endpoint.shortcut import Shortcut
from kg.web.files.file_range import FilePart
from kg.web.files.ready_dumps import ReadyDumps
from kg.web.http.responses import ALWAYS
from kg.web.server import client_address
from kg.web.server.response_cache import HIT, Front

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_RUNS = "kg.runs"


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

    def __init__(self, application: Flask, client_header: str, observers: Sequence[Observer]) -> None:
        self._front: Front = application.extensions["front"]
        self._publication: Publication = application.extensions["publication"]
        self._ready_dumps = ReadyDumps(application.extensions["kept_dumps"], self._publication)
        self._application = application
        self.client_header = client_header
        self._header = client_address.variable(client_header)
        self._observers = tuple(observers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with request_context.by(client_address.key(environ, self._header)) as asked:
            asked.runs += environ.pop(_RUNS, ())
            watch = _Watch(start_response)
            body = self._application(environ, watch if self._observers else start_response)
            if self._observers:
                self._tell(environ, watch, asked.runs)
            return body

    def at_once(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes] | FilePart | None:
        """The response, if it is remembered or a file that is there."""
        watch = _Watch(start_response) if self._observers else None
        start = watch or start_response
        body: list[bytes] | FilePart | None = self._front.at_once(environ, start)
        if body is None:
            body = self._ready_dumps.at_once(environ, start)
        if watch and body is not None:
            self._tell(environ, watch, ())
        return body

    async def soon(
        self, environ: WSGIEnvironment, start_response: StartResponse, threads: Executor
    ) -> Iterable[bytes] | None:
        """The response to a plain query, by the event loop; None for what the application has to be called for."""
        with request_context.by(client_address.key(environ, self._header)) as asked:
            watch = _Watch(start_response)
            edition = self._publication.current_at_once()
            plain = Shortcut.read(environ, edition) if edition else None
            if edition is None or plain is None:
                return None
            try:
                found = await underway.answer(plain, threads)
            except KgError as error:
                shortcut.fail(environ, error)
                environ[_RUNS] = asked.runs
                return None
            if found is None:
                return None
            headers = [*found.headers, *ALWAYS]
            if found.hit:
                # Who asks once more is likely to ask again. What is asked but once is not remembered twice.
                if found.kept and isinstance(found.body, list):
                    self._front.remember(environ, edition, headers, found.body[0])
                headers.append(HIT)
            watch(found.status, headers)
            if self._observers:
                self._tell(environ, watch, asked.runs)
            return found.body

    def _tell(self, environ: WSGIEnvironment, watch: _Watch, runs: Sequence[Run]) -> None:
        seconds = time.perf_counter() - watch.start
        fields = {name.lower(): value for name, value in watch.headers}
        length = fields.get("content-length")
        seen = Observation(
            method=environ["REQUEST_METHOD"],
            path=environ["PATH_INFO"],
            status=int(watch.status[:3]),
            seconds=seconds,
            size=int(length) if length else None,
            etag=fields.get("etag", ""),
            hit=fields.get("cache-status") == HIT[1],
            runs=runs,
        )
        for observer in self._observers:
            observer(seen)


class _Watch:
    """A ``start_response`` that takes note of what is said."""

    def __init__(self, start_response: StartResponse) -> None:
        self.start = time.perf_counter()
        self.status = "500"
        self.headers: list[tuple[str, str]] = []
        self._start_response = start_response

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: OptExcInfo | None = None
    ) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return self._start_response(status, headers, exc_info)
