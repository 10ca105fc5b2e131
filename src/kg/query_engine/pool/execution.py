"""The execution of a query by a worker: from its place in the queue to its answer, or to the error that ended it."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import Callable
from types import TracebackType

from kg.errors import (
    KgError,
    NotAcceptable,
    QueryError,
    QueryInterrupted,
    QueryNotAllowed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    phrase,
)
from kg.query_engine.answer import Answer, Gathering
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.pool.frames import About, Frame, unpacked_text
from kg.query_engine.pool.scheduler import Place
from kg.query_engine.pool.workers import Worker, WorkerSet
from kg.query_engine.request_context import Run
from kg.settings.query import Limits

_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT})
"""Signals that end a worker from outside; an engine that crashes ends it by others."""
_ADVICE = phrase(
    "Ask for less: a selective pattern first, a LIMIT, fewer optional parts. Or take a dump and ask at home."
)
_ERRORS = {
    kind.__name__: kind for kind in (NotAcceptable, QueryError, QuerySyntaxError, QueryNotAllowed, QueryTooLarge)
}


class WorkerExecution:
    """One query with its place in the queue and, once it has started, its worker."""

    def __init__(
        self, workers: WorkerSet, limits: Limits, place: Place, request: bytes, answer_format: AnswerFormat, run: Run
    ) -> None:
        self._workers = workers
        self._limits = limits
        self._place = place
        self._request = request
        self._format = answer_format
        self._run = run
        self._start = time.monotonic()
        self._queued = False
        self._inside = False
        self._recorded = _Recorded(self)
        self._worker: Worker | None = None
        self._gathering = Gathering()

    def queue(self, on_place: Callable[[], None] | None = None) -> bool:
        """Ask for a place; says whether it is free, and else ``on_place`` is called once it is.

        Raises TooManyQueries or ServiceBusy, which ends the execution.
        """
        with self._recorded:
            self._queued = True
            has_place = self._place.seek(on_place)
            self._inside = True
            return has_place

    def start(self) -> bool:
        """Take the place and have an idle worker start; says whether there was one."""
        with self._recorded:
            self._place.enter()
            while worker := self._workers.idle():
                if self._begin(worker):
                    self._worker = worker
                    return True
                worker.connection.close()
            return False

    def _begin(self, worker: Worker) -> bool:
        try:
            return worker.begin(self._request)
        except BaseException:
            worker.kill()
            raise

    def notify(self, loop: asyncio.AbstractEventLoop, then: Callable[[], object]) -> None:
        """Have ``loop``, which runs in this thread, call ``then`` once when a part of the answer has come."""
        assert self._worker
        self._worker.connection.notify(loop, then)

    def is_long(self) -> bool:
        """Whether the query has used so much processor time that others go first, which ``wait`` sees to."""
        assert self._worker
        return self._worker.is_long()

    def poll(self) -> Answer | None:
        """The answer if all of it has come; raises what ``wait`` raises."""
        assert self._worker
        return self._receive(self._worker, wait=False)

    def wait(self) -> Answer:
        """The answer; blocks until it has come.

        Raises QueryTimeout, QueryTooLarge, QueryInterrupted, ServiceBusy, TooManyQueries, or what the query is refused
        for.
        """
        if not self._queued:
            self.queue()
        if self._worker is None:
            with self._recorded:
                self._place.enter()
                worker = self._workers.check_out(self._place.deadline)
                self._begin(worker)  # if it has ended since, that is noticed when its answer is received
                self._worker = worker
        answer = self._receive(self._worker, wait=True)
        assert answer
        return answer

    def fail(self, error: BaseException) -> None:
        """Record an error in the run, which ends the execution."""
        self._record()
        if isinstance(error, KgError):
            self._run.outcome = type(error).__name__
        self._leave()

    def _record(self) -> None:
        self._run.waited, self._run.seconds = self._place.waited, time.monotonic() - self._start

    def _leave(self) -> None:
        if self._inside:
            self._inside = False
            self._place.leave()

    def _receive(self, worker: Worker, *, wait: bool) -> Answer | None:
        with self._recorded:
            frame = self._last_frame(worker, wait=wait)
            if frame is None:
                return None
            answer = self._conclude(worker, *frame)
            self._record()
            self._run.outcome, self._run.size = "answer", answer.size
        self._leave()
        return answer

    def _last_frame(self, worker: Worker, *, wait: bool) -> tuple[Frame, bytes] | None:
        """The last frame of the worker, which is killed where none comes."""
        given_up = True
        try:
            frame = worker.wait(self._place, self._gathering) if wait else worker.poll(self._gathering)
            given_up = False
        except TimeoutError as error:
            seconds = self._limits.seconds
            message = phrase("The query took longer than {seconds} seconds and was ended.", seconds=seconds)
            raise QueryTimeout(message, seconds=seconds, hint=_ADVICE) from error
        except (EOFError, ConnectionError) as error:
            raise self._death(worker) from error
        finally:
            if given_up:
                worker.kill()
                self._gathering.close()
        return frame

    def _conclude(self, worker: Worker, kind: Frame, content: bytes) -> Answer:
        about, fault = About.read(content)
        run = self._run
        run.first, run.written, run.memory_mib = about.first, about.written, about.memory_mib
        if about.stays and not worker.slowed:
            self._workers.give_back(worker)
        else:
            worker.connection.close()
        if kind is Frame.END:
            return self._gathering.whole(self._format)
        self._gathering.close()
        fields = {name: unpacked_text(value) for name, value in json.loads(fault).items()}
        raise _ERRORS[fields.pop("error")](fields.pop("message"), **fields)

    def _death(self, worker: Worker) -> QueryError:
        """The error that tells why a worker ended before its answer did."""
        if worker.index.ended_by(worker.pid) in _OUTSIDE:
            message = phrase("The process that ran the query was ended from outside; the query is not at fault.")
            return QueryInterrupted(message, retry_after=1, hint=phrase("Try again in a moment."))
        message = phrase(
            "The query needed more than {limit} MiB of memory, or is built too deeply.",
            limit=self._limits.memory_mib,
        )
        return QueryTooLarge(message, hint=_ADVICE)


class _Recorded:
    """A context in which a step of an execution is done, whose error is recorded."""

    __slots__ = ("_execution",)

    def __init__(self, execution: WorkerExecution) -> None:
        self._execution = execution

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error:
            self._execution.fail(error)
