"""What was published last, kept in the project's state folder: data that has vanished by mistake is not published.

A revision that lost a file, a graph or more than a tenth of its statements is refused until somebody confirms it, with
``kg accept`` or ``kg serve --accept DIGEST``. Without a record, as on the first start, nothing is compared.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from tempfile import NamedTemporaryFile

from kg.errors import DatasetError
from kg.project import Project
from kg.revision import Revision

LOST = 0.1
"""The part of all statements that may go without a question."""
_SHOWN = 3
_FILE = "published.json"


@dataclass(frozen=True, slots=True)
class Published:
    """The digest of a dataset, its files by their paths, and the statements of each of its graphs."""

    digest: str
    files: tuple[str, ...]
    graphs: Mapping[str, int]

    @classmethod
    def of(cls, revision: Revision) -> Published:
        """What a revision publishes, but for what is computed each day."""
        sizes = revision.sizes()
        sizes.pop(revision.project.computed_graph, None)
        files = tuple(revision.project.relative(path) for path in revision.dataset.files)
        return cls(
            revision.dataset.digest, files, {graph.value: size for graph, size in sorted(sizes.items(), key=str)}
        )


class PublishedRecord:
    """The record of a project; ``accepted`` begins the digest of a dataset that is published whatever it lost."""

    def __init__(self, project: Project, accepted: str = "") -> None:
        self._path = project.state / _FILE
        self._accepted = accepted

    def check(self, revision: Revision) -> None:
        """Raise DatasetError, with what is gone, for a revision that must be confirmed first."""
        before, now = self._read(), Published.of(revision)
        if before is None or (self._accepted and now.digest.startswith(self._accepted)):
            return
        gone = list(losses(before, now))
        if gone:
            raise DatasetError(
                f"Compared with what was published last, {'; '.join(gone)}.",
                hint=f"Put it back, or confirm that it is to go: kg accept, or kg serve --accept {now.digest[:12]}.",
            )

    def keep(self, revision: Revision) -> None:
        """Note that this revision is published; where that cannot be written, say so and go on."""
        now = Published.of(revision)
        if now == self._read():
            return
        try:
            self._path.parent.mkdir(exist_ok=True)
            with NamedTemporaryFile("w", dir=self._path.parent, encoding="utf-8", delete=False) as file:
                json.dump(asdict(now), file)
            os.replace(file.name, self._path)
        except OSError as error:
            logging.getLogger(__name__).warning("What is published is not noted in %s: %s", self._path, error)

    def _read(self) -> Published | None:
        try:
            noted = json.loads(self._path.read_text("utf-8"))
            return Published(noted["digest"], tuple(noted["files"]), noted["graphs"])
        except (OSError, ValueError, KeyError, TypeError):
            return None


def losses(before: Published, now: Published) -> Iterator[str]:
    """What the newer of two lacks, in words."""
    files = [name for name in before.files if name not in now.files]
    graphs = [name for name in before.graphs if name not in now.graphs]
    if files:
        yield f"{_named(files)} {'is' if len(files) == 1 else 'are'} gone"
    elif graphs:
        yield f"the graph{'s' * (len(graphs) > 1)} {_named(graphs)} {'is' if len(graphs) == 1 else 'are'} gone"
    had, has = sum(before.graphs.values()), sum(now.graphs.values())
    if has < had * (1 - LOST):
        yield f"there are {has:,} statements instead of {had:,}"


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
