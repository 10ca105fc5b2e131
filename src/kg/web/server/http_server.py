"""The production server: granian, one process with an event loop and threads, and the query pool's processes beside it.

The revision is built before anything listens, so a server that answers has data that conforms.
"""

from __future__ import annotations

import contextlib
import http.client
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask

from kg import revision as revisions
from kg.compact import forked_build
from kg.compact.arena import has_one_thread, reserve_filled_arena
from kg.edition import Publication
from kg.errors import KgError, NonConformance, UsageError, exit_code
from kg.history.published_record import PublishedRecord
from kg.project import Project
from kg.revision_process import Loader
from kg.settings.serve import ServeSettings
from kg.web.application import Application, create_app
from kg.web.files.dump_cache import DumpCache
from kg.web.server import supervisor
from kg.web.server.client_address import Clients
from kg.web.server.connections import Connections, most
from kg.web.server.observers import Observer
from kg.web.server.reload import Reloads, name_absent, name_incomplete, name_unread, tell
from kg.web.server.request_log import RequestLog
from kg.web.server.rsgi import Answering, Gateway
from kg.web.server.slow_query_log import SlowQueries
from kg.web.server.warmup import prepare, prepared_again, warm

HOST = "127.0.0.1"
PORT = 5000
_PATIENCE = 60.0
_OPEN_FILES = 1 << 16
"""More than this would cost more memory than a small server has."""


def application(project: Project, accepted: str = "", loader: Loader | None = None) -> Flask:
    """The WSGI application on the project's files as they are now; raises NonConformance, or why none can be read.

    ``accepted`` begins the digest of a dataset that may have lost data.
    """
    record = None if project.is_in_memory else PublishedRecord(project, accepted)
    build = loader.revision if loader else partial(revisions.current, project)
    return create_app(project, Publication(project, build, record=record, loader=loader))


def _application_of(project: Project, accepted: str, loader: Loader | None, *, verbose: bool) -> Flask:
    """The application, once it is printed which files and which words it lacks."""
    name_unread(project, verbose=verbose)
    name_incomplete(project)
    app = application(project, accepted, loader)
    publication: Publication = app.extensions["publication"]
    name_absent(publication.revision)
    return app


def serve(
    project: Project,
    host: str = HOST,
    port: int = PORT,
    *,
    watch: bool = False,
    explain: bool = False,
    verbose: bool = False,
    accepted: str = "",
) -> None:
    """Serve the project until SIGTERM or SIGINT; says where as soon as it answers.

    SIGHUP makes it serve the files as they are then, and so does a change of them where it is to ``watch``. With
    ``explain``, slow queries are printed; ``verbose`` names all files that are not read; ``accepted`` is that of
    ``application``. Requests that run at the end are answered before it.

    Raises NonConformance after printing the report, UsageError for an address that cannot be listened on.
    """
    listener = supervisor.bound(host, port)
    open_files = _raise_open_files()
    loader = Loader(project) if has_one_thread() else None
    try:
        app = _application_of(project, accepted, loader, verbose=verbose)
    except NonConformance as error:
        tell(project, error)
        raise
    publication: Publication = app.extensions["publication"]
    prepare(app)
    # The application is handed to the worker by forking: it is built once, and its pool survives a fork.
    multiprocessing.set_start_method("fork", force=True)
    reloads, settings = Reloads(publication, project, watch=watch), project.settings.serve
    connections = most(open_files, settings.connections)
    front = _Front(app, settings, reloads, connections, host, port, explain=explain)
    try:
        then = partial(_let_go, publication) if loader else None
        supervisor.Supervisor(listener, reloads, publication.limits, connections, then).serve(
            target_loader=front.start, wrap_loader=False
        )
    finally:
        publication.close()


def _let_go(publication: Publication) -> None:
    """Let go of what the process that answers has now, and take note of the end of the process that builds for it."""
    builder = forked_build.builder_of(publication.revision)
    publication.let_go()
    if builder and builder.pid:
        threading.Thread(target=os.waitpid, args=(builder.pid, 0), daemon=True).start()


class _Front:
    """What runs in the process that answers requests: at the start of the server, and again after that has died."""

    def __init__(
        self,
        app: Flask,
        settings: ServeSettings,
        reloads: Reloads,
        connections: int,
        host: str,
        port: int,
        *,
        explain: bool,
    ) -> None:
        self._app = app
        self._settings = settings
        self._reloads = reloads
        self._connections = connections
        self._address = host, port
        self._explain = explain
        self._parent = os.getpid()

    def start(self) -> Callable[..., Any]:
        """What answers requests, in the process that was just forked for it."""
        self._reloads.catch_up()
        publication: Publication = self._app.extensions["publication"]
        handler: Application = self._app.extensions["application"]
        observers = _observers(self._settings, publication, self._reloads)
        self._reloads.observe(prepared_again(self._app))
        if self._explain:
            observers.append(SlowQueries(self._settings.slow_seconds))
        reserve_filled_arena()
        answering = Answering()
        total, share = self._connections, self._settings.client_connections
        clients = Clients(self._settings.client_header, self._settings.trusted_proxies)
        connections = Connections(answering, clients, self._address[1], total=total, share=share)
        # Threads are started here and not before the fork: a lock that one held then would stay locked in this process.
        for attend in (self._attend, self._reloads.attend, connections.attend):
            threading.Thread(target=attend, daemon=True).start()
        handler.observers = observers
        return Gateway(handler, self._settings, publication.limits, answering).answer

    def _attend(self) -> None:
        """Print the address once the server answers, warm the caches; then end with the parent, should it be killed."""
        _announce(*self._address, self._connections)
        warm(self._app)
        kept: DumpCache = self._app.extensions["dump_cache"]
        threading.Thread(target=kept.attend, args=(self._app.extensions["publication"],), daemon=True).start()
        while os.getppid() == self._parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)


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


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise UsageError(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def _raise_open_files() -> int:
    """Let this process, and those that it starts, have as many open files as the system lets them; how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most_files = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most_files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, hard))
        soft = most_files
    return _OPEN_FILES if soft == resource.RLIM_INFINITY else soft


def _announce(host: str, port: int, connections: int) -> None:
    """Print the address once it answers."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only connected to, not bound
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(reachable, port, timeout=2)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                print(f"City Ties answers at {supervisor.address(host, port)}", flush=True)
                print(f"At most {connections:,} connections", file=sys.stderr, flush=True)
                return
        time.sleep(0.02)
