"""What a server publishes at the moment: a revision and the engine that answers queries on it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.compact.arena import give_back
from kg.errors import KgError
from kg.history.published_record import PublishedRecord
from kg.history.releases.release import Release
from kg.named_queries import named_query
from kg.project import Project
from kg.query_engine import Engine, guard, unknown_terms
from kg.query_engine.cache.answers import AnswerCache
from kg.query_engine.cache.lru import Memory
from kg.query_engine.guard import CheckedQuery
from kg.query_engine.pool.index_client import Indexed
from kg.query_engine.pool.query_pool import Pool
from kg.query_engine.unknown_terms import UnknownTerm
from kg.revision import Revision
from kg.revision_process import Loader
from kg.revision_results import forget_former_results
from kg.settings.query import Limits


@dataclass(frozen=True, slots=True)
class Edition:
    """A revision with its engine; a request keeps to one edition from its start to its end.

    ``own_terms`` is what a query contains that mentions a term of the project's ontology; None if it has none. A former
    edition has its ``release``, and the day or the name ``as_of`` which it was asked for.
    """

    revision: Revision
    engine: AnswerCache
    limits: Limits
    prefixes: Mapping[str, str]
    own_terms: str | None = None
    release: Release | None = None
    as_of: str = ""

    def check(self, text: str) -> CheckedQuery:
        """Check a client's query; raises what the guard raises."""
        return guard.check(text, self.limits, self.prefixes)

    def unknown_terms(self, query: CheckedQuery) -> tuple[UnknownTerm, ...]:
        """The terms of a query that the project's ontology does not have."""
        if self.own_terms is None or self.own_terms not in query.text:
            return ()
        return unknown_terms.of(query, self.revision)


class Publication:
    """The current edition. A revision holds for a day, so the first request of a new day makes the next one.

    ``build`` makes the revision of a day; where it has ``loader`` do so, that keeps the process of what is published.
    While one thread makes it, the others go on with the edition before. An edition also ends when its engine gets other
    data.
    """

    def __init__(
        self,
        project: Project,
        build: Callable[[date], Revision],
        *,
        record: PublishedRecord | None = None,
        loader: Loader | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.limits = project.settings.query
        self._remote = project.settings.remote
        self._build = build
        self._record = record
        self._loader = loader
        self._tried: date | None = None
        self.refusal: KgError | None = None
        """Why a newer state of the files is not published, where that is so."""
        self._today = today
        self._renewing = threading.Lock()
        self._memory: Memory[str, bytes] = Memory(self.limits.cache_bytes)
        self._edition: Edition | None = self._make(today())
        """None between ``let_go`` and ``resume``."""

    def current(self) -> Edition:
        """The edition of today, or yesterday's while today's is being made."""
        edition = self._held()
        today = self._today()
        if self._is_due(edition, today) and self._renewing.acquire(blocking=False):
            try:
                if self._is_due(self._held(), today):
                    self._renew(today)
            except KgError:
                logging.getLogger(__name__).exception("The revision of %s is not published.", today)
            finally:
                self._renewing.release()
            edition = self._held()
        engine = edition.engine.current()
        return edition if engine is edition.engine else self._with_engine(edition, engine)

    def current_at_once(self) -> Edition | None:
        """The current edition; None where ``current`` would block, to renew it or to look at a remote endpoint."""
        edition = self._held()
        is_fresh = self._remote is None or edition.engine.is_fresh
        return edition if is_fresh and not self._is_due(edition, self._today()) else None

    @property
    def revision(self) -> Revision:
        """The revision that is published, whatever day it is and whatever a remote endpoint has."""
        return self._held().revision

    def reload(self) -> Edition:
        """Make an edition of what ``build`` makes now, and serve it; the one before is served until then.

        Raises what ``build`` raises, and then the one before is still served.
        """
        with self._renewing:
            self._renew(self._today())
            return self._held()

    def restore(self) -> None:
        """Start again the processes that load and hold what is published, where these have ended."""
        if self._loader and self._renewing.acquire(blocking=False):
            try:
                self._loader.restore(self._held().revision)
            finally:
                self._renewing.release()

    def close(self) -> None:
        """End the processes that answer queries."""
        if self._edition is not None:
            self._edition.engine.close()

    @property
    def has_edition(self) -> bool:
        """Whether there is something to serve: always, but between ``let_go`` and ``resume``."""
        return self._edition is not None

    def _held(self) -> Edition:
        """The edition, for whoever runs only while there is one."""
        if self._edition is None:
            raise RuntimeError("The edition was let go of, and nothing is served until resume.")
        return self._edition

    def let_go(self) -> None:
        """Free the memory of the edition, which a process that was forked from this one has now."""
        self.close()
        self._held().revision.forget_results()
        self._edition = None
        forget_former_results()
        give_back()

    def resume(self) -> bool:
        """Serve what was published last, whichever process did; says whether it is known.

        If not, and nothing else can be served, it is what the files say now; raises what ``build`` raises then.
        """
        kept = self._loader.kept() if self._loader else None
        if kept:
            if self._edition is not None:
                _end(self._edition)
            self._edition = self._of(kept, self._engine(kept), self.limits)
        elif self._edition is None:
            self._edition = self._make(self._today())
        else:
            return False
        return True

    def _is_due(self, edition: Edition, today: date) -> bool:
        """Whether the day of the edition is over, and what is computed of a day may be another.

        A day whose revision was refused is not tried again by itself.
        """
        return edition.revision.day != today and self._tried != today and bool(edition.revision.project.rules())

    def _renew(self, day: date) -> None:
        before, self._tried = self._held(), day
        try:
            self._edition = self._make(day)
        except KgError as error:
            self.refusal = error.with_traceback(None)  # whose frames would keep the refused revision in memory
            raise
        self.refusal = None
        forget_former_results()
        self._retire(before)

    def _retire(self, edition: Edition) -> None:
        """End a former edition's engine once no request that began with it can still use it, and free its memory."""
        former = [edition]

        def end() -> None:
            _end(former.pop())
            give_back()  # what is freed of an index would else stay with this process, for the next one

        timer = threading.Timer(2 * self.limits.seconds, end)
        timer.daemon = True
        timer.start()

    def _make(self, day: date) -> Edition:
        revision = self._build(day)
        try:
            self._check(revision)
        except KgError:  # nothing is to keep it in memory, nor its process
            revision.forget_results()
            forget_former_results()
            raise
        edition = self._of(revision, self._engine(revision), self.limits)
        if self._record:
            self._record.keep(revision)
        if self._loader:
            self._loader.keep(revision)
        return edition

    def _check(self, revision: Revision) -> None:
        """Raise why a revision is not published; a file that cannot be read is no fault of whoever requests it."""
        named_query.questions(revision)
        for path in revision.project.pages():
            revision.project.text(path)
        if self._record:
            self._record.check(revision)

    def past(self, revision: Revision, release: Release, as_of: str) -> Edition:
        """A former edition, whose engine is a small one of its own; whoever made it ends that."""
        limits = replace(self.limits, workers=1, long_workers=1)
        pool = Pool(lambda: Indexed(revision), limits, revision.project.base, revision.digest)
        return replace(self._of(revision, pool, limits), release=release, as_of=as_of)

    def _of(self, revision: Revision, engine: Engine, limits: Limits) -> Edition:
        namespace = revision.project.own_namespace
        own_terms = unknown_terms.last_part(namespace) if namespace else None
        cached = AnswerCache(engine, self._memory)
        return Edition(revision, cached, limits, revision.project.prefixes, own_terms)

    def _engine(self, revision: Revision) -> Engine:
        if self._remote:
            # The only import of this package, and only where the settings name an endpoint: the folder can be deleted.
            from kg.query_engine.remote.remote_engine import RemoteEngine

            return RemoteEngine(self._remote, revision, self.limits)
        base = revision.project.base
        return Pool(lambda: Indexed(revision), self.limits, base, revision.digest)

    def _with_engine(self, edition: Edition, engine: AnswerCache) -> Edition:
        """The edition with an engine that answers from newer data."""
        fresh = replace(edition, engine=engine)
        if self._renewing.acquire(blocking=False):
            try:
                if self._edition is edition:
                    self._edition = fresh
            finally:
                self._renewing.release()
        return fresh


def _end(edition: Edition) -> None:
    """End the engine, and let go of what refers to the revision.

    That is not left to the collector of garbage, which passes over all that there was when a process was forked.
    """
    edition.engine.end()
    edition.revision.forget_results()
