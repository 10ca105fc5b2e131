"""Who asks, and how it went: what a request knows of the queries that it runs.

Whoever receives a request opens an ``Asking`` and reads it afterwards; the pool notes in it what each query took. It
goes by the context and not by arguments, for it changes no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Run:
    """One query that was run: times are in seconds, ``memory_mib`` is the most that its process had at any time.

    ``first`` is when the engine had read and planned it and come to its first solution, ``written`` when its answer was
    written, both counted from its start in the worker. ``outcome`` is the name of an error, or ``answer``.
    """

    text: str
    waited: float = 0.0
    seconds: float = 0.0
    first: float | None = None
    written: float | None = None
    memory_mib: int | None = None
    size: int = 0
    outcome: str = "unfinished"


@dataclass(slots=True)
class Asking:
    """``client`` names who asks, as far as that is known; ``runs`` are the queries that were run, not remembered."""

    client: str | None = None
    runs: list[Run] = field(default_factory=list)

    def began(self, text: str) -> Run:
        """One more query that is run."""
        run = Run(text)
        self.runs.append(run)
        return run


_ASKING: ContextVar[Asking | None] = ContextVar("asking", default=None)


def current() -> Asking:
    """The request that is being answered; one by nobody where there is none."""
    return _ASKING.get() or Asking()


@contextmanager
def by(client: str | None) -> Iterator[Asking]:
    """A request by this client, answered within the context."""
    asking = Asking(client)
    token = _ASKING.set(asking)
    try:
        yield asking
    finally:
        _ASKING.reset(token)
