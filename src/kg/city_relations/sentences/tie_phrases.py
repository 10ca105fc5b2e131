"""The parts of sentences about ties: with whom they are, how many of each kind, who decided them, when they ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations import claims
from kg.city_relations.partnerships import Partnership, Verdict
from kg.city_relations.sentences import tie_counts
from kg.city_relations.status_on_day import DROPPING, Group, Strength
from kg.resources import period as times
from kg.resources.language_view import Reader
from kg.resources.period import Bounds
from kg.translations import cldr
from kg.translations.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class TiePhrases:
    """Writes phrases for a reader about ties as they stand on ``day``."""

    reader: Reader
    day: date

    def named(self, city: NamedNode, ties: Sequence[Partnership], *, in_brackets: bool = False) -> str:
        """How many ties of each kind there are, and with whom; of kept ones also since when."""
        kinds = self._kinds(ties)
        in_brackets = in_brackets or len(kinds) > 1
        phrase = "{ties} ({names})" if in_brackets else catalogue(self.reader.language).gettext("{ties}: {names}")
        parts = [
            phrase.format(
                ties=tie_counts.counted(kind, len(alike), self.reader.language),
                names=self.names(city, alike, with_start=not in_brackets),
            )
            for kind, alike in kinds.items()
        ]
        return cldr.listed(parts, self.reader.language)

    def counted(self, ties: Sequence[Partnership]) -> str:
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

    def names(self, city: NamedNode, ties: Sequence[Partnership], *, with_start: bool = True) -> str:
        """The other parties of some ties; of a single one also since when, unless that would nest brackets."""
        with_start = with_start and len(ties) == 1
        names = [self.name(city, tie, with_start=with_start) for tie in ties[: tie_counts.NAMED]]
        return tie_counts.names(names, self.reader.language, len(ties))

    def name(self, city: NamedNode, tie: Partnership, *, with_start: bool = False) -> str:
        name = " – ".join(self.reader.name(party).value for party in tie.others(city))
        if not with_start or tie.history.group(self.day) not in (Group.KEPT, Group.IN_FORCE):
            return name
        start = tie.history.in_force[0] if tie.history.in_force else Bounds()
        since = times.since(start, self.reader.language)
        return f"{name} ({since})" if since else name

    def city(self, city: NamedNode) -> str:
        return self.reader.name(city).value

    def written(self, day: date) -> str:
        return times.day(day, self.reader.language)

    def verdict(self, partnership: Partnership, verdicts: Sequence[str]) -> Verdict:
        given = partnership.stand(self.day).verdicts
        return next(verdict for verdict in given if verdict.result.verdict in verdicts)

    def decided(self, city: NamedNode, ties: Sequence[Partnership], verdicts: Sequence[str]) -> bool:
        """Whether the city itself gave these verdicts on all these ties."""
        name = self.city(city)
        return all(self.decider(self.verdict(tie, verdicts)) == name for tie in ties)

    def decider(self, verdict: Verdict) -> str:
        """The cities that a decision is attributed to, else what the decision itself is called."""
        decisions = self.reader.referring(verdict.outcome, "ct:outcome")
        cities = [city for decision in decisions for city in self.reader.nodes(decision, "ct:decidedBy")]
        return ", ".join(dict.fromkeys(self.reader.name(node).value for node in cities or decisions))

    def known(self, ties: Sequence[Partnership]) -> date | None:
        """The day since which the decisions that dropped these ties are known, where it is one day for all."""
        days = {self.verdict(tie, DROPPING).bounds.latest_start for tie in ties}
        return days.pop() if len(days) == 1 else None

    def all_dropped(self, city: NamedNode, ties: Sequence[Partnership]) -> str:
        sentence = catalogue(self.reader.language).ngettext("{ties} was dropped.", "{ties} were dropped.", len(ties))
        return capitalised(sentence.format(ties=self.named(city, ties, in_brackets=True)))

    def ended(self, partnership: Partnership) -> str:
        return times.ended(partnership.history.end or Bounds(), self.reader.language)

    def formal_end(self, partnership: Partnership) -> str:
        """The formal end of a tie, told apart from the day of the decision that dropped it."""
        words, end = catalogue(self.reader.language), partnership.history.end
        if end:
            decided = [verdict.bounds.latest_start for verdict in partnership.stand(self.day).verdicts]
            is_later = end.earliest_end and all(known and known <= end.earliest_end for known in decided) and decided
            sentence = (
                words.gettext("The tie formally ended after that, {when}.")
                if is_later
                else words.gettext("The tie formally ended {when}.")
            )
            return sentence.format(when=self.ended(partnership))
        return words.gettext("No source gives its formal end.")

    def in_force(self, partnership: Partnership) -> str:
        """Whether a kept tie is in force: certainly, or until when an agreement runs, or when a source last said so."""
        words = catalogue(self.reader.language)
        stand = partnership.stand(self.day)
        if stand.formal is Strength.CERTAIN:
            return words.gettext("It was in force on {day}.").format(day=self.written(self.day))
        if term := self.last_term(partnership):
            end = times.short(term.earliest_end, term.latest_end, self.reader.language)
            if self.has_run_out(term):
                sentence = words.gettext("The last known agreement between {parties} ran to {end}.")
            else:
                sentence = words.gettext("The last known agreement between {parties} runs to {end}.")
            return sentence.format(parties=self._parties(partnership), end=end)
        if stand.last_seen and partnership.is_confirmed_later:
            return words.gettext("It was last confirmed on {day}.").format(day=self.written(stand.last_seen))
        return words.gettext("No source says whether it is in force.")

    def _parties(self, partnership: Partnership) -> str:
        names = [self.city(city) for city in partnership.cities]
        return tie_counts.names(names, self.reader.language, len(names))

    def has_run_out(self, term: Bounds) -> bool:
        """Whether a term has certainly ended by the day."""
        return term.latest_end is not None and term.latest_end < self.day

    def last_term(self, partnership: Partnership) -> Bounds | None:
        """The bounds of the agreement that was in its term last, of those that had begun by the day."""
        agreements = self.reader.nodes(partnership.node, "ct:claim")
        terms = (claims.bounds(self.reader, node) for node in agreements if self.reader.is_a(node, "ct:Agreement"))
        begun = [term for term in terms if term.earliest_end and term.latest_start and term.latest_start <= self.day]
        return max(begun, key=lambda term: term.earliest_end or date.min, default=None)


def capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
