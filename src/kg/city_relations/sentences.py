"""The answer in a sentence: what became of a tie, and which ties a city has on a day.

Sentences are computed from date bounds and the outcomes of decisions, and claim no more than these carry: a city *has*
a tie only where that is certain on the day, and what is merely possible is called not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations import claims, tie_counts
from kg.city_relations.partnerships import Partnership, Verdict, find, local
from kg.city_relations.status_on_day import DROPPING, KEEPING, Group, Strength
from kg.resources import period as times
from kg.resources.language_view import Reader
from kg.resources.period import Bounds, Precision
from kg.resources.time_span import TimeSpan
from kg.translations import cldr
from kg.translations.catalogue import catalogue

_NAMED = 12
"""A sentence names at most this many ties of a kind, and counts the others."""


def tally(partnerships: Iterable[Partnership], day: date) -> dict[Group, int]:
    """How many partnerships are in each group on a day, in the order of the groups; each is in exactly one."""
    return {group: len(ties) for group, ties in grouped(partnerships, day).items()}


def grouped(partnerships: Iterable[Partnership], day: date) -> dict[Group, list[Partnership]]:
    """The partnerships by their group on a day, in the order of the groups."""
    groups: dict[Group, list[Partnership]] = {group: [] for group in Group}
    for partnership in partnerships:
        groups[partnership.history.group(day)].append(partnership)
    return {group: ties for group, ties in groups.items() if ties}


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
        ties = tuple(ties)
        if len(ties) == 1 and (seen_by_partner := self._decided_by_partner(city, ties[0])):
            return seen_by_partner
        groups = grouped(ties, self.day)
        kept = groups.pop(Group.KEPT, [])
        certain = [tie for tie in kept if tie.stand(self.day).formal is Strength.CERTAIN]
        others = [tie for tie in kept if tie not in certain]
        certain += groups.pop(Group.IN_FORCE, [])
        sentences = [self._has(city, certain, TimeSpan(self.day, self.day))] if certain else []
        sentences += self._kept_by(city, others) if others else []
        if Group.DROPPED in groups:
            sentences.append(self._dropped_by(city, groups[Group.DROPPED]))
        if Group.ENDED in groups:
            sentences.append(self._all_ended(city, groups[Group.ENDED]))
        sentences += self._not_known(city, [*groups.get(Group.POSSIBLE, ()), *groups.get(Group.UNKNOWN, ())])
        return sentences

    def during(
        self, city: NamedNode, ties: Iterable[Partnership], days: TimeSpan, kind: NamedNode | None = None
    ) -> list[str]:
        """Which ties of a kind, or of any, a city had on a day or at some time of a span; first of all whether any."""
        ties = [tie for tie in ties if kind is None or kind in tie.types]
        certain = [tie for tie in ties if tie.history.formally(days.first, days.last) is Strength.CERTAIN]
        if days.is_day:
            sentences = self.city(city, ties)
        else:
            possible = [tie for tie in ties if tie.history.formally(days.first, days.last) is Strength.POSSIBLE]
            sentences = [self._has(city, certain, days)] if certain else []
            sentences += [*self._changes(city, ties, days), *self._not_known(city, possible)]
        if certain or (days.is_day and days.first >= self.reader.known.revision.day and sentences):
            return sentences
        none = catalogue(self.reader.language).gettext("No source confirms {tie} of {city} {when}.")
        name = tie_counts.kind_of([kind]) if kind else None
        return [
            none.format(
                tie=tie_counts.any_one(name, self.reader.language),
                city=self._city(city),
                when=days.words(self.reader.language),
            ),
            *sentences,
        ]

    def decision(self, decision: NamedNode) -> list[str]:
        """Which ties a decision of one city kept and dropped, and whether sources differ on who took it."""
        cities = self.reader.nodes(decision, "ct:decidedBy")
        kept, dropped, known = self._outcomes(decision)
        if len(cities) != 1 or not (kept or dropped):
            return []
        sentence = self._decision(is_keeping=bool(kept), is_dropping=bool(dropped), is_dated=known is not None)
        outcome = sentence.format(
            city=self._city(cities[0]),
            kept=self._named(cities[0], kept, in_brackets=True),
            dropped=self._counted(dropped),
            known=known and self._day(known),
        )
        named = [self._all_dropped(cities[0], dropped)] if dropped else []
        return [outcome, *named, *self._takers(decision)]

    def _outcomes(self, decision: NamedNode) -> tuple[list[Partnership], list[Partnership], date | None]:
        """The ties that a decision kept, those that it dropped, and the day since which it is known."""
        kept: list[Partnership] = []
        dropped: list[Partnership] = []
        revision, days = self.reader.known.revision, set()
        for outcome in self.reader.nodes(decision, "ct:outcome"):
            verdicts = {local(verdict) for verdict in self.reader.nodes(outcome, "ct:verdict")}
            ties = [find(revision, self.reader.names, node) for node in self.reader.nodes(outcome, "ct:about")]
            known = [tie for tie in ties if tie]
            kept += known if KEEPING in verdicts else []
            dropped += known if verdicts & set(DROPPING) else []
            days.add(claims.bounds(self.reader, outcome).latest_start)
        return kept, sorted(dropped, key=lambda tie: tie.name.casefold()), days.pop() if len(days) == 1 else None

    def _decision(self, *, is_keeping: bool, is_dropping: bool, is_dated: bool) -> str:
        words = catalogue(self.reader.language)
        match is_keeping, is_dropping, is_dated:
            case True, True, True:
                return words.gettext(
                    "By a decision known since {known}, {city} kept {kept} and dropped its ties with {dropped}."
                )
            case True, True, False:
                return words.gettext("By this decision {city} kept {kept} and dropped its ties with {dropped}.")
            case True, False, _:
                return words.gettext("By this decision {city} kept {kept}.")
        return words.gettext("By this decision {city} dropped its ties with {dropped}.")

    def _all_dropped(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        sentence = catalogue(self.reader.language).ngettext("{ties} was dropped.", "{ties} were dropped.", len(ties))
        return _capitalised(sentence.format(ties=self._named(city, ties, in_brackets=True)))

    def _takers(self, decision: NamedNode) -> list[str]:
        """Who took a decision according to the sources, where they do not agree."""
        groups = claims.groups(self.reader, self.reader.nodes(decision, "ct:claim"))
        named = [
            self.reader.name(taker).value
            for group in groups
            if group.kind is claims.ClaimKind.ATTRIBUTION and group.differ
            for attribution in group.claims
            for taker in attribution.says
        ]
        if not named:
            return []
        sentence = catalogue(self.reader.language).gettext("Sources differ on who took it: {names}.")
        return [sentence.format(names=cldr.listed(list(dict.fromkeys(named)), self.reader.language))]

    def note(self, group: Group, city: NamedNode, ties: Sequence[Partnership]) -> str:
        """What is said of a group of ties beside the sentence that names them: formal ends, and the reasons given."""
        sentences = []
        if group is Group.KEPT and len(ties) == 1:
            sentences.append(self._in_force(ties[0]))
        if group is Group.DROPPED:
            sentences.append(self._formal_ends(city, ties))
        words = catalogue(self.reader.language)
        reasons = self._reasons(ties) if group in (Group.DROPPED, Group.ENDED) else []
        if reasons:
            sentence = words.ngettext(
                "Reason according to the sources: {reasons}.",
                "Reasons according to the sources: {reasons}.",
                len(reasons),
            )
            sentences.append(sentence.format(reasons=cldr.listed(reasons, self.reader.language)))
        return " ".join(sentences)

    def unknown(self, tie: Partnership) -> list[str]:
        """What is not known of a tie, a phrase each."""
        words = catalogue(self.reader.language)
        start = tie.history.in_force[0] if tie.history.in_force else Bounds()
        phrases = []
        if not (start.earliest_start or start.latest_start):
            phrases.append(words.gettext("when it began"))
        elif times.precision(start.earliest_start, start.latest_start) is not Precision.DAY:
            phrases.append(words.gettext("on which day it began"))
        end, verdicts = tie.history.end, tie.stand(self.day).verdicts
        if end and times.precision(end.earliest_end, end.latest_end) is not Precision.DAY:
            phrases.append(words.gettext("on which day it ended"))
        if tie.history.group(self.day) is Group.DROPPED and not end:
            phrases.append(words.gettext("whether and when it ended formally"))
        if tie.stand(self.day).formal is Strength.POSSIBLE or (not verdicts and not end and not tie.history.in_force):
            phrases.append(words.gettext("whether it is in force today"))
        if any(times.precision(given.bounds.earliest_start, given.bounds.latest_start) is None for given in verdicts):
            phrases.append(words.gettext("the day of the decision"))
        for city in tie.cities:
            if self.reader.nodes(city, "ct:possibleIdentity"):
                phrases.append(words.gettext("which city of this name {city} is").format(city=self._city(city)))
        return phrases

    def from_to(self, tie: Partnership) -> str:
        """From when to when a tie was in force, as a table has it; open where no end is known."""
        bounds = tie.history.in_force[0] if tie.history.in_force else Bounds()
        language = self.reader.language
        if bounds.earliest_start or bounds.latest_start:
            start = times.short(bounds.earliest_start, bounds.latest_start, language)
        else:
            start = catalogue(language).gettext("start not known")
        end = tie.history.end
        return f"{start} – {times.short(end.earliest_end, end.latest_end, language)}" if end else f"{start} –"

    def formally(self, tie: Partnership) -> str:
        """The formal status of a tie on the day in a few words."""
        words = catalogue(self.reader.language)
        stand, end = tie.stand(self.day), tie.history.end
        if stand.formal is Strength.CERTAIN:
            return words.gettext("in force")
        if tie.history.group(self.day) is Group.ENDED or (end and not stand.formal):
            return words.gettext("formally ended")
        if stand.formal and stand.last_seen:
            return words.gettext("last confirmed on {day}").format(day=self._day(stand.last_seen))
        return words.gettext("formal end not known") if stand.verdicts else words.gettext("not known")

    def _formal_ends(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        """Of which of the ties that were dropped a formal end is known."""
        words = catalogue(self.reader.language)
        ended = [tie for tie in ties if tie.history.end]
        if not ended:
            return words.gettext("No source gives a formal end.")
        if len(ended) == len(ties):
            return self._all_ended(city, ended)
        names = [f"{self._name(city, tie)} ({self._ended(tie)})" for tie in ended]
        sentence = words.ngettext(
            "A formal end is known only of the tie with {names}.",
            "A formal end is known only of the ties with {names}.",
            len(ended),
        )
        return sentence.format(names=cldr.listed(names, self.reader.language))

    def _reasons(self, ties: Iterable[Partnership]) -> list[str]:
        """The names of the reasons that are given for the outcomes and the ends of ties."""
        reasons: dict[str, None] = {}
        for tie in ties:
            outcomes = [verdict.outcome for verdict in tie.verdicts]
            for node in (*outcomes, *self.reader.nodes(tie.node, "ct:claim")):
                reasons |= {self.reader.name(reason).value: None for reason in self.reader.nodes(node, "ct:reason")}
        return list(reasons)

    def _decided_by_partner(self, city: NamedNode, tie: Partnership) -> list[str]:
        """What another city decided about the only tie of this one."""
        words = catalogue(self.reader.language)
        group = tie.history.group(self.day)
        if group not in (Group.KEPT, Group.DROPPED):
            return []
        verdict = self._verdict(tie, (KEEPING,) if group is Group.KEPT else DROPPING)
        partner, known = self._decider(verdict), verdict.bounds.latest_start
        if partner not in (self.reader.name(other).value for other in tie.others(city)):
            return []
        if group is Group.KEPT:
            message = words.gettext("{partner} kept its tie with {city}.")
            return [message.format(partner=partner, city=self._city(city)), self._in_force(tie)]
        if known is None:
            message = words.gettext("{partner} dropped its tie with {city}.")
        else:
            message = words.gettext("{partner} dropped its tie with {city}, by a decision known since {known}.")
        day = known and self._day(known)
        return [message.format(partner=partner, city=self._city(city), known=day), self._formal_end(tie)]

    def _changes(self, city: NamedNode, ties: Sequence[Partnership], days: TimeSpan) -> list[str]:
        """Which ties were dropped or ended in a span of which ``day`` is the last."""
        histories = [(tie, tie.history) for tie in ties]
        dropped = [tie for tie, known in histories if known.dropped(days.last) and not known.dropped(days.first)]
        ended = [tie for tie, known in histories if _lies_within(known.end, days)]
        sentences = [self._dropped_by(city, dropped)] if dropped else []
        return [*sentences, *([self._all_ended(city, ended)] if ended else [])]

    def _has(self, city: NamedNode, ties: Sequence[Partnership], days: TimeSpan) -> str:
        words = catalogue(self.reader.language)
        named = self._named(city, ties)
        if days.last >= self.reader.known.revision.day:
            return words.gettext("{city} has {ties}.").format(city=self._city(city), ties=named)
        sentence = words.gettext("{when} {city} had {ties}.")
        return _capitalised(sentence.format(when=days.words(self.reader.language), city=self._city(city), ties=named))

    def _kept_by(self, city: NamedNode, ties: Sequence[Partnership]) -> list[str]:
        """That ties were kept of which no source says that they are in force on the day."""
        words = catalogue(self.reader.language)
        if self._decided(city, ties, (KEEPING,)):
            sentence = words.gettext("{city} kept {ties}.")
        else:
            sentence = words.ngettext("{ties} was kept.", "{ties} were kept.", len(ties))
        kept = _capitalised(sentence.format(city=self._city(city), ties=self._named(city, ties)))
        return [kept, *([self._in_force(ties[0])] if len(ties) == 1 else [])]

    def _dropped_by(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        words, count = catalogue(self.reader.language), len(ties)
        known = self._known(ties)
        if known and self._decided(city, ties, DROPPING):
            sentence = words.ngettext(
                "By a decision known since {known}, {city} dropped its tie with {ties}.",
                "By a decision known since {known}, {city} dropped its ties with {ties}.",
                count,
            )
        elif known:
            sentence = words.ngettext(
                "By a decision known since {known}, {ties} was dropped.",
                "By a decision known since {known}, {ties} were dropped.",
                count,
            )
        else:
            return self._all_dropped(city, ties)
        named = self._named(city, ties)
        return _capitalised(sentence.format(city=self._city(city), ties=named, known=known and self._day(known)))

    def _all_ended(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        words = catalogue(self.reader.language)
        if len(ties) == 1:
            sentence = words.gettext("The tie with {names} ended {when}.")
            return sentence.format(names=self._name(city, ties[0]), when=self._ended(ties[0]))
        names = self._cut([f"{self._name(city, tie)} ({self._ended(tie)})" for tie in ties[:_NAMED]], len(ties))
        sentence = words.ngettext("One tie ended: {names}.", "{count} ties ended: {names}.", len(ties))
        return _capitalised(sentence.format(count=tie_counts.number(len(ties), self.reader.language), names=names))

    def _not_known(self, city: NamedNode, ties: Sequence[Partnership]) -> list[str]:
        """The ties of which it is not known whether they were in force; of some, not even whether they had begun."""
        begun = [
            tie for tie in ties if any(b.latest_start and b.latest_start <= self.day for b in tie.history.in_force)
        ]
        is_past = self.day < self.reader.known.revision.day
        unbegun = [tie for tie in ties if tie not in begun] if is_past else []
        doubted = ((begun if is_past else ties, False), (unbegun, True))
        return [
            self._doubt(len(chosen), is_past=is_past, is_start=is_start).format(names=self._names(city, chosen))
            for chosen, is_start in doubted
            if chosen
        ]

    def _doubt(self, count: int, *, is_past: bool, is_start: bool) -> str:
        words = catalogue(self.reader.language)
        if is_start:
            return words.ngettext(
                "Whether the tie with {names} had begun is not known.",
                "Whether the ties with {names} had begun is not known.",
                count,
            )
        if is_past:
            return words.ngettext(
                "Whether the tie with {names} was in force is not known.",
                "Whether the ties with {names} were in force is not known.",
                count,
            )
        return words.ngettext(
            "Whether the tie with {names} is in force is not known.",
            "Whether the ties with {names} are in force is not known.",
            count,
        )

    def _counted(self, ties: Sequence[Partnership]) -> str:
        """How many ties of each kind there are."""
        language = self.reader.language
        counts = [tie_counts.counted(kind, len(alike), language) for kind, alike in self._kinds(ties).items()]
        return cldr.listed(counts, language)

    def _kinds(self, ties: Sequence[Partnership]) -> dict[str | None, list[Partnership]]:
        """The ties by their kind, in the order in which a sentence names them."""
        kinds: dict[str | None, list[Partnership]] = {}
        for tie in sorted(ties, key=lambda tie: tie_counts.place(tie_counts.kind_of(tie.types))):
            kinds.setdefault(tie_counts.kind_of(tie.types), []).append(tie)
        return kinds

    def _named(self, city: NamedNode, ties: Sequence[Partnership], *, in_brackets: bool = False) -> str:
        """How many ties of each kind there are, and with whom; of kept ones also since when."""
        kinds = self._kinds(ties)
        in_brackets = in_brackets or len(kinds) > 1
        phrase = "{ties} ({names})" if in_brackets else catalogue(self.reader.language).gettext("{ties}: {names}")
        parts = [
            phrase.format(
                ties=tie_counts.counted(kind, len(alike), self.reader.language),
                names=self._names(city, alike, with_start=not in_brackets),
            )
            for kind, alike in kinds.items()
        ]
        return cldr.listed(parts, self.reader.language)

    def _names(self, city: NamedNode, ties: Sequence[Partnership], *, with_start: bool = True) -> str:
        """The other parties of some ties; of a single one also since when, unless that would nest brackets."""
        with_start = with_start and len(ties) == 1
        return self._cut([self._name(city, tie, with_start=with_start) for tie in ties[:_NAMED]], len(ties))

    def _cut(self, names: Sequence[str], count: int) -> str:
        """The names as a list, with how many more there are."""
        if count <= len(names):
            return cldr.listed(names, self.reader.language)
        more = catalogue(self.reader.language).ngettext("{names} and {count} more", "{names} and {count} more", 2)
        return more.format(names=", ".join(names), count=count - len(names))

    def _name(self, city: NamedNode, tie: Partnership, *, with_start: bool = False) -> str:
        name = " – ".join(self.reader.name(party).value for party in tie.others(city))
        if not with_start or tie.history.group(self.day) not in (Group.KEPT, Group.IN_FORCE):
            return name
        start = tie.history.in_force[0] if tie.history.in_force else Bounds()
        since = times.since(start, self.reader.language)
        return f"{name} ({since})" if since else name

    def _decided(self, city: NamedNode, ties: Sequence[Partnership], verdicts: Sequence[str]) -> bool:
        """Whether the city itself gave these verdicts on all these ties."""
        name = self._city(city)
        return all(self._decider(self._verdict(tie, verdicts)) == name for tie in ties)

    def _known(self, ties: Sequence[Partnership]) -> date | None:
        """The day since which the decisions that dropped these ties are known, where it is one day for all."""
        days = {self._verdict(tie, DROPPING).bounds.latest_start for tie in ties}
        return days.pop() if len(days) == 1 else None

    def _city(self, city: NamedNode) -> str:
        return self.reader.name(city).value

    def _day(self, day: date) -> str:
        return times.day(day, self.reader.language)

    def _kept(self, partnership: Partnership) -> str:
        words = catalogue(self.reader.language)
        verdict = self._verdict(partnership, (KEEPING,))
        if partnership.stand(self.day).formal is Strength.CERTAIN:
            return words.gettext("Yes: {city} kept this tie.").format(city=self._decider(verdict))
        return words.gettext("{city} kept this tie.").format(city=self._decider(verdict))

    def _in_force(self, partnership: Partnership) -> str:
        """Whether a kept tie is in force: certainly, or until when an agreement runs, or when a source last said so."""
        words = catalogue(self.reader.language)
        stand = partnership.stand(self.day)
        if stand.formal is Strength.CERTAIN:
            return words.gettext("It was in force on {day}.").format(day=self._day(self.day))
        if term := self._last_term(partnership):
            end = times.short(term.earliest_end, term.latest_end, self.reader.language)
            if term.latest_end and term.latest_end < self.day:
                return words.gettext("Its last known agreement ran to {end}.").format(end=end)
            return words.gettext("Its last known agreement runs to {end}.").format(end=end)
        if stand.last_seen:
            return words.gettext("It was last confirmed on {day}.").format(day=self._day(stand.last_seen))
        return words.gettext("No source says whether it is in force.")

    def _last_term(self, partnership: Partnership) -> Bounds | None:
        """The bounds of the agreement that was in its term last, of those that had begun by the day."""
        agreements = self.reader.nodes(partnership.node, "ct:claim")
        terms = (claims.bounds(self.reader, node) for node in agreements if self.reader.is_a(node, "ct:Agreement"))
        begun = [term for term in terms if term.earliest_end and term.latest_start and term.latest_start <= self.day]
        return max(begun, key=lambda term: term.earliest_end or date.min, default=None)

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
        given = partnership.stand(self.day).verdicts
        return next(verdict for verdict in given if verdict.result.verdict in verdicts)

    def _decider(self, verdict: Verdict) -> str:
        """The cities that a decision is attributed to, else what the decision itself is called."""
        decisions = self.reader.referring(verdict.outcome, "ct:outcome")
        cities = [city for decision in decisions for city in self.reader.nodes(decision, "ct:decidedBy")]
        return ", ".join(dict.fromkeys(self.reader.name(node).value for node in cities or decisions))


def _lies_within(end: Bounds | None, days: TimeSpan) -> bool:
    """Whether an end is known to be one of the days."""
    if end is None or end.earliest_end is None or end.latest_end is None:
        return False
    return days.first <= end.earliest_end and end.latest_end <= days.last


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
