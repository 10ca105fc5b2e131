"""The answer in a sentence: what became of a tie, and which ties a city has on a day.

Sentences are computed from date bounds and the outcomes of decisions, and claim no more than these carry: a tie *is* in
force only where that is certain on the day, and what is merely possible is called unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations.partnerships import Partnership, Verdict
from kg.city_relations.status_on_day import DROPPING, KEEPING, Group, Strength
from kg.resources import period as times
from kg.resources.language_view import Reader
from kg.resources.period import Bounds
from kg.translations.catalogue import catalogue

_TELLING = (Group.KEPT, Group.IN_FORCE, Group.DROPPED, Group.ENDED, Group.POSSIBLE, Group.UNKNOWN)
"""The order of the sentences about a city: first what it has, last what is not known."""
_NAMED = 12
"""A sentence names at most this many ties, and counts the others."""


def tally(partnerships: Iterable[Partnership], day: date) -> dict[Group, int]:
    """How many partnerships are in each group on a day, in the order of the groups; each is in exactly one."""
    counts = Counter(partnership.history.group(day) for partnership in partnerships)
    return {kind: counts[kind] for kind in Group if counts[kind]}


@dataclass(frozen=True, slots=True)
class Sentences:
    """Writes the sentences for a reader about the ties that there are on ``day``."""

    reader: Reader
    day: date

    def tie(self, partnership: Partnership) -> list[str]:
        """Whether a tie holds on the day: yes, no or unknown; then what is known of its start or end."""
        match partnership.history.group(self.day):
            case Group.KEPT:
                return [self._kept(partnership), self._in_force(partnership)]
            case Group.DROPPED:
                return [self._dropped(partnership), self._formal_end(partnership)]
        return [self._by_status(partnership)]

    def _by_status(self, partnership: Partnership) -> str:
        """Whether a tie holds on the day of which no decision says so."""
        words = catalogue(self.reader.language)
        day = self._day(self.day)
        match partnership.history.group(self.day):
            case Group.ENDED:
                return words.gettext("No: this tie ended {when}.").format(when=self._ended(partnership))
            case Group.IN_FORCE:
                return words.gettext("Yes: this tie was in force on {day}.").format(day=day)
            case Group.POSSIBLE:
                return words.gettext("Possibly: no source rules out that this tie was in force on {day}.").format(
                    day=day
                )
            case Group.NOT_YET:
                return words.gettext("No: this tie had not begun by {day}.").format(day=day)
        return words.gettext("It is not known whether this tie was in force on {day}.").format(day=day)

    def city(self, city: NamedNode, ties: Iterable[Partnership]) -> list[str]:
        """What became of the ties of a city by the day, a sentence a group; nothing of those that had not begun."""
        groups: dict[Group, list[Partnership]] = {}
        for tie in ties:
            groups.setdefault(tie.history.group(self.day), []).append(tie)
        return [self._group(kind, city, groups[kind]) for kind in _TELLING if kind in groups]

    def _group(self, kind: Group, city: NamedNode, ties: Sequence[Partnership]) -> str:
        known = self._known(ties) if kind is Group.DROPPED else None
        return self._message(kind, city, ties, is_dated=known is not None).format(
            city=self.reader.name(city).value,
            count=len(ties),
            names=self._names(city, ties),
            day=self._day(self.day),
            known=known and self._day(known),
        )

    def _message(self, kind: Group, city: NamedNode, ties: Sequence[Partnership], *, is_dated: bool) -> str:
        """The sentence of a group with its placeholders; ``is_dated`` says since when the decision is known."""
        words, count = catalogue(self.reader.language), len(ties)
        match kind:
            case Group.KEPT if self._decided(city, ties):
                return words.ngettext("{city} kept one tie: {names}.", "{city} kept {count} ties: {names}.", count)
            case Group.KEPT:
                return words.ngettext("One tie was kept: {names}.", "{count} ties were kept: {names}.", count)
            case Group.DROPPED if is_dated:
                return words.ngettext(
                    "One tie was dropped by a decision known since {known}: {names}.",
                    "{count} ties were dropped by a decision known since {known}: {names}.",
                    count,
                )
            case Group.DROPPED:
                return words.ngettext("One tie was dropped: {names}.", "{count} ties were dropped: {names}.", count)
            case Group.ENDED:
                return words.ngettext(
                    "One tie had ended before: {names}.", "{count} ties had ended before: {names}.", count
                )
            case Group.IN_FORCE:
                return words.ngettext(
                    "On {day} one tie of {city} was certainly in force: {names}.",
                    "On {day} {count} ties of {city} were certainly in force: {names}.",
                    count,
                )
            case Group.POSSIBLE:
                return words.ngettext(
                    "Of one tie it is not known whether it was in force on {day}: {names}.",
                    "Of {count} ties it is not known whether they were in force on {day}: {names}.",
                    count,
                )
        return words.ngettext(
            "Of one tie the status is not known: {names}.", "Of {count} ties the status is not known: {names}.", count
        )

    def _names(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        """The other parties of some ties: since when where one was kept, and when where one has ended."""
        names = [self._name(city, tie) for tie in ties[:_NAMED]]
        if len(ties) <= _NAMED:
            return ", ".join(names)
        more = catalogue(self.reader.language).ngettext("{names} and {count} more", "{names} and {count} more", 2)
        return more.format(names=", ".join(names), count=len(ties) - _NAMED)

    def _name(self, city: NamedNode, tie: Partnership) -> str:
        name = " – ".join(self.reader.name(party).value for party in tie.others(city))
        match tie.history.group(self.day):
            case Group.KEPT:
                start = tie.history.in_force[0] if tie.history.in_force else Bounds()
                when = times.since(start, self.reader.language)
            case Group.ENDED:
                when = self._ended(tie)
            case _:
                when = None
        return f"{name} ({when})" if when else name

    def _decided(self, city: NamedNode, ties: Sequence[Partnership]) -> bool:
        """Whether the city itself decided to keep all these ties."""
        name = self.reader.name(city).value
        return all(self._decider(self._verdict(tie, (KEEPING,))) == name for tie in ties)

    def _known(self, ties: Sequence[Partnership]) -> date | None:
        """The day since which the decisions that dropped these ties are known, where it is one day for all."""
        days = {self._verdict(tie, DROPPING).bounds.latest_start for tie in ties}
        return days.pop() if len(days) == 1 else None

    def _day(self, day: date) -> str:
        return times.day(day, self.reader.language)

    def _kept(self, partnership: Partnership) -> str:
        words = catalogue(self.reader.language)
        verdict = self._verdict(partnership, (KEEPING,))
        if partnership.stand(self.day).formal is Strength.CERTAIN:
            return words.gettext("Yes: {city} kept this tie.").format(city=self._decider(verdict))
        return words.gettext("{city} kept this tie.").format(city=self._decider(verdict))

    def _in_force(self, partnership: Partnership) -> str:
        """Whether a kept tie is in force: certainly, or when a source last said so."""
        words = catalogue(self.reader.language)
        stand = partnership.stand(self.day)
        if stand.formal is Strength.CERTAIN:
            return words.gettext("It was in force on {day}.").format(day=self._day(self.day))
        if stand.last_seen:
            return words.gettext("It was last confirmed on {day}.").format(day=self._day(stand.last_seen))
        return words.gettext("No source says whether it is in force.")

    def _dropped(self, partnership: Partnership) -> str:
        words = catalogue(self.reader.language)
        verdict = self._verdict(partnership, DROPPING)
        city = self._decider(verdict)
        known = verdict.bounds.latest_start
        if known is None:
            return words.gettext("No: {city} dropped this tie.").format(city=city)
        day = self._day(known)
        return words.gettext("No: {city} dropped this tie, by a decision known since {day}.").format(city=city, day=day)

    def _formal_end(self, partnership: Partnership) -> str:
        words = catalogue(self.reader.language)
        if partnership.history.end:
            return words.gettext("It ended {when}.").format(when=self._ended(partnership))
        return words.gettext("No source gives its formal end.")

    def _ended(self, partnership: Partnership) -> str:
        return times.ended(partnership.history.end or Bounds(), self.reader.language)

    def _verdict(self, partnership: Partnership, verdicts: Sequence[str]) -> Verdict:
        return next(v for v in partnership.stand(self.day).verdicts if v.result.verdict in verdicts)

    def _decider(self, verdict: Verdict) -> str:
        """The cities that a decision is attributed to, else what the decision itself is called."""
        decisions = self.reader.referring(verdict.outcome, "ct:outcome")
        cities = [city for decision in decisions for city in self.reader.nodes(decision, "ct:decidedBy")]
        return ", ".join(dict.fromkeys(self.reader.name(node).value for node in cities or decisions))
