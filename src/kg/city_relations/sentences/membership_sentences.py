"""The answer in a sentence about networks: whether a city is a member of one since when, and of how many.

A membership whose start is known *began* then; that it lasts today no source may say, so no sentence does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.city_relations import claims
from kg.city_relations.memberships import SORTED, Membership, memberships
from kg.city_relations.partnerships import local
from kg.city_relations.sentences import tie_counts
from kg.resources import period as times
from kg.resources.language_view import Reader
from kg.resources.period import Kind
from kg.translations import cldr
from kg.translations.catalogue import catalogue

_NAMED = 12


@dataclass(frozen=True, slots=True)
class MembershipSentences:
    """Writes the sentences for a reader, first of all about ``city``, the main one."""

    reader: Reader
    city: NamedNode | None

    def network(self, network: NamedNode) -> list[str]:
        """Whether the main city is a member of a network, since when, and which other cities are."""
        joined = [item for item in memberships(self.reader, network, SORTED)[0] if _is_member(item)]
        own = [item for item in joined if self.city in item.members]
        others = [item for item in joined if item not in own]
        sentences = [self._membership(network, own[0])] if own else []
        if others:
            sentences.append(self._others(network, others, beside_own=bool(own)))
        return sentences

    def networks(self) -> list[str]:
        """Of how many networks the sources call the main city a member."""
        if self.city is None:
            return []
        own = [item for item in memberships(self.reader, self.city, SORTED)[0] if _is_member(item)]
        count = len({network for item in own for network in item.networks})
        if not count:
            return []
        words = catalogue(self.reader.language)
        sentence = words.ngettext(
            "The sources call {city} a member of one network.",
            "The sources call {city} a member of {count} networks.",
            count,
        )
        number = tie_counts.number(count, self.reader.language)
        return [sentence.format(city=self._name(self.city), count=number)]

    def _membership(self, network: NamedNode, item: Membership) -> str:
        words = catalogue(self.reader.language)
        known = claims.bounds(self.reader, item.claim.node)
        if known.earliest_end or known.latest_end:
            sentence = words.gettext("{city} was a member of {network} {when}.")
            when = times.words(known, Kind.PERIOD, self.reader.language)
        elif known.earliest_start or known.latest_start:
            sentence = words.gettext("{city} joined {network} {when}.")
            when = item.claim.began
        else:
            sentence = words.gettext("A source calls {city} a member of {network}; since when is not known.")
            when = ""
        return sentence.format(city=self._names(item.members), network=self._name(network), when=when)

    def _others(self, network: NamedNode, items: Sequence[Membership], *, beside_own: bool) -> str:
        """The other members among the cities of the data, with when they joined."""
        words = catalogue(self.reader.language)
        names = [self._dated(item) for item in items[:_NAMED]]
        if len(items) > _NAMED:
            more = words.ngettext("{names} and {count} more", "{names} and {count} more", 2)
            listed = more.format(names=", ".join(names), count=len(items) - _NAMED)
        else:
            listed = cldr.listed(names, self.reader.language)
        if beside_own:
            return words.gettext("Other members in these data, with when they joined: {names}.").format(names=listed)
        sentence = words.gettext("Members of {network} in these data, with when they joined: {names}.")
        return sentence.format(network=self._name(network), names=listed)

    def _dated(self, item: Membership) -> str:
        known = claims.bounds(self.reader, item.claim.node)
        name = self._names(item.members)
        if not (known.earliest_start or known.latest_start):
            return name
        return f"{name} ({times.short(known.earliest_start, known.latest_start, self.reader.language)})"

    def _names(self, nodes: Sequence[NamedNode]) -> str:
        return cldr.listed([self._name(node) for node in nodes], self.reader.language)

    def _name(self, node: NamedNode) -> str:
        return self.reader.name(node).value


def _is_member(item: Membership) -> bool:
    """Whether a membership is one as such, and no office within the network."""
    return not item.claim.says or any(local(role) == "member" for role in item.claim.says)
