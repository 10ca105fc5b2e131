"""What changed in the things that a project tells of, each in the reader's words and at its line.

Statements are grouped by the document that they belong to. A field's vocabulary may say in its own words what some of
them mean; the others are told property by property.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Quad

from kg.history import moved_statements
from kg.history.moved_statements import Moves
from kg.history.snapshot import Snapshot
from kg.history.statement_difference import StatementDifference
from kg.publish.changes.two_sides import Sides, Term, excerpts
from kg.rdf.namespaces import RDF
from kg.translations.catalogue import catalogue, mark
from kg.validation.positions.data_positions import Place

_TYPE = NamedNode(RDF + "type")
_FEW, _BRIEF = 6, 40
_ADDED = mark("{property} added: {value}")
_REMOVED = mark("{property} removed: {value}")
_REPLACED = mark("{property}: {old} → {new}")


class ChangeKind(StrEnum):
    """Whether something came, went, or is another now."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Edit:
    """The statements about one node that were lost and gained."""

    node: NamedNode
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]

    @property
    def kind(self) -> ChangeKind:
        if self.removed and self.added:
            return ChangeKind.CHANGED
        return ChangeKind.ADDED if self.added else ChangeKind.REMOVED


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, and the statements that it tells of."""

    words: str
    edit: Edit


ChangeWords = Callable[[Sides, Edit], Sequence[Told]]
"""What a field's vocabulary says of an edit, in sentences that each tell of some of its statements."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words. ``place`` is where it stands: in the later files, or in the earlier for what is gone.

    ``part`` is what the part of the document is called in which it is; empty for the thing itself.
    """

    kind: ChangeKind
    part: str
    words: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource with a document, and what changed in it."""

    iri: str
    name: str
    kind: ChangeKind
    lines: tuple[Line, ...]


def things(
    before: Snapshot, after: Snapshot, difference: StatementDifference, sides: Sides, words: ChangeWords | None
) -> tuple[Thing, ...]:
    """What changed: first which graphs have statements of others, then by thing in the order of their names."""
    moves = moved_statements.between(difference)
    removed, added = (
        tuple(quad for quad in part if quad not in moves.quads) for part in (difference.removed, difference.added)
    )
    places = _Places(before.places(removed), after.places(added))
    by_document: dict[NamedNode, list[Edit]] = defaultdict(list)
    for edit in _edits(removed, added, sides):
        by_document[sides.after.document(edit.node)].append(edit)
    made = [_thing(document, edits, sides, words, places) for document, edits in by_document.items()]
    return (*_moved(moves, sides), *sorted(made, key=lambda thing: (thing.name.casefold(), thing.iri)))


def _moved(moves: Moves, sides: Sides) -> Iterator[Thing]:
    """The graphs that have statements which were in another: what these say of a thing is what they said before."""
    graphs = f"{sides.after.known.revision.project.base}graph/"
    words = catalogue(sides.language)
    for graph, origins in sorted(moves.counts.items()):
        lines = [
            words.ngettext(
                "{count} statement is here that was in {graph}",
                "{count} statements are here that were in {graph}",
                count,
            ).format(count=count, graph=origin.removeprefix(graphs))
            for origin, count in sorted(origins.items())
        ]
        changes = tuple(Line(ChangeKind.CHANGED, "", line) for line in lines)
        yield Thing(graph, graph.removeprefix(graphs), ChangeKind.CHANGED, changes)


@dataclass(frozen=True, slots=True)
class _Places:
    before: Mapping[Quad, Place]
    after: Mapping[Quad, Place]

    def line(self, sentence: Told, part: str) -> Line:
        """The sentence at the first place of what it tells of."""
        edit = sentence.edit
        place = _first(self.after, edit.added) or _first(self.before, edit.removed)
        return Line(edit.kind, part, sentence.words, place)


def _first(places: Mapping[Quad, Place], quads: Iterable[Quad]) -> Place | None:
    known = (places[quad] for quad in quads if quad in places)
    return min(known, key=lambda place: (place.file, place.position.line if place.position else 0), default=None)


def _edits(removed: Iterable[Quad], added: Iterable[Quad], sides: Sides) -> Iterator[Edit]:
    """The edits, a node each, in the order of the files."""
    lost: dict[NamedNode, list[Quad]] = defaultdict(list)
    gained: dict[NamedNode, list[Quad]] = defaultdict(list)
    for grouped, quads, later in ((lost, removed, False), (gained, added, True)):
        for quad in quads:
            node = sides.leading_to(quad, later=later)
            if node is not None:
                grouped[node].append(quad)
    for node in dict.fromkeys((*lost, *gained)):
        yield Edit(node, tuple(lost[node]), tuple(gained[node]))


def _thing(
    document: NamedNode, edits: Sequence[Edit], sides: Sides, words: ChangeWords | None, places: _Places
) -> Thing:
    fresh = {edit.node for edit in edits if sides.has(edit.node) in ((True, False), (False, True))}
    lines: list[Line] = []
    for edit in sorted(edits, key=lambda edit: edit.node != document):
        part = sides.part(edit.node)
        left = _without_links(edit, fresh - {document}, document)
        for sentence in words(sides, left) if words else ():
            lines.append(places.line(sentence, part))
            left = _without(left, sentence.edit)
        if edit.node in fresh and edit.node != document:
            lines += [places.line(sentence, part) for sentence in _whole(left, sides)]
        else:
            lines += [places.line(sentence, part) for sentence in _by_property(left, sides)]
    kind = {(True, False): ChangeKind.REMOVED, (False, True): ChangeKind.ADDED}
    return Thing(document.value, sides.name(document), kind.get(sides.has(document), ChangeKind.CHANGED), tuple(lines))


def _without_links(edit: Edit, parts: set[NamedNode], document: NamedNode) -> Edit:
    """An edit without what the document's structure says: that a new part belongs to it."""
    hidden = parts if edit.node == document else {document} if edit.node in parts else set()
    removed, added = (tuple(q for q in part if q.object not in hidden) for part in (edit.removed, edit.added))
    return Edit(edit.node, removed, added)


def _without(edit: Edit, worded: Edit) -> Edit:
    removed, added = (
        tuple(quad for quad in part if quad not in gone)
        for part, gone in ((edit.removed, worded.removed), (edit.added, worded.added))
    )
    return Edit(edit.node, removed, added)


@dataclass(slots=True)
class _Property:
    removed: list[Quad] = field(default_factory=list)
    added: list[Quad] = field(default_factory=list)


def _by_property(edit: Edit, sides: Sides) -> Iterator[Told]:
    """A sentence for each property, and for each language of its texts."""
    changed: dict[tuple[NamedNode, str | None], _Property] = defaultdict(_Property)
    for quad in edit.removed:
        changed[_key(quad)].removed.append(quad)
    for quad in edit.added:
        changed[_key(quad)].added.append(quad)
    gettext = catalogue(sides.language).gettext
    for (predicate, language), quads in changed.items():
        name = sides.property(predicate, language)
        old, new = (
            ", ".join(sides.value(quad.object, whole=len(part) == 1) for quad in part)
            for part in (quads.removed, quads.added)
        )
        old, new = excerpts(old, new)
        if old and new:
            text = gettext(_REPLACED).format(property=name, old=old, new=new)
        else:
            text = gettext(_ADDED if new else _REMOVED).format(property=name, value=new or old)
        yield Told(text, Edit(edit.node, tuple(quads.removed), tuple(quads.added)))


def _whole(edit: Edit, sides: Sides) -> Iterator[Told]:
    """One sentence on a part that came or went: what it says, a few properties of it."""
    quads = [quad for quad in edit.added or edit.removed if quad.predicate != _TYPE and _is_brief(quad.object)]
    known = [f"{sides.property(quad.predicate)} {sides.value(quad.object)}" for quad in quads[:_FEW]]
    more = ["…"] if len(quads) > _FEW else []
    gettext = catalogue(sides.language).gettext
    verb = gettext(mark("added")) if edit.added else gettext(mark("removed"))
    if edit.added or edit.removed:
        yield Told(f"{verb}: {'; '.join((*known, *more))}" if known else verb, edit)


def _is_brief(term: Term) -> bool:
    """Whether it is a name, a number or a day, rather than a text."""
    return isinstance(term, NamedNode) or (isinstance(term, Literal) and len(term.value) <= _BRIEF)


def _key(quad: Quad) -> tuple[NamedNode, str | None]:
    return quad.predicate, quad.object.language if isinstance(quad.object, Literal) else None
