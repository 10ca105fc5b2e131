"""A release: a revision that was published, under a name that never means anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pyoxigraph import NamedNode, Quad

from kg.errors import RemovedResource, phrase

DIGITS = 12
"""How many digits of a revision's digest are in the name of its release."""


@dataclass(frozen=True, slots=True)
class GraphSize:
    """How many statements a named graph has in a release, and how many of them came and went with it."""

    statements: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When a release was withdrawn, and why, by language."""

    at: datetime
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Release:
    """A revision as it was recorded. Nothing of it changes afterwards, but that it may be withdrawn.

    ``name`` is the day and the first digits of ``digest``, that of the revision: ``2026-03-03-0123456789ab``. ``at`` is
    when it was recorded, in UTC and to the second; it was what the project published from then to the next release.
    ``dataset`` and ``shapes`` are the digests of the files, and ``conforms`` says whether these shapes found no
    violation (None where there were none). ``graphs`` has the files' graphs by their IRIs, in the order of the files,
    without the computed graph; a graph that went has 0 statements. ``rules`` are the digests of the texts of the rules
    of the computed graph by their names, in order.
    ``identity`` is the UUID of its patch, ``patch`` the SHA-256 of the file with it, and ``chain`` that of all
    this and of the chain of the release before, so that no release can be changed without those after it.
    """

    name: str
    at: datetime
    digest: str
    dataset: str
    shapes: str
    conforms: bool | None
    graphs: Mapping[str, GraphSize]
    rules: Mapping[str, str]
    prefixes: Mapping[str, str]
    identity: str
    patch: str
    chain: str = ""
    withdrawn: Withdrawal | None = None

    @property
    def day(self) -> date:
        """The day (UTC) that it was recorded on, for which its computed graph holds."""
        return self.at.date()

    @property
    def added(self) -> int:
        """How many statements came with it."""
        return sum(size.added for size in self.graphs.values())

    @property
    def removed(self) -> int:
        """How many statements went with it."""
        return sum(size.removed for size in self.graphs.values())

    @property
    def statements(self) -> int:
        """How many statements it has."""
        return sum(size.statements for size in self.graphs.values())

    def refuse_withdrawn(self) -> None:
        """Raise RemovedResource, with the reasons, for a release that was withdrawn."""
        if self.withdrawn:
            day = self.withdrawn.at.date().isoformat()
            message = phrase("The release {name} was withdrawn on {day}.", name=self.name, day=day)
            raise RemovedResource(message, day=day, reasons=self.withdrawn.reasons)


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """The statements that went and came with a release, in the order of their terms.

    Blank nodes are labelled alike in all releases: one that stayed has the label that it had.
    """

    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]

    def of_graph(self, graph: NamedNode) -> ReleaseChanges:
        """Those of one named graph."""
        removed, added = (
            tuple(quad for quad in part if quad.graph_name == graph) for part in (self.removed, self.added)
        )
        return ReleaseChanges(removed, added)


def name_of(at: datetime, digest: str) -> str:
    """The name of a release.

    >>> name_of(datetime(2026, 3, 3, 12, tzinfo=UTC), "0123456789abcdef")
    '2026-03-03-0123456789ab'
    """
    return f"{at.astimezone(UTC).date().isoformat()}-{digest[:DIGITS]}"
