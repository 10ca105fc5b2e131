"""Claims as a page tells them: what is claimed, when, how certain it is, and the passages that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.resources.language_view import Reader, as_date
from kg.resources.period import Bounds, Kind, words
from kg.resources.resource_graph import Node

_BOUNDS = ("ct:earliestStart", "ct:latestStart", "ct:earliestEnd", "ct:latestEnd", "ct:openAsOf")


class ClaimKind(StrEnum):
    """The classes of claims, in the order in which a page tells them, and what each of them says."""

    DECISION_OUTCOME = "DecisionOutcome"
    TERMINATION = "Termination"
    AGREEMENT = "Agreement"
    ACTIVITY_FINDING = "ActivityFinding"
    STATUS_PERIOD = "StatusPeriod"
    RECOGNITION = "Recognition"
    TYPE_PERIOD = "TypePeriod"
    REGION_PERIOD = "RegionPeriod"
    PROJECT = "Project"
    VISIT = "Visit"
    ATTRIBUTION = "Attribution"
    MEMBERSHIP = "Membership"

    @property
    def saying(self) -> str:
        """The property whose value is the heart of the claim."""
        return {
            ClaimKind.STATUS_PERIOD: "ct:status",
            ClaimKind.AGREEMENT: "ct:agreementType",
            ClaimKind.ACTIVITY_FINDING: "ct:activityLevel",
            ClaimKind.TERMINATION: "ct:reason",
            ClaimKind.DECISION_OUTCOME: "ct:verdict",
            ClaimKind.RECOGNITION: "ct:recognisedBy",
            ClaimKind.TYPE_PERIOD: "ct:partnershipType",
            ClaimKind.REGION_PERIOD: "ct:country",
            ClaimKind.PROJECT: "ct:participant",
            ClaimKind.VISIT: "ct:participant",
            ClaimKind.ATTRIBUTION: "ct:attributedTo",
            ClaimKind.MEMBERSHIP: "org:role",
        }[self]

    @property
    def happens(self) -> bool:
        """Whether it is an event rather than a state that lasts."""
        return self in (ClaimKind.AGREEMENT, ClaimKind.TERMINATION, ClaimKind.DECISION_OUTCOME, ClaimKind.ATTRIBUTION)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a source says it. ``where`` is a paragraph's number or a locator."""

    node: NamedNode
    source: NamedNode
    quote: Literal | None
    paragraph: str | None
    locator: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """``says`` is what is claimed; ``by`` who said it or decided it; ``began`` is the time of its start alone.

    ``order`` sorts by time, unknown times last.
    """

    node: NamedNode
    kind: ClaimKind
    says: tuple[NamedNode, ...]
    by: tuple[NamedNode, ...]
    when: str
    began: str
    dated: bool
    as_stated: Literal | None
    certainty: NamedNode | None
    evidence: tuple[Passage, ...]
    disputed: tuple[Passage, ...]
    notes: tuple[Literal, ...]
    order: tuple[date, str]


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims of one kind, by time; they ``differ`` where they do not say the same or a source contradicts one."""

    kind: ClaimKind
    claims: tuple[Claim, ...]
    differ: bool


def claim(reader: Reader, node: NamedNode) -> Claim | None:
    """The claim that ``node`` is; None for a node that is none."""
    kind = next((claim_kind for claim_kind in ClaimKind if reader.is_a(node, f"ct:{claim_kind}")), None)
    if kind is None:
        return None
    says = tuple(reader.nodes(node, kind.saying))
    known = bounds(reader, node)
    final = kind is ClaimKind.STATUS_PERIOD and any(status.value.endswith("/ended") for status in says)
    manner = Kind.EVENT if kind.happens else Kind.FINAL if final else Kind.PERIOD
    dated = any(getattr(known, name) for name in Bounds.__slots__)
    return Claim(
        node=node,
        kind=kind,
        says=says,
        by=tuple(reader.nodes(node, "ct:assessor", "ct:requestedBy", "ct:signatory")),
        when=words(known, manner, reader.language),
        began=words(Bounds(known.earliest_start, known.latest_start), Kind.EVENT, reader.language),
        dated=dated,
        as_stated=reader.text(node, "ct:asStated"),
        certainty=reader.node(node, "ct:certainty"),
        evidence=_passages(reader, node, "ct:evidence"),
        disputed=_passages(reader, node, "ct:disputedBy"),
        notes=_notes(reader, node),
        order=(known.earliest_start or known.latest_start or known.latest_end or date.max, node.value),
    )


def bounds(reader: Reader, node: Node) -> Bounds:
    """The four bounds of a claim and the day on which it was still open; an agreement's day is both its bounds."""
    days: dict[NamedNode, date] = {}
    for quad in reader.known.about(node):
        if isinstance(quad.object, Literal) and (day := as_date(quad.object)):
            days.setdefault(quad.predicate, day)
    dates = [days.get(reader.expand(name)) for name in _BOUNDS]
    issued = days.get(reader.expand("dct:issued"))
    if issued and not any(dates[:2]):
        dates[:2] = [issued, issued]
    return Bounds(*dates)


def of(reader: Reader, nodes: Iterable[NamedNode]) -> list[Claim]:
    """The claims among ``nodes``, each once, by time."""
    known = (claim(reader, node) for node in dict.fromkeys(nodes))
    return sorted((known_claim for known_claim in known if known_claim), key=lambda known_claim: known_claim.order)


def groups(reader: Reader, nodes: Iterable[NamedNode]) -> list[ClaimGroup]:
    """The claims among ``nodes``, a group a kind, in the order of the kinds."""
    known = of(reader, nodes)
    result = []
    for kind in ClaimKind:
        claims = [claim for claim in known if claim.kind is kind]
        if claims:
            result.append(ClaimGroup(kind, tuple(claims), _differ(kind, claims)))
    return result


def passages(reader: Reader, node: NamedNode) -> tuple[Passage, ...]:
    """The passages that carry ``node``."""
    return _passages(reader, node, "ct:evidence")


def passage(reader: Reader, node: NamedNode) -> Passage:
    """A passage, with the source that it is part of."""
    paragraph, locator = reader.text(node, "ct:paragraph"), reader.text(node, "ct:locator")
    return Passage(
        node=node,
        source=reader.node(node, "dct:isPartOf") or reader.document(node),
        quote=reader.text(node, "ct:quote"),
        paragraph=paragraph.value if paragraph else None,
        locator=locator.value if locator else None,
    )


def publishers(reader: Reader, nodes: Iterable[NamedNode]) -> tuple[Literal, ...]:
    """The names of those who published the passages that carry the claims ``nodes``, each once, in their order."""
    sources = (item.source for node in nodes for item in passages(reader, node))
    agents = dict.fromkeys(agent for source in sources for agent in reader.nodes(source, "dct:publisher"))
    return tuple(reader.text(agent, "foaf:name") or reader.name(agent) for agent in agents)


def _differ(kind: ClaimKind, claims: list[Claim]) -> bool:
    """Statuses and agreements follow each other in time, and so do findings of one assessor on different times.

    Findings of different assessors, and attributions, stand against each other where they do not say the same.
    """
    if any(claim.disputed for claim in claims):
        return True
    if kind is ClaimKind.ACTIVITY_FINDING:
        return any(one.says != other.says and one.by != other.by for one in claims for other in claims)
    return kind is ClaimKind.ATTRIBUTION and len({claim.says for claim in claims}) > 1


def _date(reader: Reader, node: Node, name: str) -> date | None:
    return next((day for value in reader.values(node, name) if (day := as_date(value))), None)


def _passages(reader: Reader, node: NamedNode, predicate: str) -> tuple[Passage, ...]:
    return tuple(passage(reader, passage_node) for passage_node in reader.nodes(node, predicate))


def _notes(reader: Reader, node: NamedNode) -> tuple[Literal, ...]:
    """The notes in the first of the reader's languages that has any, else all of them."""
    notes = [note for note in reader.values(node, "skos:note", "rdfs:comment") if isinstance(note, Literal)]
    alike = ([note for note in notes if note.language == tag] for tag in (reader.language, *reader.languages))
    return tuple(next((own for own in alike if own), notes))


def grades_of_certainty(reader: Reader) -> list[tuple[Literal, Literal]]:
    """How the data say what is certain: the name and the definition of each grade that a claim has, by name."""
    values = (quad.object for quad in reader.known.revision.having(reader.expand("ct:certainty")))
    nodes = [node for node in dict.fromkeys(values) if isinstance(node, NamedNode)]
    named = sorted((reader.name(node).value, node) for node in nodes)
    definitions = ((reader.name(node), reader.text(node, "skos:definition")) for _, node in named)
    return [(name, definition) for name, definition in definitions if definition]
