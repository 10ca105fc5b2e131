"""The answer in a sentence about networks: whether a city is a member of one since when, and of how many.

A membership whose start is known *began* then; that it lasts today no source may say, so no sentence does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.city_relations import claims
from kg.city_relations.memberships import SORTED, Membership, memberships
from kg.city_relations.partnerships import local
from kg.city_relations.sentences import tie_counts
from kg.city_relations.status_on_day import Strength, strength
from kg.resources import period as times
from kg.resources.language_view import Reader
from kg.resources.period import Kind
from kg.resources.time_span import TimeSpan
from kg.translations import cldr
from kg.translations.catalogue import catalogue


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

    def networks(self, days: TimeSpan | None = None) -> list[str]:
        """Of how many networks the sources call the main city a member; of past ``days``, of which it was one then."""
        if self.city is None:
            return []
        own = memberships(self.reader, self.city, SORTED)[0]
        if days and days.last < self.reader.known.revision.day:
            return self._then(self.city, own, days)
        count = len({network for item in own if _is_member(item) for network in item.networks})
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

    def _then(self, city: NamedNode, own: Sequence[Membership], days: TimeSpan) -> list[str]:
        """Of which networks a city was a member at some time of past days, its offices, and how many are not known."""
        words = catalogue(self.reader.language)
        held = [
            (item, strength(claims.bounds(self.reader, item.claim.node), days.first, until=days.last)) for item in own
        ]
        certain = _networks(item for item, known in held if known is Strength.CERTAIN)
        possible = [network for network in _networks(item for item, known in held if known) if network not in certain]
        if not certain and not possible:
            return []
        if certain:
            sentence = words.ngettext(
                "{when} {city} was a member of one network: {names}.",
                "{when} {city} was a member of {count} networks: {names}.",
                len(certain),
            )
        else:
            sentence = words.gettext("No source confirms a network that {city} was a member of {when}.")
        when = days.words(self.reader.language)
        sentences = [sentence.format(**self._counted(certain), city=self._name(city), when=when)]
        offices = [item for item, known in held if known is Strength.CERTAIN and not _is_member(item)]
        if offices:
            roles = cldr.listed(list(dict.fromkeys(map(self._office, offices))), self.reader.language)
            sentences.append(words.gettext("Offices that it held then: {roles}.").format(roles=roles))
        if possible:
            sentence = words.ngettext(
                "For one of the networks below it is not known whether it was a member then.",
                "For {count} of the networks below it is not known whether it was a member then.",
                len(possible),
            )
            sentences.append(sentence.format(count=tie_counts.number(len(possible), self.reader.language)))
        return [sentence[:1].upper() + sentence[1:] for sentence in sentences]

    def _counted(self, networks: Sequence[NamedNode]) -> dict[str, str]:
        """How many networks there are, and their names."""
        names = sorted((self._name(network) for network in networks), key=str.casefold)
        number = tie_counts.number(len(networks), self.reader.language)
        return {"count": number, "names": tie_counts.names(names, self.reader.language)}

    def _office(self, item: Membership) -> str:
        roles = cldr.listed([self._name(role) for role in item.claim.says], self.reader.language)
        return f"{roles} ({self._names(item.networks)})"

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
        names = [self._dated(item) for item in items[: tie_counts.NAMED]]
        listed = tie_counts.names(names, self.reader.language, len(items))
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


def _networks(items: Iterable[Membership]) -> list[NamedNode]:
    return list(dict.fromkeys(network for item in items for network in item.networks))
