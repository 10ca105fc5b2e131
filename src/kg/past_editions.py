"""Former editions: what was published as of a day, made from the releases when somebody asks for it.

Each has an index in memory and processes, so they are few: what was used least goes when another is asked for. It ends
a moment later, as requests may still use it; while as many end as may be kept, nobody gets another one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date

from kg.edition import Edition, Publication
from kg.errors import RemovedResource, ServiceBusy, UnknownResource, UsageError, phrase
from kg.history.releases import release_history, release_index
from kg.history.releases.release import Release
from kg.history.releases.release_history import ReleaseHistory
from kg.named_queries import named_query
from kg.revision import Revision

_BUSY = 60
"""Seconds after which those who ask for more than can be kept may ask again."""

_Key = tuple[str, date]


@dataclass(frozen=True, slots=True)
class PastTime:
    """Which former state is asked for: a release, and the day for which its computed graph holds."""

    release: Release
    day: date


class PastEditions:
    """The former editions of a publication: at most ``past_editions`` of ``[query]`` in kg.toml are kept ready.

    It is used from any thread. One edition is made at a time.
    """

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._editions: OrderedDict[_Key, Edition] = OrderedDict()
        self._ending = 0
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._read: tuple[object, ReleaseHistory] | None = None
        self._last: tuple[str, Revision] | None = None

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

    def edition(self, time: PastTime, as_of: str) -> Edition:
        """The edition of a former state; raises ServiceBusy where as many as may be are in use or being made."""
        key = (time.release.chain, time.day)
        edition = self._kept(key)
        if edition is None:
            if not self._making.acquire(timeout=self._publication.limits.seconds):
                raise self._busy()
            try:
                edition = self._kept(key) or self._make(key, time, as_of)
            finally:
                self._making.release()
        return edition if edition.as_of == as_of else replace(edition, as_of=as_of)

    def revision(self, release: Release) -> Revision:
        """The revision of a release on its own day, without an engine; the last one is kept, for its other files.

        Raises RemovedResource for a release that was withdrawn, ServiceBusy as ``edition`` does.
        """
        release.refuse_withdrawn()
        if edition := self._kept((release.chain, release.day)):
            return edition.revision
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
            for edition in self._editions.values():
                edition.engine.end()
            self._editions.clear()

    def _kept(self, key: _Key) -> Edition | None:
        with self._lock:
            edition = self._editions.get(key)
            if edition:
                self._editions.move_to_end(key)
            return edition

    def _make(self, key: _Key, time: PastTime, as_of: str) -> Edition:
        limits = self._publication.limits
        size = time.release.statements
        if size > limits.past_statements:
            raise self._busy()
        with self._lock:
            while len(self._editions) >= limits.past_editions or self._statements() + size > limits.past_statements:
                if self._ending >= limits.past_editions:
                    raise self._busy()
                self._retire(self._editions.popitem(last=False)[1])
        revision = self.history().revision(time.release, time.day)
        named_query.questions(revision)
        edition = self._publication.past(revision, time.release, as_of)
        with self._lock:
            self._editions[key] = edition
        return edition

    def _statements(self) -> int:
        return sum(edition.release.statements for edition in self._editions.values() if edition.release)

    def _retire(self, edition: Edition) -> None:
        """End an edition's engine once no request that began with it can still use it."""
        self._ending += 1
        timer = threading.Timer(2 * edition.limits.seconds, self._end, (edition,))
        timer.daemon = True
        timer.start()

    def _end(self, edition: Edition) -> None:
        edition.engine.end()
        with self._lock:
            self._ending -= 1

    def _busy(self) -> ServiceBusy:
        message = phrase("As many former states as can be kept ready are in use, or this one is too large to be kept.")
        hint = phrase("Take the dumps of the release from /releases/, or try again later.")
        return ServiceBusy(message, retry_after=_BUSY, hint=hint)
