from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from pyoxigraph import NamedNode

from kg.city_relations import partnerships, sentences
from kg.city_relations.partnerships import Partnership, StatusPeriod, Verdict
from kg.city_relations.sentences import Sentences
from kg.city_relations.status_on_day import Group, Strength
from kg.resources import time_span
from kg.resources.language_view import Reader
from kg.resources.period import Bounds

TODAY = date(2026, 11, 24)
DROPPED = "No: Ghent dropped this tie, by a decision known since 20 January 2021. No source gives its formal end."
TIES = {
    "be-gent--be-liege": DROPPED,
    "be-gent--bg-burgas": DROPPED,
    "be-gent--cn-taizhou": DROPPED,
    "be-gent--cn-weihai": DROPPED,
    "be-gent--de-melle": DROPPED,
    "be-gent--de-wiesbaden": "No: Ghent dropped this tie, by a decision known since 20 January 2021. It ended between "
    "21 January 2021 and 31 December 2021.",
    "be-gent--ee-tallinn": DROPPED,
    "be-gent--fr-saint-raphael": "No: this tie ended in 2018.",
    "be-gent--gb-nottingham": DROPPED,
    "be-gent--jp-kanazawa": "Ghent kept this tie. Its last known agreement runs to 2026.",
    "be-gent--ma-mohammedia": DROPPED,
    "be-gent--pl-gdansk": DROPPED,
}
PAST = {
    # A letter for each tie, in the order of TIES: in force (y), not begun (n), not ruled out (p), ended in 2018 (e).
    date(1970, 1, 1): "nnpnnynynnnn",
    date(1990, 6, 1): "nnpnyyyyyyyn",
    date(2009, 6, 16): "pypnyyyyyyyn",
    date(2019, 6, 1): "ppppyyyeyyyp",
}
LETTERS = {
    "y": "Yes: this tie was in force on {day}.",
    "n": "No: this tie had not begun by {day}.",
    "p": "Possibly: no source rules out that this tie was in force on {day}.",
    "e": "No: this tie ended in 2018.",
}
KANAZAWA = {
    date(2025, 12, 31): "Yes: Ghent kept this tie. It was in force on 31 December 2025.",
    date(2027, 1, 2): "Ghent kept this tie. Its last known agreement ran to 2026.",
}
TRANSLATED = {
    ("nl", "jp-kanazawa", date(2027, 1, 2)): "Gent heeft deze band behouden. Het laatst bekende akkoord liep tot 2026.",
    ("nl", "ee-tallinn", date(1990, 6, 1)): "Ja: deze band was van kracht op 1 juni 1990.",
    ("fr", "jp-kanazawa", date(2027, 1, 2)): "Gand a conservé ce lien. Le dernier accord connu courait jusqu’à 2026.",
    (
        "fr",
        "de-wiesbaden",
        TODAY,
    ): "Non\u00a0: Gand a mis fin à ce lien, par une décision connue depuis le 20 janvier 2021. "
    "Il a pris fin entre le 21 janvier 2021 et le 31 décembre 2021.",
    ("de", "cn-taizhou", date(1990, 6, 1)): "Möglich: Keine Quelle schließt aus, dass diese Verbindung am 1. Juni 1990 "
    "bestand.",
    (
        "de",
        "jp-kanazawa",
        TODAY,
    ): "Gent hat diese Verbindung behalten. Die letzte bekannte Vereinbarung läuft bis 2026.",
}
SINCE_THE_DECISION = [
    "By a decision known since 20 January 2021, Ghent dropped its ties with five sister cities (Melle, Mohammedia, "
    "Nottingham, Tallinn and Wiesbaden) and five partner cities (Burgas, Gdańsk, Liège, Taizhou and Weihai).",
    "The tie with Saint-Raphaël ended in 2018.",
]
KEPT = "Ghent kept one sister city: Kanazawa (since 4 October 1971)."
NOT_BEGUN = "Whether the tie with Taizhou had begun is not known."
DAYS = {
    date(1950, 1, 1): [NOT_BEGUN],
    date(1969, 12, 31): [
        "On 31 December 1969 Ghent had two sister cities: Saint-Raphaël and Wiesbaden.",
        NOT_BEGUN,
    ],
    date(1990, 6, 1): [
        "On 1 June 1990 Ghent had seven sister cities: Kanazawa, Melle, Mohammedia, Nottingham, Saint-Raphaël, Tallinn "
        "and Wiesbaden.",
        NOT_BEGUN,
    ],
    date(2019, 6, 1): [
        "On 1 June 2019 Ghent had six sister cities: Kanazawa, Melle, Mohammedia, Nottingham, Tallinn and Wiesbaden.",
        "The tie with Saint-Raphaël ended in 2018.",
        "Whether the ties with Burgas, Gdańsk and Weihai were in force is not known.",
        "Whether the ties with Liège and Taizhou had begun is not known.",
    ],
    date(2025, 12, 31): [
        "On 31 December 2025 Ghent had one sister city: Kanazawa (since 4 October 1971).",
        *SINCE_THE_DECISION,
    ],
    TODAY: [KEPT, "Its last known agreement runs to 2026.", *SINCE_THE_DECISION],
    date(2027, 1, 2): [KEPT, "Its last known agreement ran to 2026.", *SINCE_THE_DECISION],
}
IN_OTHER_LANGUAGES = {
    ("nl", date(1990, 6, 1)): [
        "Op 1 juni 1990 had Gent zeven zustersteden: Kanazawa, Melle, Mohammedia, Nottingham, Saint-Raphaël, Tallinn "
        "en Wiesbaden.",
        "Of de band met Taizhou al begonnen was, is niet bekend.",
    ],
    ("nl", TODAY): [
        "Gent behield één zusterstad: Kanazawa (sinds 4 oktober 1971).",
        "Het laatst bekende akkoord loopt tot 2026.",
        "Met een beslissing, bekend sinds 20 januari 2021, zette Gent de banden stop met vijf zustersteden (Melle, "
        "Mohammedia, Nottingham, Tallinn en Wiesbaden) en vijf partnersteden (Burgas, Gdansk, Luik, Taizhou en "
        "Weihai).",
        "De band met Saint-Raphaël eindigde in 2018.",
    ],
    ("fr", TODAY): [
        "Gand a conservé une ville jumelée\u00a0: Kanazawa (depuis le 4 octobre 1971).",
        "Le dernier accord connu court jusqu’à 2026.",
        "Par une décision connue depuis le 20 janvier 2021, Gand a abandonné ses liens avec cinq villes jumelées "
        "(Melle, Mohammédia, Nottingham, Tallinn et Wiesbaden) et cinq villes partenaires (Bourgas, Gdansk, Liège, "
        "Taizhou et Weihai).",
        "Le lien avec Saint-Raphaël a pris fin en 2018.",
    ],
    ("de", date(2025, 12, 31)): [
        "Am 31. Dezember 2025 hatte Gent eine Partnerstadt: Kanazawa (seit dem 4. Oktober 1971).",
        "Mit einer seit dem 20. Januar 2021 bekannten Entscheidung verzichtete Gent auf fünf Partnerstädte (Melle, "
        "Mohammedia, Nottingham, Tallinn und Wiesbaden) und fünf Kooperationsstädte (Burgas, Danzig, Lüttich, Taizhou "
        "und Weihai).",
        "Die Verbindung mit Saint-Raphaël endete 2018.",
    ],
}
SEEN_FROM_PARTNERS = {
    "jp-kanazawa": "Ghent kept its tie with Kanazawa. Its last known agreement runs to 2026.",
    "de-wiesbaden": "Ghent dropped its tie with Wiesbaden, by a decision known since 20 January 2021. It ended between "
    "21 January 2021 and 31 December 2021.",
    "ee-tallinn": "Ghent dropped its tie with Tallinn, by a decision known since 20 January 2021. No source gives its "
    "formal end.",
    "fr-saint-raphael": "The tie with Ghent ended in 2018.",
}
SPANS = {
    ("1985", None): "In 1985 Ghent had seven sister cities: Kanazawa, Melle, Mohammedia, Nottingham, Saint-Raphaël, "
    f"Tallinn and Wiesbaden. {NOT_BEGUN}",
    ("2018", "sister-city"): "In 2018 Ghent had seven sister cities: Kanazawa, Melle, Mohammedia, Nottingham, "
    "Saint-Raphaël, Tallinn and Wiesbaden. The tie with Saint-Raphaël ended in 2018.",
    (
        "2021",
        "sister-city",
    ): "In 2021 Ghent had six sister cities: Kanazawa, Melle, Mohammedia, Nottingham, Tallinn and "
    "Wiesbaden. By a decision known since 20 January 2021, Ghent dropped its ties with five sister cities: Melle, "
    "Mohammedia, Nottingham, Tallinn and Wiesbaden. The tie with Wiesbaden ended between 21 January 2021 and 31 "
    "December 2021.",
    ("1990-06-01", "partner-city"): "No source confirms a partner city of Ghent on 1 June 1990. " + NOT_BEGUN,
    ("2009-06-16", "partner-city"): "On 16 June 2009 Ghent had one partner city: Burgas (since 16 June 2009). "
    "Whether the ties with Liège and Taizhou had begun is not known.",
}
UNKNOWN = {
    "jp-kanazawa": ["whether it is in force today", "the day of the decision"],
    "de-wiesbaden": ["on which day it ended", "the day of the decision"],
    "gb-nottingham": ["on which day it began", "whether and when it ended formally", "the day of the decision"],
    "fr-saint-raphael": ["on which day it began", "on which day it ended"],
    "cn-taizhou": [
        "when it began",
        "whether and when it ended formally",
        "the day of the decision",
        "which city of this name Taizhou is",
    ],
}
DECISION = {
    "en": "By a decision known since 20 January 2021, Ghent kept one sister city (Kanazawa) and dropped its ties with "
    "five sister cities and five partner cities.",
    "nl": "Met een beslissing, bekend sinds 20 januari 2021, behield Gent één zusterstad (Kanazawa) en zette het de "
    "banden stop met vijf zustersteden en vijf partnersteden.",
    "fr": "Par une décision connue depuis le 20 janvier 2021, Gand a conservé une ville jumelée (Kanazawa) et "
    "abandonné ses liens avec cinq villes jumelées et cinq villes partenaires.",
    "de": "Mit einer seit dem 20. Januar 2021 bekannten Entscheidung behielt Gent eine Partnerstadt (Kanazawa) und "
    "verzichtete auf fünf Partnerstädte und fünf Kooperationsstädte.",
}
ROWS = {
    "be-liege": ("2008 or later –", "formal end not known"),
    "bg-burgas": ("16 June 2009 –", "formal end not known"),
    "cn-taizhou": ("start not known –", "formal end not known"),
    "cn-weihai": ("2013 –", "formal end not known"),
    "de-melle": ("1977 –", "formal end not known"),
    "de-wiesbaden": ("4 September 1969 – 2021", "formally ended"),
    "ee-tallinn": ("August 1982 –", "formal end not known"),
    "fr-saint-raphael": ("1958 – 2018", "formally ended"),
    "gb-nottingham": ("1985 –", "formal end not known"),
    "jp-kanazawa": ("4 October 1971 –", "last confirmed on 10 November 2021"),
    "ma-mohammedia": ("1982 –", "formal end not known"),
    "pl-gdansk": ("10 November 2009 –", "formal end not known"),
}
BASE = "https://example.org/id/concept/"
BOUNDS = (
    Bounds(),
    Bounds(earliest_start=date(2000, 1, 1), latest_start=date(2000, 12, 31)),
    Bounds(latest_start=date(2000, 1, 1), open_as_of=date(2030, 1, 1)),
    Bounds(latest_start=date(2000, 1, 1), earliest_end=date(2010, 1, 1), latest_end=date(2010, 12, 31)),
    Bounds(earliest_start=date(2020, 1, 1), latest_start=date(2020, 1, 1)),
)


@pytest.mark.parametrize(("name", "sentence"), TIES.items())
def test_the_sentence_of_a_tie_today(reader: Reader, name: str, sentence: str) -> None:
    assert of_tie(reader, name, TODAY) == sentence


def of_tie(reader: Reader, name: str, day: date) -> str:
    revision = reader.known.revision
    tie = partnerships.find(revision, "en", NamedNode(f"{revision.project.base}id/partnership/{name}"))
    assert tie
    return " ".join(Sentences(reader, day).tie(tie))


@pytest.mark.parametrize(("day", "letters"), PAST.items())
def test_the_sentence_of_a_tie_on_a_past_day(reader: Reader, day: date, letters: str) -> None:
    on_the_day = {name: of_tie(reader, name, day) for name in TIES}
    written = f"{day.day} {day:%B %Y}"
    assert on_the_day == {name: LETTERS[letter].format(day=written) for name, letter in zip(TIES, letters, strict=True)}


@pytest.mark.parametrize(("day", "sentence"), KANAZAWA.items())
def test_only_the_kept_tie_speaks_otherwise_around_the_end_of_its_agreement(
    reader: Reader, day: date, sentence: str
) -> None:
    kept = "be-gent--jp-kanazawa"
    assert {name: of_tie(reader, name, day) for name in TIES} == TIES | {kept: sentence}


@pytest.mark.parametrize(("language", "name", "day"), TRANSLATED)
def test_the_sentence_of_a_tie_in_other_languages(reader: Reader, language: str, name: str, day: date) -> None:
    translated = Reader(reader.known, language, language, reader.telling)
    assert of_tie(translated, f"be-gent--{name}", day) == TRANSLATED[language, name, day]


@pytest.mark.parametrize(("day", "answer"), DAYS.items())
def test_the_answer_of_a_city_on_a_day(reader: Reader, day: date, answer: list[str]) -> None:
    assert of_ghent(reader, day) == answer


def test_every_tie_counts_once(reader: Reader) -> None:
    ties = partnerships.partnerships(reader.known.revision, "en")
    assert sentences.tally(ties, TODAY) == {Group.KEPT: 1, Group.DROPPED: 10, Group.ENDED: 1}
    assert sentences.tally(ties, date(1990, 6, 1)) == {Group.IN_FORCE: 7, Group.POSSIBLE: 1, Group.NOT_YET: 4}


@pytest.mark.parametrize(("language", "day"), IN_OTHER_LANGUAGES)
def test_the_answer_in_other_languages(reader: Reader, language: str, day: date) -> None:
    translated = Reader(reader.known, language, language, reader.telling)
    assert of_ghent(translated, day) == IN_OTHER_LANGUAGES[language, day]


@pytest.mark.parametrize(("city", "answer"), SEEN_FROM_PARTNERS.items())
def test_a_partner_reads_what_ghent_decided(reader: Reader, city: str, answer: str) -> None:
    assert " ".join(of_city(reader, city, TODAY)) == answer


@pytest.mark.parametrize(("text", "kind"), SPANS)
def test_the_ties_of_a_kind_in_a_span(reader: Reader, text: str, kind: str | None) -> None:
    revision = reader.known.revision
    city = NamedNode(f"{revision.project.base}id/city/be-gent")
    concept = NamedNode(f"{revision.project.base}id/concept/partnership-type/{kind}") if kind else None
    days = time_span.read(text)
    ties = partnerships.of_city(revision, "en", city)
    assert " ".join(Sentences(reader, days.last).during(city, ties, days, concept)) == SPANS[text, kind]


@pytest.mark.parametrize(("name", "phrases"), UNKNOWN.items())
def test_what_is_not_known_of_a_tie_is_named(reader: Reader, name: str, phrases: list[str]) -> None:
    revision = reader.known.revision
    tie = partnerships.find(revision, "en", NamedNode(f"{revision.project.base}id/partnership/be-gent--{name}"))
    assert tie
    assert Sentences(reader, TODAY).unknown(tie) == phrases


@pytest.mark.parametrize(("language", "answer"), DECISION.items())
def test_a_decision_tells_what_it_kept_and_dropped(reader: Reader, language: str, answer: str) -> None:
    translated = Reader(reader.known, language, language, reader.telling)
    decision = NamedNode(f"{reader.known.revision.project.base}id/decision/gent-reorientation")
    outcome, dropped, takers = Sentences(translated, TODAY).decision(decision)
    assert outcome == answer
    if language == "en":
        assert dropped == (
            "Five sister cities (Melle, Mohammedia, Nottingham, Tallinn and Wiesbaden) and five partner cities "
            "(Burgas, Gdańsk, Liège, Taizhou and Weihai) were dropped."
        )
        assert takers == "Sources differ on who took it: Ghent, City council of Ghent and City government of Ghent."


def test_a_group_says_what_is_known_of_its_end(reader: Reader) -> None:
    revision = reader.known.revision
    city = NamedNode(f"{revision.project.base}id/city/be-gent")
    telling = Sentences(reader, TODAY)
    groups = sentences.grouped(partnerships.of_city(revision, "en", city), TODAY)
    assert {group: telling.note(group, city, ties) for group, ties in groups.items()} == {
        Group.KEPT: "Its last known agreement runs to 2026.",
        Group.DROPPED: "A formal end is known only of the tie with Wiesbaden (between 21 January 2021 and 31 December "
        "2021). Reasons according to the sources: strategic reorientation and little activity.",
        Group.ENDED: "Reason according to the sources: at the partner's request.",
    }
    rows = {tie.node.value.rpartition("--")[2]: tie for ties in groups.values() for tie in ties}
    assert {name: (telling.from_to(tie), telling.formally(tie)) for name, tie in rows.items()} == ROWS


def test_a_sentence_says_no_more_than_the_history_carries(reader: Reader) -> None:
    """A tie with every combination of bounds and verdict, on days around them, against the rule itself."""
    seen = set()
    verdicts = (None, "maintain", "not-maintained", "terminate")
    days = (date(1999, 1, 1), date(2000, 6, 1), date(2010, 6, 1), date(2015, 1, 1), date(2025, 1, 1))
    for bounds, ended, verdict, day in product(BOUNDS, (False, True), verdicts, days):
        tie = made(bounds, ended=ended, verdict=verdict)
        sentence = " ".join(Sentences(reader, day).tie(tie))
        group = tie.history.group(day)
        seen.add(group)
        no = group in (Group.DROPPED, Group.ENDED, Group.NOT_YET)
        assert sentence.startswith("No: ") is no, sentence
        assert not sentence.startswith("Yes: ") or tie.history.formally(day) is Strength.CERTAIN
        assert (group is Group.KEPT) <= ("kept this tie" in sentence)
    assert seen == set(Group)


def of_ghent(reader: Reader, day: date) -> list[str]:
    return of_city(reader, "be-gent", day)


def of_city(reader: Reader, name: str, day: date) -> list[str]:
    revision = reader.known.revision
    city = NamedNode(f"{revision.project.base}id/city/{name}")
    return Sentences(reader, day).city(city, partnerships.of_city(revision, reader.language, city))


def made(bounds: Bounds, *, ended: bool, verdict: str | None) -> Partnership:
    certainty = NamedNode(f"{BASE}certainty/stated")
    periods = [StatusPeriod(NamedNode(f"{BASE}status/in-force"), certainty, bounds)]
    if ended:
        since = Bounds(latest_start=date(2010, 1, 1))
        periods = [StatusPeriod(NamedNode(f"{BASE}status/ended"), certainty, since)]
    outcome = NamedNode("https://example.org/id/decision/a#outcome")
    known = Bounds(latest_start=date(2012, 1, 1))
    verdicts = [Verdict(outcome, NamedNode(f"{BASE}verdict/{verdict}"), certainty, known)] if verdict else []
    return Partnership(outcome, "A tie", (), (), (), tuple(periods), tuple(verdicts))
