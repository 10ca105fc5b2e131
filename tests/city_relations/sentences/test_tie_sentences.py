from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from pyoxigraph import NamedNode

from kg.city_relations import partnerships
from kg.city_relations.partnerships import Partnership, StatusPeriod, Verdict
from kg.city_relations.sentences.tie_sentences import TieSentences
from kg.city_relations.status_on_day import Group, Strength
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
    "be-gent--de-wiesbaden": "No: Ghent dropped this tie, by a decision known since 20 January 2021. The tie formally "
    "ended after that, between 21 January 2021 and 31 December 2021.",
    "be-gent--ee-tallinn": DROPPED,
    "be-gent--fr-saint-raphael": "No: this tie ended in 2018.",
    "be-gent--gb-nottingham": DROPPED,
    "be-gent--jp-kanazawa": "Yes, as far as is known: Ghent decided to keep this tie. "
    "The last known agreement between Ghent and Kanazawa runs to 2026.",
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
    date(
        2027, 1, 2
    ): "Ghent decided to keep this tie. The last known agreement between Ghent and Kanazawa ran to 2026.",
}
TRANSLATED = {
    (
        "nl",
        "jp-kanazawa",
        date(2027, 1, 2),
    ): "Gent koos voor het behoud van deze band. Het laatst bekende akkoord tussen Gent en Kanazawa liep tot 2026.",
    ("nl", "ee-tallinn", date(1990, 6, 1)): "Ja: deze band was van kracht op 1 juni 1990.",
    (
        "fr",
        "jp-kanazawa",
        date(2027, 1, 2),
    ): "Gand a décidé de conserver ce partenariat. Fin du dernier accord connu entre Gand et Kanazawa\u00a0: 2026.",
    (
        "fr",
        "de-wiesbaden",
        TODAY,
    ): "Non\u00a0: Gand a abandonné ce partenariat, par une décision connue depuis le 20 janvier 2021. "
    "Il a officiellement pris fin ensuite, entre le 21 janvier 2021 et le 31 décembre 2021.",
    (
        "de",
        "cn-taizhou",
        date(1990, 6, 1),
    ): "Möglicherweise: Keine Quelle schließt aus, dass diese Partnerschaft am 1. Juni 1990 bestand.",
    (
        "de",
        "jp-kanazawa",
        TODAY,
    ): "Ja, soweit bekannt: Gent behielt diese Partnerschaft laut eigener Entscheidung. "
    "Die letzte bekannte Vereinbarung zwischen Gent und Kanazawa läuft bis 2026.",
}
UNKNOWN = {
    "jp-kanazawa": ["whether its last known agreement still runs today", "the day of the decision"],
    "de-wiesbaden": ["on which day it formally ended", "the day of the decision"],
    "gb-nottingham": ["on which day it began", "whether and when it ended formally", "the day of the decision"],
    "fr-saint-raphael": ["on which day it began", "on which day it formally ended"],
    "cn-taizhou": [
        "when it began",
        "whether and when it ended formally",
        "the day of the decision",
        "which place of this name Taizhou is",
    ],
}
ROWS = {
    "be-liege": ("2008 or later – ?", "formal end not known"),
    "bg-burgas": ("16 June 2009 – ?", "formal end not known"),
    "cn-taizhou": ("start not known – ?", "formal end not known"),
    "cn-weihai": ("2013 – ?", "formal end not known"),
    "de-melle": ("1977 – ?", "formal end not known"),
    "de-wiesbaden": ("4 September 1969 – 2021", "formally ended"),
    "ee-tallinn": ("August 1982 – ?", "formal end not known"),
    "fr-saint-raphael": ("1958 – 2018", "formally ended"),
    "gb-nottingham": ("1985 – ?", "formal end not known"),
    "jp-kanazawa": ("4 October 1971 –", "last known agreement to 2026"),
    "ma-mohammedia": ("1982 – ?", "formal end not known"),
    "pl-gdansk": ("10 November 2009 – ?", "formal end not known"),
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
    return " ".join(TieSentences(reader, day).tie(tie))


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


@pytest.mark.parametrize(("name", "phrases"), UNKNOWN.items())
def test_what_is_not_known_of_a_tie_is_named(reader: Reader, name: str, phrases: list[str]) -> None:
    revision = reader.known.revision
    tie = partnerships.find(revision, "en", NamedNode(f"{revision.project.base}id/partnership/be-gent--{name}"))
    assert tie
    assert TieSentences(reader, TODAY).unknown(tie) == phrases


def test_a_row_tells_from_when_to_when_a_tie_was_and_how_it_stands_formally(reader: Reader) -> None:
    ties = partnerships.partnerships(reader.known.revision, "en")
    sentences = TieSentences(reader, TODAY)
    assert {
        tie.node.value.rpartition("be-gent--")[2]: (sentences.from_to(tie), sentences.formally(tie)) for tie in ties
    } == ROWS


def test_a_sentence_says_no_more_than_the_history_carries(reader: Reader) -> None:
    """A tie with every combination of bounds and verdict, on days around them, against the rule itself."""
    seen = set()
    verdicts = (None, "maintain", "not-maintained", "terminate")
    days = (date(1999, 1, 1), date(2000, 6, 1), date(2010, 6, 1), date(2015, 1, 1), date(2025, 1, 1))
    for bounds, ended, verdict, day in product(BOUNDS, (False, True), verdicts, days):
        tie = made(bounds, ended=ended, verdict=verdict)
        sentence = " ".join(TieSentences(reader, day).tie(tie))
        group = tie.history.group(day)
        seen.add(group)
        no = group in (Group.DROPPED, Group.ENDED, Group.NOT_YET)
        assert sentence.startswith("No: ") is no, sentence
        assert not sentence.startswith("Yes: ") or tie.history.formally(day) is Strength.CERTAIN
        assert (group is Group.KEPT) <= ("kept this tie" in sentence or "decided to keep this tie" in sentence)
    assert seen == set(Group)


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


@pytest.mark.parametrize(
    ("language", "question"), [("en", "Is it still a tie of Ghent?"), ("nl", "Is dit nog een band van Gent?")]
)
def test_a_tie_is_asked_about_from_the_main_city_else_from_all(reader: Reader, language: str, question: str) -> None:
    revision = reader.known.revision
    translated = Reader(reader.known, language, language, reader.telling)
    ghent, tallinn = (NamedNode(f"{revision.project.base}id/city/{key}") for key in ("be-gent", "ee-tallinn"))
    (tie,) = partnerships.of_city(revision, language, tallinn)
    sentences = TieSentences(translated, TODAY)
    assert sentences.question(tie, ghent) == question
    if language == "en":
        assert sentences.question(tie, None) == "Is it still a tie of Ghent and Tallinn?"


@pytest.mark.parametrize(
    ("key", "years"),
    [("de-wiesbaden", "1969–2021"), ("be-liege", "2008 or later – ?"), ("cn-taizhou", "?–?"), ("jp-kanazawa", "1971–")],
)
def test_a_narrow_table_has_the_years(reader: Reader, key: str, years: str) -> None:
    city = NamedNode(f"{reader.known.revision.project.base}id/city/{key}")
    (tie,) = partnerships.of_city(reader.known.revision, "en", city)
    assert TieSentences(reader, TODAY).years(tie) == years
