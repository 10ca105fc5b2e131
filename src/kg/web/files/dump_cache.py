"""The dumps of what is published, each made once as a file, and its twins in the content codings made behind it.

Of a small revision all are made ahead; of a large one each when it is first asked for, in a process of its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import Queue

from flask import current_app

from kg.edition import Publication
from kg.errors import KgError, ServiceBusy
from kg.publish.representation import Link
from kg.publish.serialisations import dump, dump_process
from kg.publish.serialisations.dump import Dump
from kg.rdf.formats import Format
from kg.resources import catalog
from kg.revision import Revision
from kg.web.files import cached_file
from kg.web.files.cached_file import KeptFile
from kg.web.http.content_coding import CODINGS, LEAST, Coding

_WAITING = 4
"""Requests that may wait until a large dump is made; others are told to come later, and their threads serve."""
_LATER = 10
_LOOK_SECONDS = 1.0

Key = tuple[str, Format]


@dataclass(frozen=True, slots=True)
class File:
    """A dump in one format, plain, which stands under None, and in the codings that are made by now.

    ``modified`` is the last day on which it can have changed.
    """

    name: str
    form: Format
    modified: date | None
    links: tuple[Link, ...]
    forms: dict[Coding | None, KeptFile]

    @property
    def plain(self) -> KeptFile:
        return self.forms[None]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The files of one revision."""

    files: dict[Key, File] = field(default_factory=dict)
    locks: dict[Key, threading.Lock] = field(default_factory=dict)


class KeptDumps:
    """``folder`` is on the disk that has them. To be used by one process, but may be made before that is forked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shelves: dict[str, _Shelf] = {}
        self._plain: Queue[File] = Queue()
        self._maker: threading.Thread | None = None
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_WAITING)
        self._one_at_a_time = threading.Lock()

    def file(self, revision: Revision, name: str, form: Format) -> File:
        """One dump in one format, made if it is not there; its twins follow.

        Raises UnknownResource, and ServiceBusy where too many wait already or there is no room.
        """
        wanted = dump.find(revision, name, form)
        shelf = self._shelf(revision)
        found = shelf.files.get((name, form))
        if found is None:
            with self._waiting(revision), shelf.locks.setdefault((name, form), threading.Lock()):
                found = shelf.files.get((name, form))
                if found is None:
                    made = self._made(revision, wanted, form)
                    found = File(
                        f"{name}.{form.extension}",
                        form,
                        dump.modified(revision, wanted),
                        licences(revision),
                        {None: made},
                    )
                    shelf.files[name, form] = found
                    self._make_twins(found)
        return found

    def ready(self, revision: Revision, name: str, form: Format) -> File | None:
        """The dump, if it is there."""
        shelf = self._shelves.get(revision.digest)
        return shelf.files.get((name, form)) if shelf else None

    def files(self, revision: Revision) -> dict[str, tuple[File, ...]]:
        """Every dump as files, by its name; empty for a revision so large that nobody should wait for it here."""
        if is_large(revision):
            return {}
        return {
            each.name: tuple(self.file(revision, each.name, form) for form in each.formats)
            for each in dump.dumps(revision)
        }

    def attend(self, publication: Publication) -> None:
        """Make ahead what is published, and forget what no longer is, as long as this process runs."""
        seen = ""
        while True:
            revision = publication.revision
            self.keep_only(revision)
            if revision.digest != seen:
                seen = revision.digest
                with suppress(KgError):  # whoever asks is told
                    self.files(revision)
            del revision  # what is no longer published is not to be held by this
            time.sleep(_LOOK_SECONDS)

    def keep_only(self, revision: Revision) -> None:
        """Forget the files of other revisions; who is reading one reads it to its end."""
        with self._lock:
            self._shelves = {key: shelf for key, shelf in self._shelves.items() if key == revision.digest}

    def settle(self) -> None:
        """Wait until every twin of what was made is there."""
        self._plain.join()

    def _shelf(self, revision: Revision) -> _Shelf:
        with self._lock:
            return self._shelves.setdefault(revision.digest, _Shelf())

    @contextmanager
    def _waiting(self, revision: Revision) -> Iterator[None]:
        """Have a place to wait in where that takes long."""
        if not is_large(revision):
            yield
            return
        if not self._places.acquire(blocking=False):
            raise ServiceBusy("Dumps are being made.", retry_after=_LATER, hint="Come back for this one in a moment.")
        try:
            yield
        finally:
            self._places.release()

    def _made(self, revision: Revision, wanted: Dump, form: Format) -> KeptFile:
        try:
            if not is_large(revision):
                return cached_file.keep([dump.represent(revision, wanted.name, form).body], self._folder)
            with self._one_at_a_time:
                return self._made_apart(revision, wanted, form)
        except OSError as error:
            raise ServiceBusy(f"There is no room for this dump: {error.strerror}.", retry_after=_LATER) from error

    def _made_apart(self, revision: Revision, wanted: Dump, form: Format) -> KeptFile:
        file = cached_file.unnamed(self._folder)
        try:
            dump_process.write(revision, wanted, form, file)
            return KeptFile(file)
        except BaseException:
            file.close()
            raise

    def _make_twins(self, file: File) -> None:
        """Have them made, by a thread that is started when there is need of it: not before a fork."""
        self._plain.put(file)
        with self._lock:
            if self._maker is None:
                self._maker = threading.Thread(target=self._go_on_making_twins, daemon=True)
                self._maker.start()

    def _go_on_making_twins(self) -> None:
        while True:
            file = self._plain.get()
            try:
                self._add_twins(file)
            except OSError:
                pass  # there is no room, and it is sent plain
            finally:
                self._plain.task_done()
            del file

    def _add_twins(self, file: File) -> None:
        size = file.plain.size
        for coding in CODINGS if size >= LEAST else ():
            coded = coding.encode_to_keep(file.plain.chunks(0, size), size)
            file.forms[coding] = cached_file.keep(coded, self._folder)


def licences(revision: Revision) -> tuple[Link, ...]:
    """Links to the licences of the data."""
    return tuple(Link(each, "license") for each in catalog.licences(revision))


def is_large(revision: Revision) -> bool:
    return dump.dumps(revision)[0].statements > dump.LARGE


def current() -> KeptDumps:
    """Those of this application."""
    found: KeptDumps = current_app.extensions["kept_dumps"]
    return found
