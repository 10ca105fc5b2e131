"""The answer in a sentence about the ties of a city: which it has on a day, and what became of the others.

Sentences are computed from date bounds and the outcomes of decisions, and claim no more than these carry: a city *has*
a tie only where that is certain on the day, and what is merely possible is called not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations import place_words
from kg.city_relations.partnerships import Partnership, grouped
from kg.city_relations.sentences import tie_counts
from kg.city_relations.sentences.tie_phrases import TiePhrases, capitalised
from kg.city_relations.status_on_day import DROPPING, KEEPING, Group, Strength
from kg.resources.language_view import Reader
from kg.resources.period import Bounds
from kg.resources.time_span import TimeSpan
from kg.translations import cldr
from kg.translations.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class CitySentences:
    """Writes the sentences for a reader about the ties that there are on ``day``."""

    reader: Reader
    day: date

    @property
    def _phrases(self) -> TiePhrases:
        return TiePhrases(self.reader, self.day)

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

    def cities(self, city: NamedNode, ties: Iterable[Partnership]) -> list[str]:
        """With how many other cities a city has or had ties by the day, and what became of how many of the ties."""
        doubted = (Group.POSSIBLE, Group.UNKNOWN, Group.NOT_YET)
        known = [tie for tie in ties if self._has_begun(tie) or tie.history.group(self.day) not in doubted]
        groups = grouped(known, self.day)
        count = len({other for alike in groups.values() for tie in alike for other in tie.others(city)})
        if not count:
            return []
        words = catalogue(self.reader.language)
        if place_words.has_territories(self.reader.known.revision):
            sentence = words.ngettext(
                "{city} has or had a tie with one partner.", "{city} has or had ties with {count} partners.", count
            )
        else:
            sentence = words.ngettext(
                "{city} has or had a tie with one other city.",
                "{city} has or had ties with {count} other cities.",
                count,
            )
        number = tie_counts.number(count, self.reader.language)
        counts = [
            f"{len(alike)} {tie_counts.became(group, self.reader.language, len(alike))}"
            for group, alike in groups.items()
        ]
        parts = words.gettext("Of these ties: {counts}.").format(counts=cldr.listed(counts, self.reader.language))
        return [sentence.format(city=self._phrases.city(city), count=number), parts]

    def selected(self, city: NamedNode, ties: Sequence[Partnership], choice: Sequence[str]) -> list[str]:
        """Which ties of a city have what was chosen, whose words come first."""
        named = self._phrases.named(city, ties, in_brackets=True)
        sentence = catalogue(self.reader.language).gettext("{choice}: {ties} of {city}.")
        return [capitalised(sentence.format(choice=", ".join(choice), ties=named, city=self._phrases.city(city)))]

    def during(
        self,
        city: NamedNode,
        ties: Iterable[Partnership],
        days: TimeSpan,
        kind: NamedNode | None = None,
        *,
        is_part: bool = False,
    ) -> list[str]:
        """Which ties of a kind, or of any, a city had on a day or at some time of a span; first of all whether any.

        ``is_part`` says that these are not all its ties of that kind.
        """
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
        return [self._none(city, days, kind, is_part=is_part), *sentences]

    def _none(self, city: NamedNode, days: TimeSpan, kind: NamedNode | None, *, is_part: bool) -> str:
        """That no source confirms any of the ties."""
        words = catalogue(self.reader.language)
        when = days.words(self.reader.language)
        if is_part:
            return words.gettext("No source confirms any of these ties {when}.").format(when=when)
        tie = tie_counts.any_one(tie_counts.kind_of([kind]) if kind else None, self.reader.language)
        sentence = words.gettext("No source confirms {tie} of {city} {when}.")
        return sentence.format(tie=tie, city=self._phrases.city(city), when=when)

    def _decided_by_partner(self, city: NamedNode, tie: Partnership) -> list[str]:
        """What another city decided about the only tie of this one."""
        words = catalogue(self.reader.language)
        group = tie.history.group(self.day)
        if group not in (Group.KEPT, Group.DROPPED):
            return []
        verdict = self._phrases.verdict(tie, (KEEPING,) if group is Group.KEPT else DROPPING)
        partner, known = self._phrases.decider(verdict), verdict.bounds.latest_start
        if partner not in (self.reader.name(other).value for other in tie.others(city)):
            return []
        if group is Group.KEPT:
            message = words.gettext("{partner} decided to keep its tie with {city}.")
            return [message.format(partner=partner, city=self._phrases.city(city)), self._phrases.in_force(tie)]
        if known is None:
            message = words.gettext("{partner} dropped its tie with {city}.")
        else:
            message = words.gettext("{partner} dropped its tie with {city}, by a decision known since {known}.")
        day = known and self._phrases.written(known)
        return [
            message.format(partner=partner, city=self._phrases.city(city), known=day),
            self._phrases.formal_end(tie),
        ]

    def _changes(self, city: NamedNode, ties: Sequence[Partnership], days: TimeSpan) -> list[str]:
        """Which ties were dropped or ended in a span of which ``day`` is the last."""
        histories = [(tie, tie.history) for tie in ties]
        dropped = [tie for tie, known in histories if known.dropped(days.last) and not known.dropped(days.first)]
        ended = [tie for tie, known in histories if _lies_within(known.end, days)]
        sentences = [self._dropped_by(city, dropped)] if dropped else []
        return [*sentences, *([self._all_ended(city, ended)] if ended else [])]

    def _has(self, city: NamedNode, ties: Sequence[Partnership], days: TimeSpan) -> str:
        words = catalogue(self.reader.language)
        named = self._phrases.named(city, ties)
        if days.last >= self.reader.known.revision.day:
            return words.gettext("{city} has {ties}.").format(city=self._phrases.city(city), ties=named)
        sentence = words.gettext("{when} {city} had {ties}.")
        return capitalised(
            sentence.format(when=days.words(self.reader.language), city=self._phrases.city(city), ties=named)
        )

    def _kept_by(self, city: NamedNode, ties: Sequence[Partnership]) -> list[str]:
        """That ties were kept of which no source says that they are in force on the day."""
        words = catalogue(self.reader.language)
        if self._phrases.decided(city, ties, (KEEPING,)):
            sentence = words.gettext("{city} decided to keep {ties}.")
        else:
            sentence = words.ngettext("{ties} was kept.", "{ties} were kept.", len(ties))
        kept = capitalised(sentence.format(city=self._phrases.city(city), ties=self._phrases.named(city, ties)))
        return [kept, *([self._phrases.in_force(ties[0])] if len(ties) == 1 else [])]

    def _dropped_by(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        words, count = catalogue(self.reader.language), len(ties)
        known = self._phrases.known(ties)
        if known and self._phrases.decided(city, ties, DROPPING):
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
            return self._phrases.all_dropped(city, ties)
        named = self._phrases.named(city, ties)
        return capitalised(
            sentence.format(city=self._phrases.city(city), ties=named, known=known and self._phrases.written(known))
        )

    def _all_ended(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        words = catalogue(self.reader.language)
        if len(ties) == 1:
            sentence = words.gettext("The tie with {names} ended {when}.")
            return sentence.format(names=self._phrases.name(city, ties[0]), when=self._phrases.ended(ties[0]))
        named = [f"{self._phrases.name(city, tie)} ({self._phrases.ended(tie)})" for tie in ties[: tie_counts.NAMED]]
        names = tie_counts.names(named, self.reader.language, len(ties))
        sentence = words.ngettext("One tie ended: {names}.", "{count} ties ended: {names}.", len(ties))
        return capitalised(sentence.format(count=tie_counts.number(len(ties), self.reader.language), names=names))

    def _not_known(self, city: NamedNode, ties: Sequence[Partnership]) -> list[str]:
        """The ties of which it is not known whether they were in force; of some, not even whether they had begun."""
        begun = [tie for tie in ties if self._has_begun(tie)]
        is_past = self.day < self.reader.known.revision.day
        unbegun = [tie for tie in ties if tie not in begun] if is_past else []
        doubted = ((begun if is_past else ties, False), (unbegun, True))
        return [
            self._doubt(len(chosen), is_past=is_past, is_start=is_start).format(names=self._phrases.names(city, chosen))
            for chosen, is_start in doubted
            if chosen
        ]

    def _has_begun(self, tie: Partnership) -> bool:
        """Whether a tie is known to have been in force by the day."""
        return any(known.latest_start and known.latest_start <= self.day for known in tie.history.in_force)

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

    def note(self, group: Group, city: NamedNode, ties: Sequence[Partnership]) -> str:
        """What is said of a group of ties beside the sentence that names them: formal ends, and the reasons given."""
        sentences = []
        if group is Group.KEPT and len(ties) == 1:
            sentences.append(self._phrases.in_force(ties[0]))
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

    def _formal_ends(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        """Of which of the ties that were dropped a formal end is known."""
        words = catalogue(self.reader.language)
        ended = [tie for tie in ties if tie.history.end]
        if not ended:
            return words.gettext("No source gives a formal end.")
        if len(ended) == len(ties):
            return self._all_ended(city, ended)
        names = [f"{self._phrases.name(city, tie)} ({self._phrases.ended(tie)})" for tie in ended]
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


def _lies_within(end: Bounds | None, days: TimeSpan) -> bool:
    """Whether an end is known to be one of the days."""
    if end is None or end.earliest_end is None or end.latest_end is None:
        return False
    return days.first <= end.earliest_end and end.latest_end <= days.last
