"""What was pushed last, kept here: with it, the difference to what an engine holds is known without reading it there.

It is one compressed N-Quads file a revision in the project's state folder, written aside and renamed. Where it is
missing or cannot be read, the engine's graphs are read instead.
"""

from __future__ import annotations

import gzip
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kg.revision import Revision

_KEPT = 3


class PushedCopies:
    """The copies of a project."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, digest: str) -> Sequence[Quad] | None:
        """The statements of a revision, as they were pushed; None where there is no copy of it."""
        try:
            with gzip.open(self._path(digest)) as file:
                return list(pyoxigraph.parse(cast("IO[bytes]", file), format=RdfFormat.N_QUADS))
        except (OSError, EOFError, SyntaxError):
            return None

    def keep(self, revision: Revision) -> None:
        """Keep a copy, and the latest others; where that cannot be, say so and go on."""
        path = self._path(revision.digest)
        if path.exists():
            with suppress(OSError):
                path.touch()
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (
                NamedTemporaryFile(dir=self._folder, delete=False) as aside,
                gzip.GzipFile(fileobj=aside, mode="wb", compresslevel=3, mtime=0) as file,
            ):
                pyoxigraph.serialize(revision.quads(), cast("IO[bytes]", file), RdfFormat.N_QUADS)
            os.replace(aside.name, path)
            for old in sorted(self._folder.glob("*.nq.gz"), key=os.path.getmtime)[:-_KEPT]:
                old.unlink(missing_ok=True)
        except OSError as error:
            logging.getLogger(__name__).warning("What was pushed is not kept in %s: %s", self._folder, error)

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest[:32]}.nq.gz"
