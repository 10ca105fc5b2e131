"""Which networks the city is in on the day, and which of its partners are in them too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.city_relations.claims import bounds
from kg.city_relations.pictures import relation
from kg.city_relations.pictures.relation import Partner, Relation, Relations
from kg.city_relations.pictures.view import LIMIT, View
from kg.city_relations.status_on_day import strength
from kg.resources import period
from kg.resources.language_view import Reader
from kg.resources.period import Bounds, Kind

_ACTIVE = ("", "active")


@dataclass(frozen=True, slots=True)
class Member:
    """A city's membership of a network; ``relation`` is its partnership with the city of the view, if it is another."""

    node: NamedNode
    city: Partner
    roles: tuple[NamedNode, ...]
    bounds: Bounds
    relation: Relation | None

    def since(self, view: View) -> str:
        """The time of the membership in words; empty where no source tells it."""
        known = any(getattr(self.bounds, slot) for slot in Bounds.__slots__)
        return period.words(self.bounds, Kind.PERIOD, view.tag) if known else ""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A network of the city: how the city is in it, and the partners that are in it too."""

    network: NamedNode
    own: tuple[Member, ...]
    partners: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Networks:
    """The city's networks, the most shared first, bounded; ``alone`` are partners of whom no shared one is known."""

    shown: tuple[Sharing, ...]
    total: int
    alone: tuple[Partner, ...]

    @property
    def members(self) -> list[Member]:
        """Every membership that a picture of these networks shows."""
        return [member for sharing in self.shown for member in (*sharing.own, *sharing.partners)]


def networks(view: View, relations: Relations, most: int) -> Networks:
    """The networks that the city may be in on the day, ``most`` of them, with at most ``LIMIT`` memberships."""
    reader = view.reader
    shared: dict[NamedNode, list[Member]] = {}
    partners = {partner.node: (partner, one) for one in relations.begun for partner in one.partners}
    for city, tie in partners.values():
        for network, member in _memberships(view, reader, city, tie):
            shared.setdefault(network, []).append(member)
    own: dict[NamedNode, list[Member]] = {}
    for network, member in _memberships(view, reader, relation.partner(reader, view.city), None):
        own.setdefault(network, []).append(member)
    all_of_them = sorted(
        (Sharing(network, tuple(mine), _by_name(shared.get(network, ()))) for network, mine in own.items()),
        key=lambda sharing: (
            -len({m.city.node for m in sharing.partners}),
            reader.name(sharing.network).value.casefold(),
        ),
    )
    shown = tuple(_bounded(all_of_them[:most]))
    together = {member.city.node for sharing in shown for member in sharing.partners}
    alone = tuple(city for city, _ in partners.values() if city.node not in together)
    return Networks(shown, len(all_of_them), alone)


def _bounded(sharings: Iterable[Sharing]) -> Iterator[Sharing]:
    left = LIMIT
    for sharing in sharings:
        own, partners = sharing.own[:left], sharing.partners[: max(0, left - len(sharing.own))]
        left -= len(own) + len(partners)
        if own:
            yield Sharing(sharing.network, own, partners)


def _by_name(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: (member.city.name.value.casefold(), member.node.value)))


def _memberships(view: View, reader: Reader, city: Partner, tie: Relation | None) -> Iterator[tuple[NamedNode, Member]]:
    """The memberships that may hold on the day, and are not said to be on hold or withdrawn; each with its network."""
    for node in reader.nodes(city.node, "org:hasMembership"):
        known = bounds(reader, node)
        status = relation.local(reader.node(node, "ct:membershipStatus"))
        if status in _ACTIVE and strength(known, view.days.first, until=view.days.last):
            member = Member(node, city, tuple(reader.nodes(node, "org:role")), known, tie)
            for network in reader.nodes(node, "org:organization"):
                yield network, member
