"""Memory arenas: large structures that forked processes share are allocated apart from everything else."""

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
"""Bytes that Python allocates from the system rather than from its own pools."""


def in_own_arena(make: Callable[[], T]) -> T:
    """The result of ``make``, allocated in an arena of its own.

    It runs in a thread that ends afterwards, which has its own arena (mallopt(3)). In the arena of the main thread,
    filling an index would leave many free blocks: a process forked later would use them for each query, and the page
    around each would be copied.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(make).result()


def reserve_filled_arena() -> None:
    """Reserve the arena that was filled before this process was forked, so that nothing else is allocated in it.

    Call it before any thread is started. In a forked process the arenas of threads that no longer exist are free, and
    the next thread takes the first of them. So an idle thread takes it and keeps it.
    """
    taken = threading.Event()

    def take() -> None:
        bytearray(_ENOUGH)
        taken.set()
        threading.Event().wait()

    threading.Thread(target=take, daemon=True).start()
    taken.wait()


def has_one_thread() -> bool:
    """Whether this process is known to have a single thread, so that it can be forked safely."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def give_back() -> None:
    """Return free memory to the system: memory that is reused after a fork is copied and no longer shared."""
    gc.collect()
    if trim := getattr(_LIBC, "malloc_trim", None):  # of the GNU library
        trim(0)
