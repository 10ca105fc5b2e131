"""The answer in a sentence about networks: whether a city is a member of one since when, and of how many.

A membership whose start is known *began* then; that it lasts today no source may say, so no sentence does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.city_relations import claims
from kg.city_relations.memberships import SORTED, Membership, is_as_such, memberships
from kg.city_relations.sentences import tie_counts
from kg.resources import period as times
from kg.resources.language_view import Reader
from kg.resources.period import Bounds, Kind
from kg.resources.time_span import TimeSpan
from kg.translations import cldr
from kg.translations.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class MembershipSentences:
    """Writes the sentences for a reader, first of all about ``city``, the main one."""

    reader: Reader
    city: NamedNode | None

    def network(self, network: NamedNode, days: TimeSpan | None = None) -> list[str]:
        """Whether the main city is a member of a network, since when, and which others are; or were in ``days``."""
        if days and days.last < self.reader.known.revision.day:
            return self._network_then(network, days)
        joined = [item for item in memberships(self.reader, network, SORTED)[0] if _is_member(item)]
        own = [item for item in joined if self.city in item.members]
        others = [item for item in joined if item not in own]
        sentences = [self._membership(network, own[0])] if own else []
        if others:
            sentences.append(self._others(network, others, beside_own=bool(own)))
        return sentences

    def _network_then(self, network: NamedNode, days: TimeSpan) -> list[str]:
        """Whether the main city was a member at some time of past days, its offices, and which other cities were."""
        every = memberships(self.reader, network, SORTED)[0]
        held = {
            item.claim.node: item for item in memberships(self.reader, network, SORTED, days, doubted_offices=False)[0]
        }
        own = [item for item in every if self.city in item.members]
        sentences = self._own_then(network, own, list(held.values()), days) if self.city and own else []
        others = [item for item in held.values() if self.city not in item.members]
        certain = _members(item for item in others if item.is_certain)
        possible = [city for city in _members(others) if city not in certain]
        words = catalogue(self.reader.language)
        if certain:
            sentences.append(
                words.gettext("Others that were members then: {names}.").format(names=self._listed(certain))
            )
        if possible:
            sentence = words.gettext("Whether they were members then is not known: {names}.")
            sentences.append(sentence.format(names=self._listed(possible)))
        return [sentence[:1].upper() + sentence[1:] for sentence in sentences]

    def _own_then(
        self, network: NamedNode, own: Sequence[Membership], held: Sequence[Membership], days: TimeSpan
    ) -> list[str]:
        """Whether the main city was a member of a network in past days, and which offices it certainly held there."""
        words = catalogue(self.reader.language)
        then = [item for item in held if self.city in item.members]
        if any(item.is_certain for item in then):
            sentence = words.gettext("{when} {city} was a member of {network}.")
        elif then:
            sentence = words.gettext("Whether {city} was a member of {network} {when} is not known.")
        elif all(_begins_after(claims.bounds(self.reader, item.claim.node), days) for item in own):
            sentence = words.gettext("{when} {city} was not yet a member of {network}.")
        else:
            sentence = words.gettext("{when} {city} was no longer a member of {network}.")
        when = days.words(self.reader.language)
        first = sentence.format(city=self._names(own[0].members), network=self._name(network), when=when)
        offices = [role for item in then if item.is_certain and not _is_member(item) for role in item.claim.says]
        if not offices:
            return [first]
        roles = cldr.listed(list(dict.fromkeys(map(self._name, offices))), self.reader.language)
        return [first, words.gettext("Offices that it held then: {roles}.").format(roles=roles)]

    def networks(self, days: TimeSpan | None = None) -> list[str]:
        """Of how many networks the sources call the main city a member; of past ``days``, of which it was one then."""
        if self.city is None:
            return []
        if days and days.last < self.reader.known.revision.day:
            return self._then(self.city, memberships(self.reader, self.city, SORTED, days)[0], days)
        own = memberships(self.reader, self.city, SORTED)[0]
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

    def _then(self, city: NamedNode, held: Sequence[Membership], days: TimeSpan) -> list[str]:
        """Of which networks a city was a member at some time of past days, its offices, and how many are not known."""
        words = catalogue(self.reader.language)
        certain = _networks(item for item in held if item.is_certain)
        possible = [network for network in _networks(held) if network not in certain]
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
        offices = [item for item in held if item.is_certain and not _is_member(item)]
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

    def _listed(self, nodes: Sequence[NamedNode]) -> str:
        return tie_counts.names([self._name(node) for node in nodes], self.reader.language)

    def _names(self, nodes: Sequence[NamedNode]) -> str:
        return cldr.listed([self._name(node) for node in nodes], self.reader.language)

    def _name(self, node: NamedNode) -> str:
        return self.reader.name(node).value


def _is_member(item: Membership) -> bool:
    return is_as_such(item.claim.says)


def _members(items: Iterable[Membership]) -> list[NamedNode]:
    return list(dict.fromkeys(member for item in items for member in item.members))


def _begins_after(known: Bounds, days: TimeSpan) -> bool:
    return known.earliest_start is not None and known.earliest_start > days.last


def _networks(items: Iterable[Membership]) -> list[NamedNode]:
    return list(dict.fromkeys(network for item in items for network in item.networks))
