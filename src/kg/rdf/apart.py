"""Large things that many processes will share, made where nothing small is kept beside them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def apart(make: Callable[[], T]) -> T:
    """What ``make`` makes, in memory that is its own.

    A thread that is over afterwards has an arena of its own (mallopt(3)). In that of the main thread, filling an index
    would leave holes all over it: a process forked later would use them for each query, and have the page around each
    one copied.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(make).result()
