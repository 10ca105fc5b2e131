"""How the handling of a request waits: on an event loop, without blocking it, or in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Hashable
from typing import Any, ParamSpec, Protocol, TypeVar

from kg.query_engine import Execution
from kg.query_engine.answer import Answer

P = ParamSpec("P")
T = TypeVar("T")


class Runtime(Protocol):
    """Runs what takes long, while the caller awaits it."""

    async def enter(self) -> None:
        """Go on where the caller may wait; until then, it runs in whichever thread has the request, and is brief."""

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function returns that may block."""

    async def make(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same, of what is made for a client, after what others of its requests need made before."""

    async def finish(self, execution: Execution) -> Answer:
        """The answer of a query that has begun."""


class Blocking:
    """Blocks the thread that it is called in."""

    async def enter(self) -> None:
        pass

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    async def make(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:  # noqa: ARG002
        return function(*args, **kwargs)

    async def finish(self, execution: Execution) -> Answer:
        return execution.wait()


def complete(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that only awaits a ``Blocking`` runtime, so that it needs no event loop."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise RuntimeError("The coroutine awaits an event loop.")
