"""What an application serves at the moment: a revision and the engine that answers queries on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kg.project import Project
from kg.query_engine import guard, unknown_terms
from kg.query_engine.cache.answers import Answers
from kg.query_engine.cache.lru import Memory
from kg.query_engine.guard import CheckedQuery
from kg.query_engine.pool.index_client import Indexed
from kg.query_engine.pool.query_pool import Pool
from kg.query_engine.remote.remote_engine import RemoteEngine
from kg.revision import Revision
from kg.settings.query import Limits


@dataclass(frozen=True, slots=True)
class Edition:
    """A revision with the answers on it; a request keeps to one edition from its start to its end."""

    revision: Revision
    answers: Answers
    limits: Limits

    def check(self, text: str) -> CheckedQuery:
        """Judge the query of a stranger, whose terms may be slips; raises what the guard raises."""
        checked = guard.check(text, self.limits, self.revision.project.prefixes)
        unknown_terms.check(checked, self.revision)
        return checked


class Publication:
    """The current edition. A revision holds for a day, so the first request of a new day makes the next one.

    ``build`` makes the revision of a day. While one thread does so, the others go on with the edition before. Where
    another engine answers, an edition also ends when that engine gets another revision.
    """

    def __init__(
        self, project: Project, build: Callable[[date], Revision], *, today: Callable[[], date] = date.today
    ) -> None:
        self.limits = project.settings.query
        self._elsewhere = project.settings.remote
        self._build = build
        self._today = today
        self._renewing = threading.Lock()
        # The other half is the front's, which has the same answers in the codings in which they were sent.
        self._memory: Memory[str, bytes] = Memory(self.limits.cache_mib << 19)
        self._edition = self._make(today())

    def current(self) -> Edition:
        """The edition of today, or yesterday's while today's is being made."""
        edition = self._edition
        today = self._today()
        if edition.revision.day != today and self._renewing.acquire(blocking=False):
            try:
                if self._edition.revision.day != today:
                    before, self._edition = self._edition, self._make(today)
                    self._retire(before)
            finally:
                self._renewing.release()
            edition = self._edition
        return edition if self._elsewhere is None else self._as_it_is_elsewhere(edition)

    def current_at_once(self) -> Edition | None:
        """The current edition; None while it is to be renewed, or another engine to be looked at: that takes long."""
        edition = self._edition
        if edition.revision.day != self._today():
            return None
        engine = edition.answers.engine
        return None if isinstance(engine, RemoteEngine) and not engine.is_fresh else edition

    @property
    def revision(self) -> Revision:
        """The one that is published, whatever day it is and whatever another engine has."""
        return self._edition.revision

    def reload(self) -> Edition:
        """Make an edition of what ``build`` makes now, and serve it; the one before is served until then.

        Raises what ``build`` raises, and then the one before is still served.
        """
        with self._renewing:
            before, self._edition = self._edition, self._make(self._today())
            self._retire(before)
            return self._edition

    def close(self) -> None:
        """End the processes that answer queries."""
        self._edition.answers.close()

    def _retire(self, edition: Edition) -> None:
        """Close a former edition's engine once no request that began with it can still be asking."""
        engine = edition.answers.engine
        end = engine.end if isinstance(engine, Pool) else engine.close
        timer = threading.Timer(2 * self.limits.seconds, end)
        timer.daemon = True
        timer.start()

    def _make(self, day: date) -> Edition:
        revision = self._build(day)
        if self._elsewhere:
            engine = RemoteEngine(self._elsewhere, revision, self.limits)
            return Edition(revision, Answers(engine, None, self._memory), self.limits)
        pool = Pool(lambda: Indexed(revision.quads(), revision.store), self.limits, revision.project.base)
        return Edition(revision, Answers(pool, revision.digest, self._memory), self.limits)

    def _as_it_is_elsewhere(self, edition: Edition) -> Edition:
        """The edition with the answers of the revision that the other engine has now."""
        assert isinstance(edition.answers.engine, RemoteEngine)
        engine = edition.answers.engine.current()
        if engine is edition.answers.engine:
            return edition
        fresh = replace(edition, answers=Answers(engine, engine.state, self._memory))
        if self._renewing.acquire(blocking=False):
            try:
                if self._edition is edition:
                    self._edition = fresh
            finally:
                self._renewing.release()
        return fresh
