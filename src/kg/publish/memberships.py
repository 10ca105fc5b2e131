"""Memberships of networks, as the pages of a city and of a network tell them."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.publish.claims import Claim, claim
from kg.publish.page import Reader


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership as a claim, with the member, the network and the statuses that it has."""

    claim: Claim
    members: tuple[NamedNode, ...]
    networks: tuple[NamedNode, ...]
    statuses: tuple[NamedNode, ...]


def memberships(reader: Reader, node: NamedNode) -> list[Membership]:
    """The memberships of a city, or those in a network; by the name of the other side, then by time."""
    found = dict.fromkeys(
        [
            *reader.nodes(node, "org:hasMembership"),
            *reader.referring(node, "org:member", "ct:Membership"),
            *reader.referring(node, "org:organization", "ct:Membership"),
        ]
    )
    result = []
    for each in found:
        told = claim(reader, each)
        if told:
            members, networks = tuple(reader.nodes(each, "org:member")), tuple(reader.nodes(each, "org:organization"))
            result.append(Membership(told, members, networks, tuple(reader.nodes(each, "ct:membershipStatus"))))
    return sorted(
        result,
        key=lambda each: (
            [reader.name(n).value.casefold() for n in (*each.networks, *each.members) if n != node],
            each.claim.order,
        ),
    )
