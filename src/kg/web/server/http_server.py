"""The production server: granian, one process with an event loop and threads, and the query pool's processes beside it.

The revision is built before anything listens, so a server that answers has data that conforms.
"""

from __future__ import annotations

import contextlib
import http.client
import math
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server.mp import MPServer

from kg import revision as revisions
from kg.compact import forked_build
from kg.compact.arena import reserve_filled_arena
from kg.edition import Publication
from kg.errors import KgError, NonConformance, UsageError, exit_code
from kg.history.published_record import PublishedRecord
from kg.project import Project
from kg.settings.query import Limits
from kg.settings.serve import ServeSettings
from kg.web.application import Application, create_app
from kg.web.files.dump_cache import DumpCache
from kg.web.server.observers import Observer
from kg.web.server.reload import Reloads, name_incomplete, name_unread, tell
from kg.web.server.request_log import RequestLog
from kg.web.server.rsgi import Gateway
from kg.web.server.slow_query_log import SlowQueries
from kg.web.server.warmup import warm

HOST = "127.0.0.1"
PORT = 5000
_PATIENCE = 60.0
_OPEN_FILES = 1 << 16
"""More than this would cost more memory than a small server has."""
_LAST_WORDS = 5
"""Seconds that a request may take beyond the limit on a query, when the server ends."""


def application(project: Project, accepted: str = "") -> Flask:
    """The WSGI application on the project's files as they are now; raises NonConformance, or why none can be read.

    ``accepted`` begins the digest of a dataset that may have lost data.
    """
    record = None if project.is_in_memory else PublishedRecord(project, accepted)
    return create_app(project, Publication(project, lambda day: revisions.current(project, day), record=record))


def _application_of(project: Project, accepted: str) -> Flask:
    """The application, once it is printed which files and which words it lacks."""
    name_unread(project)
    name_incomplete(project)
    return application(project, accepted)


def serve(
    project: Project,
    host: str = HOST,
    port: int = PORT,
    *,
    watch: bool = False,
    explain: bool = False,
    accepted: str = "",
) -> None:
    """Serve the project until SIGTERM or SIGINT; says where as soon as it answers.

    SIGHUP makes it serve the files as they are then, and so does a change of them where it is to ``watch``. With
    ``explain``, slow queries are printed; ``accepted`` is that of ``application``. Requests that run at the end are
    answered before it.

    Raises NonConformance after printing the report, UsageError for an address that cannot be listened on.
    """
    _check_address(host, port)
    _raise_open_files()
    try:
        app = _application_of(project, accepted)
    except NonConformance as error:
        tell(project, error)
        raise
    publication: Publication = app.extensions["publication"]
    forked_build.start(publication.revision, sum(publication.revision.sizes().values()))
    # The application is handed to the worker by forking: it is built once, and its pool survives a fork.
    multiprocessing.set_start_method("fork", force=True)
    reloads, settings = Reloads(publication, project, watch=watch), project.settings.serve
    attend = partial(_attend, app, host, port, os.getpid())
    server = _Server(reloads, publication.limits, host, port)
    try:
        server.serve(
            target_loader=partial(_in_worker, app, settings, reloads, attend, explain=explain), wrap_loader=False
        )
    finally:
        publication.close()


def _in_worker(
    app: Flask, settings: ServeSettings, reloads: Reloads, attend: Callable[[], None], *, explain: bool
) -> Callable[..., Any]:
    """What answers requests in the process that takes them."""
    publication: Publication = app.extensions["publication"]
    handler: Application = app.extensions["application"]
    observers = _observers(settings, publication, reloads)
    if explain:
        observers.append(SlowQueries(settings.slow_seconds))
    reserve_filled_arena()
    # Threads are started here and not before the fork: a lock that one held then would stay locked in the worker.
    threading.Thread(target=attend, daemon=True).start()
    threading.Thread(target=reloads.attend, daemon=True).start()
    handler.observers = observers
    return Gateway(handler, settings, publication.limits).answer


class _Server(MPServer):
    """granian, which on SIGHUP would start other processes; here the one that runs takes the new revision.

    So no connection is touched. On SIGTERM it takes no more connections and waits for the requests that run.
    """

    def __init__(self, reloads: Reloads, limits: Limits, host: str, port: int) -> None:
        super().__init__(
            "kg.web",
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            loop=Loops.auto,
            websockets=False,
            http=HTTPModes.http1,
            workers=1,
            # It reads files. Of several threads each would wake another at every chunk, at twice the cost for a byte.
            runtime_blocking_threads=1,
            workers_kill_timeout=math.ceil(limits.seconds) + _LAST_WORDS,
            log_level=LogLevels.critical,
        )
        self._reloads = reloads

    def signal_handler_reload(self, *_: object, **__: object) -> None:
        self._reloads.ask()


def _observers(settings: ServeSettings, publication: Publication, reloads: Reloads) -> list[Observer]:
    observers: list[Observer] = [RequestLog(settings.request_log)] if settings.request_log else []
    if settings.metrics_address:
        observers.append(_metrics(publication, settings.metrics_address, reloads))
    return observers


def _metrics(publication: Publication, address: tuple[str, int], reloads: Reloads) -> Observer:
    from kg.web.server.metrics import Metrics  # its library is loaded only where metrics are served

    metrics = Metrics(publication)
    metrics.listen(*address)
    reloads.observe(metrics.reloaded)
    return metrics


def main(project: Project) -> None:
    """Serve on ``HOST`` and ``PORT`` of the environment; an error of ours is its text and its exit code."""
    try:
        serve(project, os.environ.get("HOST", HOST), _port(os.environ.get("PORT", str(PORT))))
    except KgError as error:
        print(error, file=sys.stderr)
        sys.exit(exit_code(error))


def address(host: str, port: int) -> str:
    """What to type into a browser.

    >>> address("::1", 8000)
    'http://[::1]:8000/'
    """
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise UsageError(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def _check_address(host: str, port: int) -> None:
    """Raise UsageError now for what granian would raise later, in a thread of its own."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(
                f"{address(host, port)} cannot be served: {reason}.", hint="Choose another with HOST and PORT."
            ) from error


def _attend(app: Flask, host: str, port: int, parent: int) -> None:
    """Print the address once the server answers, warm the caches; then end with the parent, should it be killed."""
    _announce(host, port)
    warm(app)
    kept: DumpCache = app.extensions["dump_cache"]
    threading.Thread(target=kept.attend, args=(app.extensions["publication"],), daemon=True).start()
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _raise_open_files() -> None:
    """Let this process, and those that it starts, have as many connections and files as the system lets them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _announce(host: str, port: int) -> None:
    """Print the address once it answers."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only connected to, not bound
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(reachable, port, timeout=2)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                print(f"City Ties answers at {address(host, port)}", flush=True)
                most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
                print(f"At most {most:,} connections and files", file=sys.stderr, flush=True)
                return
        time.sleep(0.02)
