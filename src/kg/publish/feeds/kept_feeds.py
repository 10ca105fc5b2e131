"""The feeds of a project as its releases are now: made once, and again when a release comes or is withdrawn."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from kg.compact import forked_build
from kg.history.releases import release_history
from kg.history.releases.release import Release
from kg.publish.feeds import change_list, event_stream
from kg.publish.feeds.change_list import DocumentChange
from kg.publish.feeds.event_stream import EventStream
from kg.revision import Revision


@dataclass(frozen=True, slots=True)
class Feeds:
    """The releases that were not withdrawn, oldest first, each with the documents that changed; and the stream."""

    changes: tuple[tuple[Release, tuple[DocumentChange, ...]], ...]
    stream: EventStream

    @property
    def documents(self) -> list[DocumentChange]:
        """Every change of a document, the oldest first."""
        return [change for _, changes in self.changes for change in changes]


_KEPT: dict[tuple[str, ...], Feeds] = {}
_LOCK = threading.Lock()
_MOST = 2


def of(revision: Revision, root: str) -> Feeds:
    """The feeds of the project of a revision, at the root of the site, which ends in a slash."""
    history = release_history.of(revision.project)
    key = (root, *(f"{release.chain} {bool(release.withdrawn)}" for release in history.releases))
    with _LOCK:  # one makes them, the others wait for it
        if key not in _KEPT:
            while len(_KEPT) >= _MOST:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[key] = forked_build.build(revision, _made, root)
        return _KEPT[key]


def _made(revision: Revision, root: str) -> Feeds:
    history = release_history.of(revision.project)
    changes = tuple((release, tuple(documents)) for release, documents in change_list.documents(history))
    return Feeds(changes, event_stream.of(history, root))
