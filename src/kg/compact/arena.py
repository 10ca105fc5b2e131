"""Large things that many processes will share, made where nothing small is kept beside them."""

from __future__ import annotations

import ctypes
import gc
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_LIBC = ctypes.CDLL(None)
_ENOUGH = 10_000
"""Bytes that Python asks the system for, and does not have itself."""


def apart(make: Callable[[], T]) -> T:
    """What ``make`` makes, in memory that is its own.

    A thread that is over afterwards has an arena of its own (mallopt(3)). In that of the main thread, filling an index
    would leave holes all over it: a process forked later would use them for each query, and have the page around each
    one copied.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(make).result()


def leave_alone() -> None:
    """Keep what was made apart before this process was forked from being mixed with what is made from here on.

    To be called before any thread is started. In a new process the arenas of the threads that it does not have are
    free, and the next thread takes the first of them, holes and all. So one that does nothing takes it, and keeps it.
    """
    taken = threading.Event()

    def take() -> None:
        bytearray(_ENOUGH)
        taken.set()
        threading.Event().wait()

    threading.Thread(target=take, daemon=True).start()
    taken.wait()


def is_alone() -> bool:
    """Whether this process is known to have one thread only, so that a fork of it is whole."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def give_back() -> None:
    """Return free memory to the system: memory that is used again after a fork is copied, no longer shared."""
    gc.collect()
    if trim := getattr(_LIBC, "malloc_trim", None):  # of the GNU library
        trim(0)
