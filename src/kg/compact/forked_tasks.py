"""Runs many tasks in a few processes, forked from this one, so that all of them share the revision in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext
from multiprocessing.pool import Pool
from typing import Any, Generic, Self, TypeVar

from kg.errors import KgError

T = TypeVar("T")
R = TypeVar("R")

_NEW_OBJECTS = 20_000
_TASK: list[Callable[[Any], Any]] = []


def run(task: Callable[[T], R], items: Sequence[T], *, few: int = 2, each_alone: bool = False) -> Iterator[R]:
    """The result of the task for each item, in no order; an error of one ends all of them and is raised here.

    With ``each_alone``, each item has a process of its own, whose memory goes when it is done. ``few`` items are not
    worth a process.
    """
    with Processes(task, few=few, each_alone=each_alone) as processes:
        yield from processes.run(items)


@contextmanager
def beside(function: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Runs a function in a process of its own meanwhile; yields what waits for its result, and raises its KgError.

    Where no process can be forked, the function runs when its result is wanted.
    """
    if not can_fork():
        yield function
        return
    context: ForkContext = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(function, sender))
    process.start()
    sender.close()

    def result() -> R:
        outcome: tuple[R, None] | tuple[None, KgError]
        try:
            outcome = receiver.recv()
        except EOFError as error:
            raise RuntimeError("The process ended before it had a result.") from error
        match outcome:
            case (_, KgError() as problem):
                raise problem
            case (value, _):
                return value

    try:
        yield result
    finally:
        process.terminate()
        process.join()
        receiver.close()


def can_fork() -> bool:
    """Whether the system forks, and no other thread would be missing in the process that is forked."""
    if not hasattr(os, "fork"):
        return False
    from kg.compact.arena import has_one_thread  # it needs the C library, which Windows has under another name

    return has_one_thread()


class Processes(Generic[T, R]):
    """Processes for one task, forked with the first items and kept for the next, with whatever they cache.

    A context manager, at whose end they end; see ``run`` for ``few`` and ``each_alone``.
    """

    def __init__(self, task: Callable[[T], R], *, few: int = 2, each_alone: bool = False) -> None:
        self._task, self._few, self._each_alone = task, few, each_alone
        self._processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
        self._pool: Pool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.terminate()
            self._pool.join()
            _TASK.clear()

    def run(self, items: Sequence[T]) -> Iterator[R]:
        """The result for each item, in no order."""
        if self._pool is None and (min(self._processors, len(items)) < 2 or len(items) <= self._few):
            return map(self._task, items)
        if self._pool is None:
            self._pool = self._forked(min(self._processors, len(items)))
        return self._pool.imap_unordered(_run, items, chunksize=1 if self._each_alone else max(self._few, 1))

    def _forked(self, workers: int) -> Pool:
        context: ForkContext = multiprocessing.get_context("fork")
        _TASK[:] = [self._task]
        return context.Pool(workers, _collect_rarely, maxtasksperchild=1 if self._each_alone else None)


def _collect_rarely() -> None:
    """Look for garbage less often, and only in what is new.

    What is shared is never garbage: collections that go through it cost a sixth of the time of a page, and those after
    each 700 new objects, as is usual, another part of it.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def _send(function: Callable[[], Any], sender: Connection) -> None:
    try:
        sender.send((function(), None))
    except KgError as error:
        sender.send((None, error))


def _run(item: object) -> Any:
    return _TASK[0](item)
