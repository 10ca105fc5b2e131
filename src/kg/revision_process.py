"""Revisions in processes of their own, from which the index of queries and whatever computes of everything are forked.

At the start of a server it is forked from the one that has made the revision, and all share its memory. Later the
serving process has threads: it cannot be forked safely, so what it made itself would be in memory again in every other
process, and what it lets go of leaves holes. So a loader is forked before anything is made. For each later revision it
forks a process that reads the files, judges them and fills the store; the serving process gets a copy without the
store. The process of a revision ends with the last copy of it.
"""

from __future__ import annotations

import logging
import pickle
import socket
from contextlib import suppress
from dataclasses import replace
from datetime import date

from kg import revision as revisions
from kg.compact import forked_build
from kg.compact.arena import give_back, has_one_thread
from kg.compact.forked_build import Builder
from kg.errors import KgError
from kg.project import Project
from kg.revision import Revision

NAME = "kg-loader"
"""The name of the loader in the system's list of processes."""


class Loader:
    """The process that was forked first; it must be started by a process with a single thread."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._builder = Builder.of(project, NAME)

    def revision(self, day: date) -> Revision:
        """The revision of the files on a day; raises what ``revision.current`` does.

        It is made in this process where that has a single thread, or has lost the loader.
        """
        if has_one_thread():
            revision = revisions.current(self._project, day)
            forked_build.entrust(revision, Builder.of(revision))
            return revision
        try:
            orders = self._builder.start(_hold, day)
        except OSError:
            logging.getLogger(__name__).warning("The process %s is lost: the revision is made without it.", NAME)
            return revisions.current(self._project, day)
        with orders.makefile("rb") as stream:
            try:
                error = pickle.load(stream)  # noqa: S301 - written by a process of our own
            except (EOFError, OSError, pickle.UnpicklingError) as failure:
                orders.close()
                raise KgError(
                    "The process that was to load the files has ended before it had.",
                    hint="Most often there was not enough memory for it; the system's log tells.",
                ) from failure
        if error:
            orders.close()
            raise error
        return self._copied(Builder(orders))

    def keep(self, revision: Revision) -> None:
        """Keep the process of a revision for ``kept``, and that of no other."""
        builder = forked_build.builder_of(revision)
        if builder:
            with suppress(OSError):
                self._builder.keep(builder)

    def kept(self) -> Revision | None:
        """The revision whose process is kept, whatever its files are by now; None where there is none."""
        try:
            builder = self._builder.kept()
            return self._copied(builder) if builder else None
        except (KgError, OSError):
            return None

    def close(self) -> None:
        """Load no more."""
        self._builder.close()

    def _copied(self, builder: Builder[Revision]) -> Revision:
        try:
            revision = replace(builder.build(Revision.without_store), project=self._project)
        except OSError as error:
            raise KgError("The process that has loaded the files has ended.") from error
        give_back()
        forked_build.entrust(revision, builder)
        return revision


def _hold(project: Project, orders: socket.socket, day: date) -> None:
    """Make a revision, tell of what is wrong, and serve what is built of it."""
    error = revision = None
    try:
        revision = revisions.current(project, day)
    except KgError as refusal:
        error = refusal
    give_back()
    with orders.makefile("wb") as stream:
        pickle.dump(error, stream, pickle.HIGHEST_PROTOCOL)
    if revision:
        forked_build.serve(orders, revision)
