"""A worker: a process forked from the one that holds the index, which may be killed at any moment.

A query is parsed, planned, evaluated and its answer written here. The process can open no file and no socket, has a
limit on its memory, and ends when the process that forked it does.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import socket
import sys
import time
from typing import Any

from pyoxigraph import Store

from kg.errors import NotAcceptable, QueryError
from kg.query_engine import evaluation
from kg.query_engine.evaluation import GraphSelection
from kg.query_engine.pool.frames import About, Connection, Frame, Request, packed_text
from kg.query_engine.pool.result_stream import Outlet
from kg.settings.query import Limits

_MIB = 1 << 20
_STACK = 64 * _MIB
_LAST_WALL = 2.0
"""Seconds after its limit at which a query that was not killed ends its own process."""
_NICE = 10
"""Behind the processes that take requests: these need little, and everybody waits for them."""
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def serve(end: socket.socket, store: Store, limits: Limits) -> None:
    """Answer queries on ``end`` until the other side closes it, or this process has answered or grown enough."""
    connection = Connection(end)
    enough = _most_memory() + limits.memory_mib * _MIB // 4
    connection.send(Frame.HELLO, os.getpid().to_bytes(4, "big"))
    merged = evaluation.has_merge(store)
    stays = True
    left = limits.queries_per_worker
    while stays:
        try:
            _, content = connection.receive()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _LAST_WALL)
        fault, first, written = _answer(connection, store, limits, Request.read(content), merged=merged)
        signal.setitimer(signal.ITIMER_REAL, 0)
        left -= 1
        memory = _most_memory()
        stays = left > 0 and memory < enough
        about = About(stays, memory // _MIB, first, written).packed()
        if fault:
            connection.send(Frame.ERROR, about + json.dumps(fault).encode())
        else:
            connection.send(Frame.END, about)


def _answer(
    connection: Connection, store: Store, limits: Limits, request: Request, *, merged: bool
) -> tuple[dict[str, Any] | None, float, float]:
    """Send the answer to a request; ``merged`` says whether the store ``has_merge``.

    What comes back is the error that kept it from being whole, and the seconds until its first solution and its end.
    """
    graphs = GraphSelection(*request.graphs) if request.graphs else None
    answer_format = evaluation.format_named(request.format)
    first = written = 0.0
    start = time.monotonic()
    try:
        results = evaluation.evaluate_text(
            store, request.text, graphs, request.base, datasets=request.datasets, merged=merged
        )
        first = time.monotonic() - start
        evaluation.write(results, answer_format, Outlet(connection, limits, answer_format), request.prefixes)
        written = time.monotonic() - start
    except NotAcceptable as error:
        fields = {"message": packed_text(error.message), "offers": error.offers}
        return fields | {"error": type(error).__name__}, first, written
    except QueryError as error:
        texts = {"message": packed_text(error.message), "hint": packed_text(error.hint)}
        fields = texts | {"line": error.line, "column": error.column}
        return fields | {"error": type(error).__name__}, first, written
    return None, first, written


def _most_memory() -> int:
    """The most memory in bytes that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def confine(limits: Limits, silence: int) -> None:
    """Give up the resources that no query may have.

    ``silence`` replaces the standard error of the engine, with which crashing queries could fill a log; Python's own
    messages still go to ``sys.stderr``.
    """
    os.dup2(silence, 2)
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (_STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard), hard))
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "wb") as score:
            score.write(b"1000")
        with open("/proc/self/statm", "rb") as statm:
            present = int(statm.read().split()[0]) * resource.getpagesize()
        most = present + limits.memory_mib * _MIB
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
