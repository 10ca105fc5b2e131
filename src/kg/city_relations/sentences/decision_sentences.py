"""The answer in a sentence about a decision: which ties it kept and dropped, and who took it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations import claims
from kg.city_relations.partnerships import Partnership, find, local
from kg.city_relations.sentences.tie_phrases import TiePhrases
from kg.city_relations.status_on_day import DROPPING, KEEPING
from kg.resources.language_view import Reader
from kg.translations import cldr
from kg.translations.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class DecisionSentences:
    """Writes the sentences for a reader about decisions as they are known on ``day``."""

    reader: Reader
    day: date

    @property
    def _phrases(self) -> TiePhrases:
        return TiePhrases(self.reader, self.day)

    def decision(self, decision: NamedNode) -> list[str]:
        """Which ties a decision of one city kept and dropped, and whether sources differ on who took it."""
        cities = self.reader.nodes(decision, "ct:decidedBy")
        kept, dropped, known = self._outcomes(decision)
        if len(cities) != 1 or not (kept or dropped):
            return []
        sentence = self._decision(is_keeping=bool(kept), is_dropping=bool(dropped), is_dated=known is not None)
        outcome = sentence.format(
            city=self._phrases.city(cities[0]),
            kept=self._phrases.named(cities[0], kept, in_brackets=True),
            dropped=self._phrases.counted(dropped),
            known=known and self._phrases.written(known),
        )
        named = [self._phrases.all_dropped(cities[0], dropped)] if dropped else []
        return [outcome, *named, *self._takers(decision)]

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
