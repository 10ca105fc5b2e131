"""The context of a request: its client, and a record of each query that was run for it.

The server opens it before it handles a request, and reads the runs afterwards; engines write them. It is a context
variable and not an argument, for it changes no answer.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from typing import Self


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
class RequestContext:
    """The current request within a ``with`` block.

    ``client`` is the key of the client, as far as it is known; ``runs`` are the queries that were run for it, without
    those that a cache answered.
    """

    client: str | None = None
    runs: list[Run] = field(default_factory=list)
    _token: Token[RequestContext | None] | None = None

    def begin_run(self, text: str) -> Run:
        """Record that a query is run."""
        run = Run(text)
        self.runs.append(run)
        return run

    def __enter__(self) -> Self:
        self._token = _CONTEXT.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._token
        _CONTEXT.reset(self._token)


_CONTEXT: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def current() -> RequestContext:
    """The context of the request that is being handled; outside of one, a context of an unknown client."""
    return _CONTEXT.get() or RequestContext()
