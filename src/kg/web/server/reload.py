"""Reloads the revision of a running server: on a signal, or when a file has changed."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import select
import sys
import time
from collections import Counter
from collections.abc import Callable

from kg import dataset as datasets
from kg.dataset import DATA_FOLDERS, SHAPES_FOLDERS
from kg.edition import Publication
from kg.errors import KgError, NonConformance
from kg.history import removed_resources
from kg.project import Project
from kg.resources import offered_files
from kg.revision import Revision
from kg.shacl.report import ValidationReport
from kg.translations import project_catalogue
from kg.validation.formats import text
from kg.validation.positions.located_report import located

_LOOK_SECONDS = 1.0
_NAMED = 8


class Reloads:
    """Requested in one process, by a signal, and done in the process that serves, which was forked from it.

    Where the files cannot be served, the reason is printed and the revision before goes on being served.
    """

    def __init__(self, publication: Publication, project: Project, *, watch: bool = False) -> None:
        self._publication = publication
        self._project = project
        self._watch = watch
        self._observers: list[Callable[[str], None]] = []
        self._orders, self._way_in = os.pipe()
        os.set_blocking(self._orders, False)
        os.set_blocking(self._way_in, False)
        self._served = multiprocessing.RawValue(ctypes.c_uint, 0)

    def observe(self, observer: Callable[[str], None]) -> None:
        """Tell this one how each reload went: served or failed."""
        self._observers.append(observer)

    def ask(self) -> None:
        """Ask for a new revision; may be called where a signal is received."""
        try:
            os.write(self._way_in, b"r")
        except BlockingIOError:
            return  # enough reloads are requested already

    def catch_up(self) -> None:
        """Serve what another process has: one that is forked again has nothing, or the revision of the start."""
        is_behind = self._served.value > 0 or not self._publication.has_edition
        if is_behind and not self._publication.resume():
            self._reload()

    def attend(self) -> None:
        """Make what is asked for, as long as this process runs."""
        seen = self._state_of_files()
        while True:
            requested, _, _ = select.select([self._orders], [], [], _LOOK_SECONDS)
            if requested:
                os.read(self._orders, 4096)
            elif not self._watch or self._state_of_files() == seen:
                self._publication.restore()
                continue
            seen = self._state_of_files()
            self._reload()

    def _reload(self) -> None:
        start = time.perf_counter()
        try:
            revision = self._publication.reload().revision
        except KgError as error:
            print(f"The files are not served: {error}\nThe revision before is.", file=sys.stderr, flush=True)
            if isinstance(error, NonConformance):
                tell(self._project, error)
            result = "failed"
        else:
            seconds = time.perf_counter() - start
            self._served.value += 1
            print(f"Serving revision {revision.digest[:12]} of {revision.day}, made in {seconds:.1f} s", flush=True)
            result = "served"
        for observer in self._observers:
            observer(result)

    def _state_of_files(self) -> list[tuple[str, int, int]]:
        """What differs when a file has changed; nothing where nobody watches."""
        if not self._watch:
            return []
        state = []
        files = (*self._project.files(*DATA_FOLDERS, *SHAPES_FOLDERS), *self._project.queries(), *self._project.rules())
        for path in files:
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # it has just been replaced or removed; the next look tells
            state.append((str(path), status.st_mtime_ns, status.st_size))
        return state


def name_unread(project: Project, *, verbose: bool) -> None:
    """Print which files are not read: the names of those that look like data, and a count of the others by suffix.

    ``verbose`` names the others too.
    """
    folders = (*DATA_FOLDERS, *SHAPES_FOLDERS)
    unread = [project.relative(path) for path in project.unread(*folders)]
    if unread:
        shown = len(unread) if verbose else _NAMED
        more = f" and {len(unread) - shown} more" if len(unread) > shown else ""
        print(f"Not read, for their format is unknown: {', '.join(unread[:shown])}{more}", file=sys.stderr, flush=True)
    read = {project.root / removed_resources.FILE, *project.rules()}
    others = [path for path in project.set_aside(*folders) if path not in read]
    if others and verbose:
        print(f"Not read, for they are no RDF: {', '.join(map(project.relative, others))}", file=sys.stderr, flush=True)
    elif others:
        counts = Counter(path.suffix.lower() or path.name for path in others)
        listed = ", ".join(f"{count} {suffix}" for suffix, count in sorted(counts.items()))
        print(f"Not read, for they are no RDF: {listed} (--verbose names them)", file=sys.stderr, flush=True)


def name_absent(revision: Revision) -> None:
    """Print which files the catalogue offers that are not here, as after a file of the data has another name."""
    absent = offered_files.absent(revision.project, revision.dataset)
    if absent:
        more = f" and {len(absent) - _NAMED} more" if len(absent) > _NAMED else ""
        print(
            f"The catalogue offers files that are not here: {', '.join(absent[:_NAMED])}{more}\n"
            "  Name them in the catalogue as /data lists them.",
            file=sys.stderr,
            flush=True,
        )


def name_incomplete(project: Project) -> None:
    """Print of which of the project's own languages some texts are not translated, and where they are listed."""
    for language in project_catalogue.incomplete(project.catalogues()):
        print(
            f"{language.tag}: {language.translated} of {language.total} texts are translated, the others are shown in"
            f" English; kg translations {language.tag} lists them.",
            file=sys.stderr,
            flush=True,
        )


def tell(project: Project, error: NonConformance) -> None:
    """Print the report of data that does not conform."""
    if isinstance(error.report, ValidationReport):
        dataset, shapes = datasets.load(project), datasets.load(project, SHAPES_FOLDERS)
        print(text.write(located(error.report, project, dataset, shapes, languages=project.languages)), file=sys.stderr)
