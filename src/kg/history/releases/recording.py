"""Recording a revision as a release, and withdrawing one.

The patch is written before the index that names it, both aside and renamed. So a process that is killed leaves the
releases as they were, and what it wrote is written again by the next.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from pyoxigraph import BlankNode, Quad

from kg.compact.term_numbers import relabelled
from kg.errors import DatasetError, UsageError
from kg.history import rdf_patch
from kg.history.blank_node_pairs import paired
from kg.history.releases import release_history, release_index
from kg.history.releases.release import GraphSize, Release, ReleaseChanges, Withdrawal, name_of
from kg.history.releases.release_history import ReleaseHistory
from kg.history.releases.release_index import RULES
from kg.project import Project
from kg.revision import Revision


def record(revision: Revision, at: datetime) -> Release | None:
    """Record a revision as the release of a time; None where statements and rules are those of the newest release.

    Raises UsageError for a time that is not after the newest release, or a folder that cannot be written.
    """
    at = at.astimezone(UTC).replace(microsecond=0)
    project = revision.project
    with _alone(project):
        history = release_history.of(project)
        last = history.releases[-1] if history.releases else None
        before = history.statements(last) if last else []
        after = _relabelled(before, revision.dataset.quads, len(history.releases))
        known = set(before)
        changes = ReleaseChanges(
            tuple(quad for quad in before if quad not in after), tuple(quad for quad in after if quad not in known)
        )
        rules = {project.relative(path): project.content(path) for path in project.rules()}
        digests = {name: _digest(text) for name, text in rules.items()}
        if last and changes == ReleaseChanges((), ()) and digests == last.rules:
            return None
        if last and at <= last.at:
            raise _too_early(at, last)
        patch = rdf_patch.of_statements(changes.removed, changes.added, last.identity if last else "")
        content = gzip.compress(patch.encode(), mtime=0)
        entry = Release(
            name=name_of(at, revision.digest),
            at=at,
            digest=revision.digest,
            dataset=revision.dataset.digest,
            shapes=revision.report.shapes_digest,
            conforms=revision.report.conforms() if revision.is_checked else None,
            graphs=_graphs(last, after, changes),
            rules=digests,
            prefixes=dict(revision.dataset.prefixes),
            identity=rdf_patch.read(patch).identity,
            patch=_digest(content),
        )
        release = release_index.chained(entry, last.chain if last else project.base)
        _store(ReleaseHistory(project, (*history.releases, release)), content, rules.values(), after)
        return release


def withdraw(project: Project, name: str, reasons: Mapping[str, str], at: datetime) -> Release:
    """Withdraw a release for reasons by language. What it said is kept, for those after it are made from it.

    Raises UnknownResource for a release that is not there, UsageError for one that was withdrawn already.
    """
    with _alone(project):
        history = release_history.of(project)
        release = history.find(name)
        if release.withdrawn:
            raise UsageError(f"The release {name} was withdrawn on {release.withdrawn.at:%Y-%m-%d} already.")
        gone = replace(release, withdrawn=Withdrawal(at.astimezone(UTC).replace(microsecond=0), dict(reasons)))
        release_index.write(project, [gone if one == release else one for one in history.releases])
        return gone


def _relabelled(before: Iterable[Quad], quads: Iterable[Quad], count: int) -> dict[Quad, None]:
    """The statements, with the blank nodes that were there before under the labels that they had, others under new."""
    labels: dict[BlankNode, BlankNode] = dict(paired(before, quads))
    stem = f"r{count}b"
    return {
        Quad(
            relabelled(quad.subject, stem, labels),
            quad.predicate,
            relabelled(quad.object, stem, labels),
            quad.graph_name,
        ): None
        for quad in quads
    }


def _too_early(at: datetime, last: Release) -> UsageError:
    return UsageError(
        f"The newest release is of {last.at:%Y-%m-%d %H:%M:%S} UTC, and this one would be of {at:%Y-%m-%d %H:%M:%S}.",
        hint="Set the clock right, or SOURCE_DATE_EPOCH if it is set: a release is later than those before it.",
    )


def _graphs(last: Release | None, after: Iterable[Quad], changes: ReleaseChanges) -> dict[str, GraphSize]:
    """The sizes of the graphs: those of the release before in its order, then those that are new."""
    now, gone, new = map(release_history.sizes, (after, changes.removed, changes.added))
    before = [graph for graph, size in last.graphs.items() if size.statements] if last else []
    return {
        graph: GraphSize(now.get(graph, 0), new.get(graph, 0), gone.get(graph, 0))
        for graph in dict.fromkeys((*before, *now))
    }


def _store(history: ReleaseHistory, patch: bytes, rules: Iterable[bytes], statements: Iterable[Quad]) -> None:
    """Write the files of the newest release, read them back, and then write the index."""
    release = history.releases[-1]
    try:
        for text in rules:
            path = history.rule_file(_digest(text))
            path.parent.mkdir(exist_ok=True)
            release_index.write_aside(path, text)
        release_index.write_aside(history.patch_file(release), patch)
        if set(history.statements(release)) != set(statements):
            raise DatasetError(
                f"the release {release.name} cannot be read back, so it was not recorded",
                file=history.project.relative(history.patch_file(release)),
                hint="This is a fault of this program: please report it, with the data.",
            )
        release_index.write(history.project, history.releases)
    except OSError as error:
        folder = history.project.relative(release_index.folder(history.project))
        raise UsageError(
            f"{folder}/ cannot be written: {error.strerror or error}.", hint="The releases are as they were."
        ) from error


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Keep others from writing releases; the lock goes with the process, however that ends."""
    try:
        import fcntl
    except ImportError as error:
        raise UsageError("Releases are recorded on Linux and macOS, where files can be locked.") from error
    folder = release_index.folder(project)
    try:
        (folder / RULES).mkdir(parents=True, exist_ok=True)
        number = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError("Another process writes a release at the moment.", hint="Wait for it.") from error
        yield
    finally:
        os.close(number)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
