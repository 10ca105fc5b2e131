from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from pyoxigraph import NamedNode

from kg.city_relations import partnerships, sentences
from kg.city_relations.partnerships import Partnership, StatusPeriod, Verdict
from kg.city_relations.sentences import Sentences
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
    "be-gent--de-wiesbaden": "No: Ghent dropped this tie, by a decision known since 20 January 2021. It ended between "
    "21 January 2021 and 31 December 2021.",
    "be-gent--ee-tallinn": DROPPED,
    "be-gent--fr-saint-raphael": "No: this tie ended in 2018.",
    "be-gent--gb-nottingham": DROPPED,
    "be-gent--jp-kanazawa": "Ghent kept this tie. It was last confirmed on 10 November 2021.",
    "be-gent--ma-mohammedia": DROPPED,
    "be-gent--pl-gdansk": DROPPED,
}
AFTER = [
    "Ghent kept one tie: Kanazawa (since 4 October 1971).",
    "10 ties were dropped by a decision known since 20 January 2021: Burgas, Gdańsk, Liège, Melle, Mohammedia, "
    "Nottingham, Taizhou, Tallinn, Weihai, Wiesbaden.",
    "One tie had ended before: Saint-Raphaël (in 2018).",
]
DAYS = {
    date(1950, 1, 1): ["Of one tie it is not known whether it was in force on 1 January 1950: Taizhou."],
    date(1990, 6, 1): [
        "On 1 June 1990 7 ties of Ghent were certainly in force: Kanazawa, Melle, Mohammedia, Nottingham, "
        "Saint-Raphaël, Tallinn, Wiesbaden.",
        "Of one tie it is not known whether it was in force on 1 June 1990: Taizhou.",
    ],
    date(2025, 12, 31): AFTER,
    TODAY: AFTER,
    date(2027, 1, 2): AFTER,
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
    revision = reader.known.revision
    tie = partnerships.find(revision, "en", NamedNode(f"{revision.project.base}id/partnership/{name}"))
    assert tie
    assert " ".join(Sentences(reader, TODAY).tie(tie)) == sentence


@pytest.mark.parametrize(("day", "answer"), DAYS.items())
def test_the_answer_of_a_city_on_a_day(reader: Reader, day: date, answer: list[str]) -> None:
    assert of_ghent(reader, day) == answer


def test_every_tie_counts_once(reader: Reader) -> None:
    ties = partnerships.partnerships(reader.known.revision, "en")
    assert sentences.tally(ties, TODAY) == {Group.KEPT: 1, Group.DROPPED: 10, Group.ENDED: 1}
    assert sentences.tally(ties, date(1990, 6, 1)) == {Group.IN_FORCE: 7, Group.POSSIBLE: 1, Group.NOT_YET: 4}


def test_the_answer_in_dutch(dutch: Reader) -> None:
    assert of_ghent(dutch, TODAY)[::2] == [
        "Gent behield één band: Kanazawa (sinds 4 oktober 1971).",
        "Eén band was al eerder geëindigd: Saint-Raphaël (in 2018).",
    ]


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
    revision = reader.known.revision
    city = NamedNode(f"{revision.project.base}id/city/be-gent")
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
