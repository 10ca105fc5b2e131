"""Memberships of networks, as the pages of a city and of a network tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.city_relations.claims import Claim, bounds, claim
from kg.city_relations.partnerships import local
from kg.city_relations.status_on_day import Strength, strength
from kg.resources.language_view import Reader
from kg.resources.time_span import TimeSpan

SORTED = 1_000


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership as a claim, with the member, the network and the statuses that it has.

    ``held`` is whether it was one at some time of the days that were asked for, where any were.
    """

    claim: Claim
    members: tuple[NamedNode, ...]
    networks: tuple[NamedNode, ...]
    statuses: tuple[NamedNode, ...]
    held: Strength | None = None

    @property
    def is_certain(self) -> bool:
        """Whether it certainly was one then."""
        return self.held is Strength.CERTAIN


def memberships(
    reader: Reader, node: NamedNode, most: int, days: TimeSpan | None = None, *, doubted_offices: bool = True
) -> tuple[list[Membership], int]:
    """The first memberships of a city, or in a network, and how many there are; of ``days``, those that may be of then.

    Without ``doubted_offices``, an office is one of those only where it was certainly held then.
    They are in the order of the names of the other side, then of time; in that of the files where there are thousands.
    """
    nodes = list(
        dict.fromkeys(
            [
                *reader.nodes(node, "org:hasMembership"),
                *reader.referring(node, "org:member"),
                *reader.referring(node, "org:organization"),
            ]
        )
    )
    held = {membership_node: _held(reader, membership_node, days) for membership_node in nodes} if days else {}
    if days:
        nodes = [
            membership_node
            for membership_node in nodes
            if held[membership_node] is Strength.CERTAIN
            or (held[membership_node] and (doubted_offices or is_as_such(reader.nodes(membership_node, "org:role"))))
        ]
    if len(nodes) <= SORTED:
        nodes.sort(key=lambda membership_node: (_other_side(reader, membership_node, node), membership_node.value))
    read = (_membership(reader, membership_node, held.get(membership_node)) for membership_node in nodes[:most])
    shown = [membership for membership in read if membership]
    shown.sort(
        key=lambda membership: (
            _names(reader, (*membership.networks, *membership.members), node),
            membership.claim.order,
        )
    )
    return shown, len(nodes)


def is_as_such(roles: Iterable[NamedNode]) -> bool:
    """Whether a membership in these roles is one as such, and no office within the network."""
    names = [local(role) for role in roles]
    return not names or "member" in names


def _held(reader: Reader, node: NamedNode, days: TimeSpan) -> Strength | None:
    return strength(bounds(reader, node), days.first, until=days.last)


def _membership(reader: Reader, node: NamedNode, held: Strength | None) -> Membership | None:
    stated = claim(reader, node)
    if stated is None:
        return None
    members, networks = tuple(reader.nodes(node, "org:member")), tuple(reader.nodes(node, "org:organization"))
    return Membership(stated, members, networks, tuple(reader.nodes(node, "ct:membershipStatus")), held)


def _other_side(reader: Reader, membership: NamedNode, seen_from: NamedNode) -> list[str]:
    sides = (*reader.nodes(membership, "org:organization"), *reader.nodes(membership, "org:member"))
    return _names(reader, sides, seen_from)


def _names(reader: Reader, sides: Iterable[NamedNode], seen_from: NamedNode) -> list[str]:
    return [reader.name(side).value.casefold() for side in sides if side != seen_from]
