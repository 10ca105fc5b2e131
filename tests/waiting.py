"""Waiting for a fact: as long as that takes, and no longer."""

from __future__ import annotations

import time
from collections.abc import Callable

_LOOK = 0.02


def until(fact: Callable[[], object], seconds: float = 20) -> bool:
    """Whether the fact comes true within these seconds."""
    deadline = time.monotonic() + seconds
    while not (holds := fact()) and time.monotonic() < deadline:
        time.sleep(_LOOK)
    return bool(holds)


def settled(amount: Callable[[], int], within: int, pause: float = 0.25) -> int:
    """The amount once it no longer grows by more than ``within`` from one look to the next."""
    before, now = -within - 1, 0
    while now - before > within:
        time.sleep(pause)
        before, now = now, amount()
    return now
