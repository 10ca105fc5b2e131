"""Former editions: what was published as of a day, made from the releases when somebody asks for it.

Each has an index in memory and processes, so they are few: of those that no request uses, the one that was used least
goes when another is asked for. While requests use as many as may be kept, nobody gets another one.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from types import TracebackType

from kg.edition import Edition, Publication
from kg.errors import DatasetError, RemovedResource, ServiceBusy, UnknownResource, UsageError, phrase
from kg.history.releases import release_history, release_index
from kg.history.releases.release import Release
from kg.history.releases.release_history import ReleaseHistory
from kg.named_queries import named_query
from kg.revision import Revision

_BUSY = 10
"""Seconds after which those who ask for more than can be kept may ask again."""

_LOOK = 0.5
"""Seconds between two looks whether there are releases by now."""

_Key = tuple[str, date]


@dataclass(frozen=True, slots=True)
class PastTime:
    """Which former state is asked for: a release, and the day for which its computed graph holds."""

    release: Release
    day: date


class Lease:
    """The use of a former edition: a context, after which its engine may end; a lease that is dropped ends too."""

    def __init__(self, edition: Edition, end: Callable[[], None]) -> None:
        self._edition = edition
        self._end = weakref.finalize(self, end)

    def __enter__(self) -> Edition:
        return self._edition

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()


@dataclass(slots=True)
class _Ready:
    """An edition that is kept ready, and how many leases of it there are."""

    edition: Edition
    users: int = 0


class PastEditions:
    """The former editions of a publication: at most ``past_editions`` of ``[query]`` in kg.toml are kept ready.

    It is used from any thread. One edition is made at a time.
    """

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._editions: OrderedDict[_Key, _Ready] = OrderedDict()
        self._lock = threading.RLock()  # a lease may be dropped, and end, wherever this thread is
        self._making = threading.Lock()
        self._read: tuple[object, ReleaseHistory] | None = None
        self._last: tuple[str, Revision] | None = None
        self._has_releases = False
        self._looked = float("-inf")

    def history(self) -> ReleaseHistory:
        """The releases of the project as they are now; the index is read again only when it has changed."""
        project = self._publication.revision.project
        try:
            status = (project.root / release_index.FOLDER / release_index.INDEX).stat()
            state: object = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:
            state = None
        if self._read is None or self._read[0] != state or self._read[1].project is not project:
            self._read = (state, release_history.of(project))
        return self._read[1]

    def has_releases(self) -> bool:
        """Whether there are releases, or were half a second ago: every response tells, and a look is a system call.

        Of an index that cannot be read, ``/releases/`` tells.
        """
        now = time.monotonic()
        if now - self._looked >= _LOOK:
            try:
                self._has_releases = bool(self.history().releases)
            except DatasetError:
                self._has_releases = False
            self._looked = now
        return self._has_releases

    def time(self, text: str, today: date) -> PastTime:
        """What a day such as ``2026-03-03`` or the name of a release stands for.

        Raises UsageError for what is neither, and a day to come; UnknownResource for a day before the first release, or
        a release that is not there; RemovedResource for one that was withdrawn.
        """
        try:
            return self._time(text, today)
        except UnknownResource as error:
            if isinstance(error, RemovedResource):
                raise
            raise UnknownResource(error.message, similar=["/releases/"]) from error

    def _time(self, text: str, today: date) -> PastTime:
        history = self.history()
        try:
            day = date.fromisoformat(text) if len(text) == len("2026-03-03") else None
        except ValueError:
            day = None
        if day is None and len(text) > len("2026-03-03") and text[:4].isdigit():
            release = history.find(text)
            day = release.day
        elif day is None:
            raise UsageError(
                phrase("as-of={text} is neither a day nor a release.", text=text),
                hint=phrase("Write a day as 2026-03-03, or take the name of a release from /releases/."),
            )
        elif day > today:
            raise UsageError(phrase("as-of={text} lies in the future.", text=text))
        else:
            release = history.as_of(day)
        release.refuse_withdrawn()
        return PastTime(release, day)

    def lease(self, time: PastTime, as_of: str) -> Lease:
        """The edition of a former state, for as long as the lease lasts.

        Raises ServiceBusy where as many as may be kept are in use, or others are being made.
        """
        key = (time.release.chain, time.day)
        lease = self._lease(key, as_of)
        if lease is None:
            if not self._making.acquire(timeout=self._publication.limits.seconds):
                raise self._busy()
            try:
                lease = self._lease(key, as_of) or self._made(key, time, as_of)
            finally:
                self._making.release()
        return lease

    def revision(self, release: Release) -> Revision:
        """The revision of a release on its own day, without an engine; the last one is kept, for its other files.

        Raises RemovedResource for a release that was withdrawn, ServiceBusy as ``edition`` does.
        """
        release.refuse_withdrawn()
        if ready := self._editions.get((release.chain, release.day)):
            return ready.edition.revision
        if not self._making.acquire(timeout=self._publication.limits.seconds):
            raise self._busy()
        try:
            if self._last is None or self._last[0] != release.chain:
                self._last = (release.chain, self.history().revision(release))
            return self._last[1]
        finally:
            self._making.release()

    def close(self) -> None:
        """End the processes that answer queries."""
        with self._lock:
            for ready in self._editions.values():
                ready.edition.engine.end()
            self._editions.clear()

    def _lease(self, key: _Key, as_of: str) -> Lease | None:
        """A lease of an edition that is ready."""
        with self._lock:
            ready = self._editions.get(key)
            if ready is None:
                return None
            self._editions.move_to_end(key)
            ready.users += 1
        edition = ready.edition
        return Lease(edition if edition.as_of == as_of else replace(edition, as_of=as_of), partial(self._leave, ready))

    def _leave(self, ready: _Ready) -> None:
        with self._lock:
            ready.users -= 1

    def _made(self, key: _Key, time: PastTime, as_of: str) -> Lease:
        """A lease of an edition that is made now, in the place of others."""
        limits = self._publication.limits
        size = time.release.statements
        if size > limits.past_statements:
            raise self._busy()
        while others := self._displaced(size):
            others.engine.end()
        revision = self.history().revision(time.release, time.day)
        named_query.questions(revision)
        edition = self._publication.past(revision, time.release, as_of)
        with self._lock:
            self._editions[key] = _Ready(edition)
            lease = self._lease(key, as_of)
        assert lease
        return lease

    def _displaced(self, size: int) -> Edition | None:
        """The edition that goes for one of so many statements; None where there is room.

        Raises ServiceBusy where all that might go are in use.
        """
        limits = self._publication.limits
        with self._lock:
            editions = [ready.edition for ready in self._editions.values()]
            statements = sum(edition.release.statements for edition in editions if edition.release)
            if len(editions) < limits.past_editions and statements + size <= limits.past_statements:
                return None
            unused = next((key for key, ready in self._editions.items() if not ready.users), None)
            if unused is None:
                raise self._busy()
            return self._editions.pop(unused).edition

    def _busy(self) -> ServiceBusy:
        message = phrase("As many former states as can be kept ready are in use, or this one is too large to be kept.")
        hint = phrase("Take the dumps of the release from /releases/, or try again later.")
        return ServiceBusy(message, retry_after=_BUSY, hint=hint)
