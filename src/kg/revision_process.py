"""Revisions in processes of their own, from which the index of queries and whatever computes of everything are forked.

At the start of a server it is forked from the one that has made the revision, and all share its memory. Later the
serving process has threads: it cannot be forked safely, so what it made itself would be in memory again in every other
process, and what it lets go of leaves holes. So a loader is forked before anything is made. For each later revision it
forks a process that reads the files, judges them and fills the store; the serving process gets a copy without the
store. The process of a revision ends with the last copy of it.

A loader that dies or is stopped is replaced by ``python -m kg.revision_process FD``, which reads the project on its
standard input and shares no memory with the server. A load that takes too long is killed.
"""

from __future__ import annotations

import logging
import os
import pickle
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date

from kg import revision as revisions
from kg.compact import forked_build
from kg.compact.arena import give_back, has_one_thread
from kg.compact.forked_build import Builder, Child
from kg.errors import KgError
from kg.project import Project
from kg.revision import Revision

NAME = "kg-loader"
"""The name of the loader in the system's list of processes."""
_PAUSE = 60.0
"""Seconds between two attempts to have the process of a revision again, each of which loads all files."""
_LOG = logging.getLogger(__name__)


class Loader:
    """The process that was forked first; it must be started by a process with a single thread."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._builder = Builder.of(project, NAME)
        self._fresh: subprocess.Popen[bytes] | None = None
        self._kept: Builder[Revision] | None = None
        self._next_attempt = 0.0

    def revision(self, day: date) -> Revision:
        """The revision of the files on a day; raises what ``revision.current`` does.

        It is made in this process where that has a single thread, or can have no loader.
        """
        if has_one_thread():
            revision = revisions.current(self._project, day)
            forked_build.entrust(revision, Builder.of(revision))
            return revision
        try:
            builder = self._loaded(day)
        except OSError:
            _LOG.warning("The process %s cannot be started: the revision is made without it.", NAME)
            return revisions.current(self._project, day)
        return self._copied(builder)

    def restore(self, revision: Revision) -> None:
        """Start again what has ended: the loader, and the process that holds ``revision``, if the files are the same.

        Without that process, what is made of everything is made in this one.
        """
        builder = forked_build.builder_of(revision)
        with suppress(OSError):
            if not self._builder.alive:
                self._start_again()
            if builder and not builder.alive and time.monotonic() > self._next_attempt:
                self._next_attempt = time.monotonic() + _PAUSE
                self._hold_again(revision)

    def keep(self, revision: Revision) -> None:
        """Keep the process of a revision for ``kept``, and that of no other."""
        builder = forked_build.builder_of(revision)
        if builder:
            self._kept = builder
            with suppress(OSError):
                self._builder.keep(builder)

    def kept(self) -> Revision | None:
        """The revision whose process is kept, whatever its files are by now; None where there is none."""
        try:
            self._kept = self._builder.kept()
            return self._copied(self._kept) if self._kept else None
        except (KgError, OSError):
            return None

    def close(self) -> None:
        """Load no more."""
        self._builder.close()

    def _loaded(self, day: date) -> Builder[Revision]:
        """A process that has loaded the files; raises OSError where none can be started."""
        try:
            child = self._builder.start(_hold, day)
        except OSError:
            self._start_again()
            child = self._builder.start(_hold, day)
        error = self._outcome(child)
        if error:
            child.connection.close()
            raise error
        return Builder(child.connection, child.pid)

    def _outcome(self, child: Child) -> KgError | None:
        """Why the files cannot be served, if they cannot: also where the process ends, or takes too long."""
        seconds = self._project.settings.serve.load_seconds
        child.connection.settimeout(seconds)
        try:
            with child.connection.makefile("rb") as stream:
                error: KgError | None = pickle.load(stream)  # noqa: S301 - written by a process of our own
        except TimeoutError:
            child.kill()
            return KgError(
                f"The process that loads the files had not done so after {seconds:g} seconds, and was ended.",
                hint="load_seconds in [serve] of kg.toml is this limit; a file may be on a disk that does not answer.",
            )
        except (EOFError, OSError, pickle.UnpicklingError):
            return KgError(
                "The process that was to load the files has ended before it had.",
                hint="Most often there was not enough memory for it; the system's log tells.",
            )
        child.connection.settimeout(None)
        return error

    def _start_again(self) -> None:
        """Replace the loader by one that is started afresh: a process with threads cannot be forked safely."""
        _LOG.warning("The process %s is lost: another is started.", NAME)
        self._builder.end()
        if self._fresh:
            self._fresh.wait()
        ours, theirs = socket.socketpair()
        with theirs:
            self._fresh = process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "kg.revision_process", str(theirs.fileno())],
                stdin=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,
            )
        self._builder = Builder(ours, process.pid)
        assert process.stdin
        with process.stdin as stream:
            pickle.dump(self._project, stream)
        if self._kept:
            with suppress(OSError):
                self._builder.keep(self._kept)

    def _hold_again(self, revision: Revision) -> None:
        _LOG.warning("The process %s is lost: another loads the files.", forked_build.NAME)
        try:
            builder = self._loaded(revision.day)
        except KgError as error:
            _LOG.warning("There is no process %s until a reload: %s", forked_build.NAME, error)
            return
        try:
            if builder.build(_digest) != revision.digest:
                _LOG.warning("There is no process %s until a reload: the files have changed.", forked_build.NAME)
                builder.close()
                return
        except OSError:
            builder.end()
            raise
        forked_build.entrust(revision, builder)
        self.keep(revision)

    def _copied(self, builder: Builder[Revision]) -> Revision:
        try:
            revision = replace(builder.build(Revision.without_store), project=self._project)
        except OSError as error:
            builder.end()
            raise KgError("The process that has loaded the files has ended.") from error
        give_back()
        forked_build.entrust(revision, builder)
        return revision


def _digest(revision: Revision) -> str:
    return revision.digest


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


if __name__ == "__main__":
    forked_build.serve(socket.socket(fileno=int(sys.argv[1])), pickle.load(sys.stdin.buffer), NAME)  # noqa: S301
