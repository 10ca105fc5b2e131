"""The releases of a project, and what each of them said.

A release is kept as an RDF Patch against the one before, so the statements of one are those of all patches up to it.
Each patch is checked against its SHA-256 before it is used: damage is an error that names the file.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg import revision as revisions
from kg.compact.quads import Quads
from kg.dataset import Dataset
from kg.errors import DatasetError, UnknownResource, phrase
from kg.history import rdf_patch
from kg.history.rdf_patch import Patch
from kg.history.releases import release_index
from kg.history.releases.release import Release, ReleaseChanges
from kg.history.releases.release_index import PATCH_SUFFIX, RULES
from kg.project import Project
from kg.rdf.namespaces import RDF
from kg.revision import Revision
from kg.shacl.report import ValidationReport

_TYPE = RDF + "type"
_HINT = "Put the file back as it was, from git or a copy: a release never changes."
_END_OF_DAY = time(23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReleaseHistory:
    """A project with its releases, oldest first, those that were withdrawn included.

    It is a value: releases that are recorded later are in the history that ``of`` reads then. What a release said of
    the past is read from disk on each call, and is the same for ever, so callers may keep it by ``Release.name``.
    """

    project: Project
    releases: tuple[Release, ...]

    def __bool__(self) -> bool:
        return bool(self.releases)

    @property
    def latest(self) -> Release | None:
        """The newest release that was not withdrawn."""
        return next((release for release in reversed(self.releases) if not release.withdrawn), None)

    def find(self, name: str) -> Release:
        """The release of this name, withdrawn or not; raises UnknownResource where there is none."""
        for release in self.releases:
            if release.name == name:
                return release
        raise UnknownResource(phrase("There is no release {name}.", name=name))

    def before(self, release: Release) -> Release | None:
        """The release before it, withdrawn or not; None for the first."""
        place = self.releases.index(release)
        return self.releases[place - 1] if place else None

    def after(self, release: Release) -> Release | None:
        """The release after it, withdrawn or not; None for the newest."""
        place = self.releases.index(release) + 1
        return self.releases[place] if place < len(self.releases) else None

    def as_of(self, moment: datetime | date) -> Release:
        """The release that was the newest at a time, or at the end of a day (UTC); it may have been withdrawn since.

        Raises UnknownResource for a time before the first release.
        """
        until = moment if isinstance(moment, datetime) else datetime.combine(moment, _END_OF_DAY)
        known = [release for release in self.releases if release.at <= until]
        if known:
            return known[-1]
        if not self.releases:
            raise UnknownResource(phrase("No release was recorded yet, so nothing is known of former states."))
        first = self.releases[0].at.date().isoformat()
        message = phrase("The first release is of {day}: what was published before is not known.", day=first)
        raise UnknownResource(message)

    def changes(self, release: Release) -> ReleaseChanges:
        """The statements that went and came with a release; of the first, all came. Reads its patch alone.

        Raises DatasetError for a file that was damaged or is gone.
        """
        patch = self._patch(release)
        return ReleaseChanges(patch.removed, patch.added)

    def having(self, iri: str) -> list[Release]:
        """The releases, withdrawn or not, that say something of an IRI, or of a fragment of it; oldest first.

        Reads all patches, as text; raises as ``changes`` does.
        """
        starts = [f"<{iri}{end}".encode() for end in ("> ", "#")]
        count, having = 0, []
        for release in self.releases:
            text = b"\n" + self._text(release)
            count += sum(text.count(b"\nA " + start) - text.count(b"\nD " + start) for start in starts)
            if count > 0:
                having.append(release)
        return having

    def statements(self, release: Release) -> list[Quad]:
        """The statements of a release, without order. Reads all patches up to it; raises as ``changes`` does."""
        quads: dict[Quad, None] = {}
        for one in self.releases[: self.releases.index(release) + 1]:
            patch = self._patch(one)
            for quad in patch.removed:
                quads.pop(quad, None)
            quads.update(dict.fromkeys(patch.added))
        return list(quads)

    def dataset(self, release: Release) -> Dataset:
        """The dataset of a release: its graphs in the order of the files, each in the order of ``kg format``.

        It has no files; its digest is made from the chain of the release.
        """
        by_graph: dict[str, list[Quad]] = defaultdict(list)
        for quad in self.statements(release):
            by_graph[_graph(quad)].append(quad)
        quads = Quads()
        for graph in release.graphs:
            quads.extend(sorted(by_graph[graph], key=_place))
        digest = hashlib.sha256(f"release {release.chain}".encode()).hexdigest()
        return Dataset(quads, (), digest, dict(release.prefixes))

    def revision(self, release: Release, day: date | None = None) -> Revision:
        """The revision of a release on a day, by default its own, with the rules that it had; questions are today's.

        Raises RemovedResource for a release that was withdrawn, DatasetError for a file that was damaged.
        """
        release.refuse_withdrawn()
        dataset = self.dataset(release)
        report = ValidationReport(dataset.digest, release.shapes, ())
        past = replace(self.project, past_rules=tuple(self._rules(release)))
        made = revisions.build(past, dataset, report, day or release.day)
        return replace(made, modified=release.at)

    def patch_file(self, release: Release) -> Path:
        """The file with the patch of a release."""
        return release_index.folder(self.project) / f"{release.name}{PATCH_SUFFIX}"

    def rule_file(self, digest: str) -> Path:
        """The file with the text of a rule."""
        return release_index.folder(self.project) / RULES / f"{digest}.rq"

    def check(self) -> None:
        """Read every file of every release; raises DatasetError, with its name, for the first that was damaged."""
        for release in self.releases:
            self._patch(release)
            tuple(self._rules(release))

    def _patch(self, release: Release) -> Patch:
        text = self._text(release)
        try:
            return rdf_patch.read(text.decode())
        except (ValueError, SyntaxError) as error:
            raise self._unreadable(release) from error

    def _text(self, release: Release) -> bytes:
        path = self.patch_file(release)
        content = self._content(path, self.project.relative(path), release.patch)
        try:
            return gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise self._unreadable(release) from error

    def _unreadable(self, release: Release) -> DatasetError:
        name = self.project.relative(self.patch_file(release))
        return DatasetError(f"the patch of the release {release.name} cannot be read", file=name)

    def _rules(self, release: Release) -> Iterator[Path]:
        for digest in release.rules.values():
            path = self.rule_file(digest)
            self._content(path, self.project.relative(path), digest)
            yield path

    def _content(self, path: Path, name: str, digest: str) -> bytes:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DatasetError("a file of a release is gone or cannot be read", file=name, hint=_HINT) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise DatasetError("the file is not as it was when the release was recorded", file=name, hint=_HINT)
        return content


def of(project: Project) -> ReleaseHistory:
    """The history of a project as its folder ``releases/`` has it now; without releases where there is none.

    Raises DatasetError for an index that was damaged.
    """
    return ReleaseHistory(project, release_index.read(project))


def sizes(quads: Iterable[Quad]) -> dict[str, int]:
    """How many statements each graph has, in the order in which the graphs first occur."""
    counted: dict[str, int] = {}
    for quad in quads:
        counted[_graph(quad)] = counted.get(_graph(quad), 0) + 1
    return counted


def _graph(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode), "every statement of a dataset is in a named graph"
    return quad.graph_name.value


def _place(quad: Quad) -> tuple[str, bool, str, str]:
    """Where canonical Turtle would have it: by subject, ``a`` first, then by predicate."""
    return str(quad.subject), quad.predicate.value != _TYPE, quad.predicate.value, str(quad.object)
