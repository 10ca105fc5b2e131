"""Who asks, and how it went: what a request knows of the queries that it runs.

Whoever receives a request opens an ``Asking`` and reads it afterwards; the pool notes in it what each query took. It
goes by the context and not by arguments, for it changes no answer.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
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


def by(client: str | None) -> _By:
    """A request by this client, answered within the context."""
    return _By(Asking(client))


class _By:
    """A context; each request has one, so it is not made by a generator, which takes three times as long."""

    __slots__ = ("_asking", "_before")

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def __enter__(self) -> Asking:
        self._before: Token[Asking | None] = _ASKING.set(self._asking)
        return self._asking

    def __exit__(self, *_: object) -> None:
        _ASKING.reset(self._before)
