"""Engines as processes of their own: Oxigraph's server, which the development dependencies have, and Virtuoso."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from kg.query_engine import guard
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.pool.query_pool import Pool
from kg.query_engine.remote import push as pushing
from kg.query_engine.remote.push import Engine, OnLoaded, Pushed
from kg.query_engine.remote.pushed_copy import PushedCopies
from kg.query_engine.remote.remote_engine import RemoteEngine
from kg.rdf.formats import CSV
from kg.revision import Revision
from kg.settings.query import Limits
from kg.settings.remote import RemoteSettings

Process = subprocess.Popen[bytes]
Start = Callable[..., tuple[Process, RemoteSettings]]
LIMITS = Limits(seconds=5)
PASSWORD = "VIRTUOSO_CREDENTIALS"
_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DisableUnixSocket = 1
CheckpointInterval = 0
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: Process, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"{process.args!r} ended"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.02)
    pytest.fail(f"{process.args!r} does not listen")


def engine_process(*options: str | Path, command: str = "serve") -> tuple[Process, RemoteSettings]:
    """``oxigraph serve`` in memory, without the union default graph: the dataset comes with each query."""
    port = free_port()
    binary = Path(sys.executable).parent / "oxigraph"
    process = subprocess.Popen(
        [binary, command, *options, "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(port, process, 20)
    here = f"http://127.0.0.1:{port}"
    return process, RemoteSettings(f"{here}/query", f"{here}/store", f"{here}/update")


@contextmanager
def virtuoso(folder: Path) -> Iterator[RemoteSettings]:
    """Virtuoso in a folder of its own, as Debian's package has it: its graph store and its updates want Digest."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        reason = "virtuoso-t is not on this machine; Debian's package virtuoso-opensource-7 has it"
        if os.environ.get("CITY_TIES_REQUIRE_VIRTUOSO"):
            pytest.fail(reason)
        pytest.skip(reason)
    port, http_port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(port=port, http_port=http_port), "utf-8")
    process = subprocess.Popen(
        [binary, "+foreground", "+configfile", "virtuoso.ini"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(http_port, process, 120)
        here = f"http://127.0.0.1:{http_port}"
        yield RemoteSettings(
            f"{here}/sparql", f"{here}/sparql-graph-crud-auth", f"{here}/sparql-auth", credentials=PASSWORD
        )
    finally:
        process.kill()
        process.wait()


def joined(several: Sequence[RemoteSettings]) -> RemoteSettings:
    """The settings of several engines as those of one service."""
    endpoints, stores, updates = zip(
        *((engine.endpoint, engine.graph_store, engine.update) for engine in several), strict=True
    )
    return RemoteSettings(endpoints, stores, updates)


def push_all(
    revision: Revision,
    settings: RemoteSettings,
    copies: PushedCopies | None = None,
    *,
    patch: bool = False,
    on_loaded: OnLoaded | None = None,
) -> list[Pushed]:
    base = revision.project.base
    with ExitStack() as stack:
        places = range(len(settings.endpoints))
        engines = [stack.enter_context(closing(Engine(settings, place, base, patch=patch))) for place in places]
        return pushing.push(revision, engines, copies, on_loaded)


def push(
    revision: Revision,
    settings: RemoteSettings,
    copies: PushedCopies | None = None,
    *,
    patch: bool = False,
    on_loaded: OnLoaded | None = None,
) -> Pushed:
    """A push to one engine, which must succeed."""
    (done,) = push_all(revision, settings, copies, patch=patch, on_loaded=on_loaded)
    assert done.problem is None, done.problem
    return done


@contextmanager
def engine_at(settings: RemoteSettings, revision: Revision, limits: Limits = LIMITS) -> Iterator[RemoteEngine]:
    with closing(RemoteEngine(settings, revision, limits).current()) as engine:
        yield engine


def ask(engine: RemoteEngine | Pool, text: str, form: AnswerFormat = CSV, graphs: GraphSelection | None = None) -> str:
    with engine.evaluate(guard.check(text, LIMITS), form, graphs) as answer:
        return answer.read().decode()


def post(url: str, content: bytes, media_type: str) -> None:
    request = urllib.request.Request(url, content, {"Content-Type": media_type}, method="POST")
    urllib.request.urlopen(request).close()
