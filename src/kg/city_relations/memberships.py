"""Memberships of networks, as the pages of a city and of a network tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.city_relations.claims import Claim, claim
from kg.resources.language_view import Reader

SORTED = 1_000


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership as a claim, with the member, the network and the statuses that it has."""

    claim: Claim
    members: tuple[NamedNode, ...]
    networks: tuple[NamedNode, ...]
    statuses: tuple[NamedNode, ...]


def memberships(reader: Reader, node: NamedNode, most: int) -> tuple[list[Membership], int]:
    """The first memberships of a city, or in a network, and how many there are.

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
    if len(nodes) <= SORTED:
        nodes.sort(key=lambda membership_node: (_other_side(reader, membership_node, node), membership_node.value))
    shown = [membership for membership_node in nodes[:most] if (membership := _membership(reader, membership_node))]
    shown.sort(
        key=lambda membership: (
            _names(reader, (*membership.networks, *membership.members), node),
            membership.claim.order,
        )
    )
    return shown, len(nodes)


def _membership(reader: Reader, node: NamedNode) -> Membership | None:
    stated = claim(reader, node)
    if stated is None:
        return None
    members, networks = tuple(reader.nodes(node, "org:member")), tuple(reader.nodes(node, "org:organization"))
    return Membership(stated, members, networks, tuple(reader.nodes(node, "ct:membershipStatus")))


def _other_side(reader: Reader, membership: NamedNode, seen_from: NamedNode) -> list[str]:
    sides = (*reader.nodes(membership, "org:organization"), *reader.nodes(membership, "org:member"))
    return _names(reader, sides, seen_from)


def _names(reader: Reader, sides: Iterable[NamedNode], seen_from: NamedNode) -> list[str]:
    return [reader.name(side).value.casefold() for side in sides if side != seen_from]
