"""What an application serves at the moment: a revision and the processes that answer queries on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import current_app

from kg.project import Project
from kg.query.limits import Limits, of_settings
from kg.query.pool import Pool
from kg.revision import Revision


@dataclass(frozen=True, slots=True)
class Edition:
    """A revision with its pool; a request keeps to one edition from its start to its end."""

    revision: Revision
    pool: Pool
    limits: Limits


class Publication:
    """The current edition. A revision holds for a day, so the first request of a new day makes the next one.

    ``build`` makes the revision of a day. While one thread does so, the others go on with the edition before.
    """

    def __init__(
        self, project: Project, build: Callable[[date], Revision], *, today: Callable[[], date] = date.today
    ) -> None:
        self.limits = of_settings(project.query)
        self._build = build
        self._today = today
        self._renewing = threading.Lock()
        self._edition = self._make(today())

    def current(self) -> Edition:
        """The edition of today, or yesterday's while today's is being made."""
        today = self._today()
        if self._edition.revision.day != today and self._renewing.acquire(blocking=False):
            try:
                if self._edition.revision.day != today:
                    before, self._edition = self._edition, self._make(today)
                    self._retire(before)
            finally:
                self._renewing.release()
        return self._edition

    def close(self) -> None:
        """End the processes that answer queries."""
        self._edition.pool.close()

    def _retire(self, edition: Edition) -> None:
        """Close a former edition's pool once no request that began with it can still be asking."""
        timer = threading.Timer(2 * self.limits.seconds, edition.pool.close)
        timer.daemon = True
        timer.start()

    def _make(self, day: date) -> Edition:
        revision = self._build(day)
        return Edition(revision, Pool(revision.quads, self.limits, revision.project.base), self.limits)


def current() -> Edition:
    """The edition that this request is answered from."""
    publication: Publication = current_app.extensions["publication"]
    return publication.current()
