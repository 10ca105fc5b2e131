"""A city's partnerships as pictures need them: with whom, where that is, and every time that is known of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kg.city_relations.claims import bounds
from kg.city_relations.pictures.drawing.geometry import Position
from kg.city_relations.pictures.view import LIMIT, Layout, View
from kg.city_relations.status_on_day import History, Outcome, Period, Standing, Strength
from kg.resources.language_view import Reader, Term
from kg.resources.period import Bounds
from kg.resources.resource_graph import Node
from kg.revision_results import cached_until_renewal

_POINT = re.compile(r"\s*(?:<[^>]*>\s*)?POINT\s*\(\s*([-+.\deE]+)\s+([-+.\deE]+)\s*\)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a city is; not ``exact`` where only its country is known, and the position is the middle of that."""

    position: Position
    exact: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """The other city of a partnership, or one of them."""

    node: NamedNode
    name: Literal
    country: NamedNode | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Event:
    """An agreement or a termination: ``kind`` is the concept that says which, or why."""

    node: NamedNode
    kind: NamedNode | None
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Relation:
    """A partnership seen from the city of the view, on its day."""

    node: NamedNode
    partners: tuple[Partner, ...]
    types: tuple[NamedNode, ...]
    history: History
    agreements: tuple[Event, ...]
    terminations: tuple[Event, ...]
    standing: Standing
    formally: Strength | None
    kept: bool

    @property
    def name(self) -> str:
        """The names of the partners."""
        return ", ".join(partner.name.value for partner in self.partners)

    @property
    def start(self) -> Bounds:
        """The bounds of the first period in force; without any, nothing is known."""
        return min(
            self.history.in_force, key=lambda b: b.earliest_start or b.latest_start or date.max, default=Bounds()
        )


@dataclass(frozen=True, slots=True)
class Relations:
    """The first ``LIMIT`` partnerships of a city, by the partners' names, of ``total``."""

    shown: tuple[Relation, ...]
    total: int

    @property
    def begun(self) -> tuple[Relation, ...]:
        """Without those that are known not to have begun on the day."""
        return tuple(relation for relation in self.shown if relation.standing is not Standing.NOT_YET)

    def count(self, *standings: Standing) -> int:
        return sum(relation.standing in standings for relation in self.shown)


def relations(view: View) -> Relations:
    """The partnerships of the city of a view; both layouts of a picture show the same, so they are read once."""
    return _relations(replace(view, layout=Layout.WIDE))


@cached_until_renewal(maxsize=8)
def _relations(view: View) -> Relations:
    reader = view.reader
    nodes = [quad.subject for quad in reader.known.referring(view.city) if quad.predicate == reader.expand("ct:party")]
    partnerships = sorted({node for node in nodes if isinstance(node, NamedNode)}, key=lambda node: node.value)
    read = (_relation(view, reader, node) for node in islice(partnerships, LIMIT))
    return Relations(
        tuple(sorted(read, key=lambda relation: (relation.name.casefold(), relation.node.value))), len(partnerships)
    )


def partner(reader: Reader, node: NamedNode) -> Partner:
    """A city with its name, its country and its place."""
    country = _one(reader.values(node, "dct:spatial"))
    return Partner(node, reader.name(node), country, _place(reader, node, country))


def local(node: NamedNode | None) -> str:
    """The last part of a concept's IRI; empty where there is none."""
    return node.value.replace("#", "/").rpartition("/")[2] if node else ""


def _relation(view: View, reader: Reader, node: NamedNode) -> Relation:
    claims = [claim for claim in reader.values(node, "ct:claim") if isinstance(claim, NamedNode)]
    kinds = {claim: reader.known.types(claim) for claim in claims}
    of_kind = {
        kind: [claim for claim in claims if reader.expand(kind) in kinds[claim]]
        for kind in ("ct:StatusPeriod", "ct:Agreement", "ct:Termination")
    }
    periods = tuple(
        Period(local(_one(reader.values(claim, "ct:status"))), bounds(reader, claim))
        for claim in of_kind["ct:StatusPeriod"]
    )
    terms = tuple(bounds(reader, agreement) for agreement in of_kind["ct:Agreement"])
    history = History(periods, tuple(_outcomes(reader, node)), terms)
    return Relation(
        node=node,
        partners=tuple(partner(reader, party) for party in reader.nodes(node, "ct:party") if party != view.city),
        types=tuple(reader.nodes(node, "ct:partnershipType")),
        history=history,
        agreements=_events(reader, of_kind["ct:Agreement"], "ct:agreementType"),
        terminations=_events(reader, of_kind["ct:Termination"], "ct:reason"),
        standing=history.standing(view.days.first, view.days.last),
        formally=history.formally(view.days.first, view.days.last),
        kept=history.kept(view.day),
    )


def _outcomes(reader: Reader, node: NamedNode) -> list[Outcome]:
    return [
        Outcome(local(_one(reader.values(outcome, "ct:verdict"))), bounds(reader, outcome))
        for outcome in reader.referring(node, "ct:about", "ct:DecisionOutcome")
    ]


def _events(reader: Reader, claims: list[NamedNode], saying: str) -> tuple[Event, ...]:
    events = [Event(claim, _one(reader.values(claim, saying)), bounds(reader, claim)) for claim in claims]
    return tuple(sorted(events, key=lambda event: (event.bounds.earliest_start or date.max, event.node.value)))


def _place(reader: Reader, node: NamedNode, country: NamedNode | None) -> Place | None:
    """The centroid, else the middle of the box of the country."""
    for geometry in reader.nodes(node, "geo:hasCentroid"):
        for wkt in reader.values(geometry, "geo:asWKT"):
            if isinstance(wkt, Literal) and (point := _POINT.fullmatch(wkt.value)):
                return Place((float(point[1]), float(point[2])), exact=True)
    sides = (
        [_number(reader, country, name) for name in ("ct:west", "ct:east", "ct:south", "ct:north")] if country else []
    )
    known = [side for side in sides if side is not None]
    if len(known) < 4:
        return None
    west, east, south, north = known
    return Place(((west + east) / 2, (south + north) / 2), exact=False)


def _number(reader: Reader, node: Node, name: str) -> float | None:
    value = next((value_node for value_node in reader.values(node, name) if isinstance(value_node, Literal)), None)
    return float(value.value) if value else None


def _one(values: list[Term]) -> NamedNode | None:
    return next((value for value in values if isinstance(value, NamedNode)), None)
