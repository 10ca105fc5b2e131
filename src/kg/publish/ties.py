"""A city's ties as tables tell them: partnerships with their status today and what was decided, and memberships."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.publish.claims import Claim, ClaimKind, claim
from kg.publish.page import Reader


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an outcome says, how certain that is, and the outcome itself."""

    verdict: NamedNode
    certainty: NamedNode | None
    outcome: NamedNode


@dataclass(frozen=True, slots=True)
class Tie:
    """One partnership seen from one city: ``others`` are the parties that it is not."""

    node: NamedNode
    others: tuple[NamedNode, ...]
    types: tuple[NamedNode, ...]
    periods: tuple[Claim, ...]
    status: Status
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The statuses on the revision's day: those that are certain, and those that nothing excludes beside them."""

    certain: tuple[NamedNode, ...]
    possible: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership as a claim, with the member, the network and the statuses that it has."""

    claim: Claim
    members: tuple[NamedNode, ...]
    networks: tuple[NamedNode, ...]
    statuses: tuple[NamedNode, ...]


def partnerships(reader: Reader, city: NamedNode) -> list[Tie]:
    """The partnerships of a city: by type, then by the names of the others."""
    found = [tie(reader, node, city) for node in reader.referring(city, "ct:party")]
    return sorted(
        found, key=lambda each: [[reader.name(n).value.casefold() for n in k] for k in (each.types, each.others)]
    )


def tie(reader: Reader, node: NamedNode, city: NamedNode | None = None) -> Tie:
    """A partnership, seen from ``city`` or from nowhere."""
    claims = [each for each in (claim(reader, part) for part in reader.nodes(node, "ct:claim")) if each]
    periods = [each for each in claims if each.kind is ClaimKind.STATUS_PERIOD]
    return Tie(
        node=node,
        others=tuple(each for each in reader.nodes(node, "ct:party") if each != city),
        types=tuple(reader.nodes(node, "ct:partnershipType")),
        periods=tuple(sorted(periods, key=lambda each: each.order)),
        status=status(reader, node),
        verdicts=tuple(verdicts(reader, node)),
    )


def status(reader: Reader, node: NamedNode) -> Status:
    """The computed statuses of a partnership."""
    certain = tuple(reader.nodes(node, "ct:certainCurrentStatus"))
    possible = (each for each in reader.nodes(node, "ct:possibleCurrentStatus") if each not in certain)
    return Status(certain, tuple(possible))


def verdicts(reader: Reader, node: NamedNode) -> list[Verdict]:
    """What decisions mean for a partnership."""
    outcomes = reader.referring(node, "ct:about", "ct:DecisionOutcome")
    return [
        Verdict(verdict, reader.node(outcome, "ct:certainty"), outcome)
        for outcome in outcomes
        for verdict in reader.nodes(outcome, "ct:verdict")
    ]


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
