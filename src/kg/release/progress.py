"""How far a build is, for somebody who waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Tell = Callable[[str], object]
"""Takes a line that says how far a build is."""
SILENT_SECONDS = 2.0
_PAUSE = 2.0


def counted(items: Iterable[T], total: int, tell: Tell, *, what: str) -> Iterator[T]:
    """The same items, while ``tell`` gets a line every two seconds, once it takes longer than that."""
    due = time.monotonic() + SILENT_SECONDS
    for number, item in enumerate(items, 1):
        yield item
        if time.monotonic() >= due:
            due = time.monotonic() + _PAUSE
            tell(f"{number} of {total} {what}")
