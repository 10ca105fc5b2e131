"""The one list of changes, from which every feed is made: the versions of each thing, release by release.

A version is all that the files say of an IRI, whichever graph says it, with the blank nodes that it leads to. What is
computed for a day is not in it. A release that was withdrawn gives no version: the next one is compared with the one
before it. A blank node that no IRI leads to is in no version, and one that two lead to is in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.history.releases.release import Release
from kg.history.releases.release_history import ReleaseHistory

T = TypeVar("T")
Node = NamedNode | BlankNode
Description = frozenset[Triple]


class Kind(StrEnum):
    """What became of a thing, in the words of Activity Streams."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"

    @classmethod
    def of(cls, before: object, after: object) -> Kind:
        """What became of a thing that there was before or not, and is now or not."""
        return cls.DELETE if not after else cls.UPDATE if before else cls.CREATE


@dataclass(frozen=True, slots=True)
class Version:
    """A thing as a release has it; ``description`` is empty where the release no longer says anything of it."""

    release: Release
    thing: NamedNode
    kind: Kind
    description: Description


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What became of a document: of a thing with all its hash IRIs, which people know as one."""

    release: Release
    document: str
    kind: Kind


def versions(history: ReleaseHistory) -> Iterator[tuple[Release, list[Version]]]:
    """The versions that came with each release, the oldest release first, in the order of the things' IRIs."""
    statements = _Statements()
    before: dict[NamedNode, Description] = {}
    for release in history.releases:
        changes = history.changes(release)
        for thing in statements.things(quad.subject for quad in (*changes.removed, *changes.added)):
            before.setdefault(thing, statements.description(thing))
        statements.remove(changes.removed)
        statements.add(changes.added)
        if not release.withdrawn:
            yield release, list(_versions(release, before, statements))
            before = {}


def _versions(release: Release, before: dict[NamedNode, Description], statements: _Statements) -> Iterator[Version]:
    for thing in sorted(before, key=lambda node: node.value):
        after = statements.description(thing)
        if after != before[thing]:
            yield Version(release, thing, Kind.of(before[thing], after), after)


def documents(history: ReleaseHistory) -> Iterator[tuple[Release, list[DocumentChange]]]:
    """The documents that changed with each release, the oldest release first, in the order of their IRIs."""
    things: dict[str, set[NamedNode]] = defaultdict(set)
    for release, made in versions(history):
        was = {_document(version.thing): bool(things[_document(version.thing)]) for version in made}
        for version in made:
            of_document = things[_document(version.thing)]
            (of_document.discard if version.kind is Kind.DELETE else of_document.add)(version.thing)
        yield (
            release,
            [
                DocumentChange(release, document, Kind.of(there, things[document]))
                for document, there in sorted(was.items())
            ],
        )


def _document(thing: NamedNode) -> str:
    return thing.value.partition("#")[0]


class _Statements:
    """The statements of a release by their subjects, each with the number of graphs that have it."""

    def __init__(self) -> None:
        self._about: dict[Node, dict[Triple, int]] = {}
        self._leading: dict[BlankNode, dict[Node, int]] = defaultdict(dict)

    def add(self, quads: Iterable[Quad]) -> None:
        for quad in quads:
            self._count(quad, 1)

    def remove(self, quads: Iterable[Quad]) -> None:
        for quad in quads:
            self._count(quad, -1)

    def description(self, node: Node) -> Description:
        """All that is said of a node, and of the blank nodes that this leads to."""
        triples: set[Triple] = set()
        waiting, seen = [node], {node}
        while waiting:
            for triple in self._about.get(waiting.pop(), ()):
                triples.add(triple)
                if isinstance(triple.object, BlankNode) and triple.object not in seen:
                    seen.add(triple.object)
                    waiting.append(triple.object)
        return frozenset(triples)

    def things(self, subjects: Iterable[object]) -> set[NamedNode]:
        """The IRIs among these subjects, and those that lead to the blank nodes among them."""
        waiting = [node for node in subjects if isinstance(node, NamedNode | BlankNode)]
        seen: set[Node] = set(waiting)
        while waiting:
            node = waiting.pop()
            for leading in self._leading.get(node, ()) if isinstance(node, BlankNode) else ():
                if leading not in seen:
                    seen.add(leading)
                    waiting.append(leading)
        return {node for node in seen if isinstance(node, NamedNode)}

    def _count(self, quad: Quad, number: int) -> None:
        subject, value, triple = quad.subject, quad.object, quad.triple
        assert isinstance(subject, NamedNode | BlankNode)
        _changed(self._about.setdefault(subject, {}), triple, number)
        if not self._about[subject]:
            del self._about[subject]
        if isinstance(value, BlankNode):
            _changed(self._leading[value], subject, number)


def _changed(counted: dict[T, int], key: T, number: int) -> None:
    total = counted.get(key, 0) + number
    if total > 0:
        counted[key] = total
    else:
        counted.pop(key, None)
