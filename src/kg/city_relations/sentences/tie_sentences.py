"""The answer in a sentence about one tie: whether it holds on a day, and what is not known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations.partnerships import Partnership
from kg.city_relations.sentences.tie_phrases import TiePhrases
from kg.city_relations.status_on_day import DROPPING, KEEPING, Group, Strength
from kg.resources import period as times
from kg.resources.language_view import Reader
from kg.resources.period import Bounds, Precision
from kg.resources.time_span import TimeSpan
from kg.translations import cldr
from kg.translations.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class TieSentences:
    """Writes the sentences for a reader about a tie as it stands on ``day``."""

    reader: Reader
    day: date

    @property
    def _phrases(self) -> TiePhrases:
        return TiePhrases(self.reader, self.day)

    def question(self, partnership: Partnership, main: NamedNode | None, days: TimeSpan | None = None) -> str:
        """What a reader asks of a tie: whether it is, or then was, one of the main city, else of all its parties."""
        cities = [main] if main in partnership.cities and main else partnership.cities
        names = cldr.listed([self._phrases.city(city) for city in cities], self.reader.language)
        words = catalogue(self.reader.language)
        if days and days.last < self.reader.known.revision.day:
            return words.gettext("Was it a tie of {city} {when}?").format(
                city=names, when=days.words(self.reader.language)
            )
        return words.gettext("Is it still a tie of {city}?").format(city=names)

    def tie(self, partnership: Partnership) -> list[str]:
        """Whether a tie holds on the day: yes, no or unknown; then what is known of its start or end."""
        match partnership.history.group(self.day):
            case Group.KEPT:
                return [self._kept(partnership), self._phrases.in_force(partnership)]
            case Group.DROPPED:
                return [self._dropped(partnership), self._phrases.formal_end(partnership)]
        return [self._by_status(partnership)]

    def during(self, partnership: Partnership, days: TimeSpan) -> list[str]:
        """Whether a tie was in force at some time of a span that ends on the day, and what became of it then."""
        if days.is_day:
            return self.tie(partnership)
        words, history = catalogue(self.reader.language), partnership.history
        match history.formally(days.first, days.last):
            case Strength.CERTAIN:
                sentence = words.gettext("Yes: this tie was in force {when}.")
            case Strength.POSSIBLE:
                sentence = words.gettext("Possibly: no source rules out that this tie was in force {when}.")
            case None:
                return self.tie(partnership)
        return [sentence.format(when=days.words(self.reader.language)), *self._changes(partnership, days)]

    def _changes(self, partnership: Partnership, days: TimeSpan) -> list[str]:
        """What became of a tie at some time of a span in which it was in force."""
        words, history = catalogue(self.reader.language), partnership.history
        if history.dropped(days.last):
            verdict = self._phrases.verdict(partnership, DROPPING)
            known = verdict.bounds.latest_start or days.last
            sentence = words.gettext("{city} dropped this tie, by a decision known since {day}.").format(
                city=self._phrases.decider(verdict), day=self._phrases.written(known)
            )
            return [sentence, self._phrases.formal_end(partnership)]
        if history.end and (history.end.latest_end or date.max) <= days.last:
            return [self._phrases.formal_end(partnership)]
        if history.kept(days.last) and not history.kept(days.first):
            verdict = self._phrases.verdict(partnership, (KEEPING,))
            return [words.gettext("{city} decided to keep this tie.").format(city=self._phrases.decider(verdict))]
        return []

    def _by_status(self, partnership: Partnership) -> str:
        """Whether a tie holds on the day of which no decision says so."""
        words = catalogue(self.reader.language)
        day = self._phrases.written(self.day)
        match partnership.history.group(self.day):
            case Group.ENDED:
                return words.gettext("No: this tie ended {when}.").format(when=self._phrases.ended(partnership))
            case Group.IN_FORCE:
                return words.gettext("Yes: this tie was in force on {day}.").format(day=day)
            case Group.POSSIBLE:
                return words.gettext("Possibly: no source rules out that this tie was in force on {day}.").format(
                    day=day
                )
            case Group.NOT_YET:
                return words.gettext("No: this tie had not begun by {day}.").format(day=day)
        return words.gettext("It is not known whether this tie was in force on {day}.").format(day=day)

    def _kept(self, partnership: Partnership) -> str:
        words = catalogue(self.reader.language)
        decider = self._phrases.decider(self._phrases.verdict(partnership, (KEEPING,)))
        term = self._phrases.last_term(partnership)
        if partnership.stand(self.day).formal is Strength.CERTAIN:
            return words.gettext("Yes: {city} kept this tie.").format(city=decider)
        if term and not self._phrases.has_run_out(term):
            return words.gettext("Yes, as far as is known: {city} decided to keep this tie.").format(city=decider)
        return words.gettext("{city} decided to keep this tie.").format(city=decider)

    def _dropped(self, partnership: Partnership) -> str:
        words = catalogue(self.reader.language)
        verdict = self._phrases.verdict(partnership, DROPPING)
        city = self._phrases.decider(verdict)
        known = verdict.bounds.latest_start
        if known is None:
            return words.gettext("No: {city} dropped this tie.").format(city=city)
        day = self._phrases.written(known)
        return words.gettext("No: {city} dropped this tie, by a decision known since {day}.").format(city=city, day=day)

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
            phrases.append(words.gettext("on which day it formally ended"))
        if tie.history.group(self.day) is Group.DROPPED and not end:
            phrases.append(words.gettext("whether and when it ended formally"))
        if tie.stand(self.day).formal is Strength.POSSIBLE or (not verdicts and not end and not tie.history.in_force):
            phrases.append(self._doubt(tie))
        if any(times.precision(given.bounds.earliest_start, given.bounds.latest_start) is None for given in verdicts):
            phrases.append(words.gettext("the day of the decision"))
        for city in tie.cities:
            if self.reader.nodes(city, "ct:possibleIdentity"):
                phrases.append(
                    words.gettext("which place of this name {city} is").format(city=self._phrases.city(city))
                )
        return phrases

    def _doubt(self, tie: Partnership) -> str:
        """What is not known of a tie that may be in force: of a kept one, whether its agreement goes on."""
        words = catalogue(self.reader.language)
        if self.day < self.reader.known.revision.day:
            return words.gettext("whether it was in force then")
        if tie.history.group(self.day) is not Group.KEPT:
            return words.gettext("whether it is in force today")
        term = self._phrases.last_term(tie)
        if term is None:
            return words.gettext("what has become of it since the decision")
        if self._phrases.has_run_out(term):
            return words.gettext("whether its agreement was renewed")
        return words.gettext("whether its last known agreement still runs today")

    def from_to(self, tie: Partnership) -> str:
        """From when to when a tie was in force, as a table has it; open where it was neither dropped nor ended."""
        bounds = tie.history.in_force[0] if tie.history.in_force else Bounds()
        language = self.reader.language
        if bounds.earliest_start or bounds.latest_start:
            start = times.short(bounds.earliest_start, bounds.latest_start, language)
        else:
            start = catalogue(language).gettext("start not known")
        end = tie.history.end
        if end:
            return f"{start} – {times.short(end.earliest_end, end.latest_end, language)}"
        return f"{start} – ?" if self._is_dropped(tie) else f"{start} –"

    def years(self, tie: Partnership) -> str:
        """The same in years, for narrow tables; a question mark stands for what is not known to the year."""
        start = tie.history.in_force[0] if tie.history.in_force else Bounds()
        end = tie.history.end
        starts = self._year(start.earliest_start, start.latest_start)
        unknown = "?" if self._is_dropped(tie) else ""
        ends = self._year(end.earliest_end, end.latest_end) if end else unknown
        return f"{starts}–{ends}" if " " not in starts + ends else f"{starts} – {ends}".rstrip()

    def _is_dropped(self, tie: Partnership) -> bool:
        """Whether it was dropped by the day, so that an open end would read as if it went on."""
        return tie.history.group(self.day) is Group.DROPPED

    def _year(self, earliest: date | None, latest: date | None) -> str:
        if earliest and latest:
            return str(earliest.year) if earliest.year == latest.year else f"{earliest.year}?"
        return times.short(earliest, latest, self.reader.language) if earliest or latest else "?"

    def formally(self, tie: Partnership) -> str:
        """The formal status of a tie on the day in a few words."""
        words = catalogue(self.reader.language)
        stand, end = tie.stand(self.day), tie.history.end
        if stand.formal is Strength.CERTAIN:
            return words.gettext("in force")
        if tie.history.group(self.day) is Group.ENDED or (end and not stand.formal):
            return words.gettext("formally ended")
        if stand.kept and (term := self._phrases.last_term(tie)):
            until = times.short(term.earliest_end, term.latest_end, self.reader.language)
            return words.gettext("last known agreement to {end}").format(end=until)
        if stand.formal and stand.last_seen and tie.is_confirmed_later:
            return words.gettext("last confirmed on {day}").format(day=self._phrases.written(stand.last_seen))
        return words.gettext("formal end not known") if stand.verdicts else words.gettext("not known")
