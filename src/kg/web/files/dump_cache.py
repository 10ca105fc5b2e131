"""Dump cache: each dump of a revision is made once, as a file, and then its variants in the content codings.

The dumps of a small revision are made ahead of requests; that of a large one when it is first requested, in a process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from queue import Queue

from flask import current_app

from kg.edition import Publication
from kg.errors import KgError, ServiceBusy, phrase
from kg.publish.representation import Link
from kg.publish.serialisations import dump, dump_process
from kg.publish.serialisations.dump import Dump
from kg.rdf.formats import Format
from kg.resources import catalog
from kg.revision import Revision
from kg.web.files import cached_file
from kg.web.files.cached_file import CachedFile
from kg.web.http.content_coding import CODINGS, LEAST, Coding

_WAITING = 4
"""Requests that may wait until a large dump is made; the others get 503, so that their threads serve."""
_LATER = 10
_LOOK_SECONDS = 1.0

Key = tuple[str, Format]


@dataclass(frozen=True, slots=True)
class File:
    """A dump in one format: without a coding, under None, and in the codings that are made by now.

    ``modified`` is when it can have changed last.
    """

    name: str
    form: Format
    modified: datetime | None
    links: tuple[Link, ...]
    forms: dict[Coding | None, CachedFile]

    @property
    def plain(self) -> CachedFile:
        return self.forms[None]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The files of one revision."""

    files: dict[Key, File] = field(default_factory=dict)
    locks: dict[Key, threading.Lock] = field(default_factory=dict)


class DumpCache:
    """Keeps files on the disk of ``folder``. To be used by one process, but may be made before that is forked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shelves: dict[str, _Shelf] = {}
        self._plain: Queue[File] = Queue()
        self._maker: threading.Thread | None = None
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_WAITING)
        self._one_at_a_time = threading.Lock()

    def file(self, revision: Revision, name: str, form: Format) -> File:
        """One dump in one format, made if it is not there; its coded variants follow.

        Raises UnknownResource, and ServiceBusy where too many wait already or there is no room.
        """
        described = dump.find(revision, name, form)
        shelf = self._shelf(revision)
        file = shelf.files.get((name, form))
        if file is None:
            with self._waiting(revision), shelf.locks.setdefault((name, form), threading.Lock()):
                file = shelf.files.get((name, form))
                if file is None:
                    made = self._make(revision, described, form)
                    file = File(
                        f"{name}.{form.extension}",
                        form,
                        dump.modified(revision, described),
                        licences(revision),
                        {None: made},
                    )
                    shelf.files[name, form] = file
                    self._code(file)
        return file

    def ready(self, revision: Revision, name: str, form: Format) -> File | None:
        """The dump, if it is there."""
        shelf = self._shelves.get(revision.digest)
        return shelf.files.get((name, form)) if shelf else None

    def files(self, revision: Revision) -> dict[str, tuple[File, ...]]:
        """Every dump as files, by its name; empty for a revision so large that a request should not wait for it."""
        files = {one.name: self.files_of(revision, one) for one in dump.dumps(revision)}
        return {name: made for name, made in files.items() if made}

    def made(self, revision: Revision) -> dict[str, tuple[File, ...]]:
        """The dumps that are there in every format by now, as files by their names."""
        files = {
            one.name: [self.ready(revision, one.name, form) for form in one.formats] for one in dump.dumps(revision)
        }
        return {name: tuple(file for file in made if file) for name, made in files.items() if all(made)}

    def files_of(self, revision: Revision, one: Dump) -> tuple[File, ...]:
        """A dump as files; none for a revision so large that a request should not wait for it."""
        if is_large(revision):
            return ()
        return tuple(self.file(revision, one.name, form) for form in one.formats)

    def attend(self, publication: Publication) -> None:
        """Make the dumps of the published revision, and drop those of others, as long as this process runs."""
        seen = ""
        while True:
            revision = publication.revision
            self.keep_only(revision)
            if revision.digest != seen:
                seen = revision.digest
                with suppress(KgError):  # the request for it will get the error
                    self.files(revision)
            del revision  # so that a former revision is not held here
            time.sleep(_LOOK_SECONDS)

    def keep_only(self, revision: Revision) -> None:
        """Drop the files of other revisions; a client that reads one reads it to its end."""
        with self._lock:
            self._shelves = {key: shelf for key, shelf in self._shelves.items() if key == revision.digest}

    def settle(self) -> None:
        """Wait until every variant of the files that were made is there."""
        self._plain.join()

    def _shelf(self, revision: Revision) -> _Shelf:
        with self._lock:
            return self._shelves.setdefault(revision.digest, _Shelf())

    @contextmanager
    def _waiting(self, revision: Revision) -> Iterator[None]:
        """A context that limits how many requests wait for large dumps."""
        if not is_large(revision):
            yield
            return
        if not self._places.acquire(blocking=False):
            raise ServiceBusy(
                phrase("Dumps are being made."), retry_after=_LATER, hint=phrase("Come back for this one in a moment.")
            )
        try:
            yield
        finally:
            self._places.release()

    def _make(self, revision: Revision, described: Dump, form: Format) -> CachedFile:
        try:
            if not is_large(revision):
                return cached_file.keep([dump.represent(revision, described.name, form).body], self._folder)
            with self._one_at_a_time:
                return self._make_in_process(revision, described, form)
        except OSError as error:
            raise ServiceBusy(
                phrase("There is no room for this dump: {strerror}.", strerror=error.strerror), retry_after=_LATER
            ) from error

    def _make_in_process(self, revision: Revision, described: Dump, form: Format) -> CachedFile:
        file = cached_file.unnamed(self._folder)
        try:
            dump_process.write(revision, described, form, file)
            return CachedFile(file)
        except BaseException:
            file.close()
            raise

    def _code(self, file: File) -> None:
        """Have its variants made by a thread, which is started now and not before a fork."""
        self._plain.put(file)
        with self._lock:
            if self._maker is None:
                self._maker = threading.Thread(target=self._code_all, daemon=True)
                self._maker.start()

    def _code_all(self) -> None:
        while True:
            file = self._plain.get()
            try:
                self._add_variants(file)
            except OSError:
                pass  # there is no room, so the file is sent without a coding
            finally:
                self._plain.task_done()
            del file

    def _add_variants(self, file: File) -> None:
        size = file.plain.size
        for coding in CODINGS if size >= LEAST else ():
            coded = coding.encode_to_keep(file.plain.chunks(0, size), size)
            file.forms[coding] = cached_file.keep(coded, self._folder)


def licences(revision: Revision) -> tuple[Link, ...]:
    """Links to the licences of the data."""
    return tuple(Link(licence, "license") for licence in catalog.licences(revision))


def is_large(revision: Revision) -> bool:
    return dump.dumps(revision)[0].statements > dump.MADE_ON_REQUEST_ABOVE


def current() -> DumpCache:
    """The cache of this application."""
    dumps: DumpCache = current_app.extensions["dump_cache"]
    return dumps
