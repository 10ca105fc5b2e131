from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import NamedNode

from kg.city_relations import partnerships
from kg.city_relations.sentences.city_sentences import CitySentences
from kg.city_relations.status_on_day import Group
from kg.resources import time_span
from kg.resources.language_view import Reader

TODAY = date(2026, 11, 24)
SINCE_THE_DECISION = [
    "By a decision known since 20 January 2021, Ghent dropped its ties with five sister cities (Melle, Mohammedia, "
    "Nottingham, Tallinn and Wiesbaden) and five partner cities (Burgas, Gdańsk, Liège, Taizhou and Weihai).",
    "The tie with Saint-Raphaël ended in 2018.",
]
KEPT = "Ghent decided to keep one sister city: Kanazawa (since 4 October 1971)."
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
    TODAY: [KEPT, "The last known agreement between Ghent and Kanazawa runs to 2026.", *SINCE_THE_DECISION],
    date(2027, 1, 2): [KEPT, "The last known agreement between Ghent and Kanazawa ran to 2026.", *SINCE_THE_DECISION],
}
IN_OTHER_LANGUAGES = {
    ("nl", date(1990, 6, 1)): [
        "Op 1 juni 1990 had Gent zeven zustersteden: Kanazawa, Melle, Mohammedia, Nottingham, Saint-Raphaël, Tallinn "
        "en Wiesbaden.",
        "Of de band met Taizhou al begonnen was, is niet bekend.",
    ],
    ("nl", TODAY): [
        "Gent koos voor het behoud van één zusterstad: Kanazawa (sinds 4 oktober 1971).",
        "Het laatst bekende akkoord tussen Gent en Kanazawa loopt tot 2026.",
        "Door een beslissing die sinds 20 januari 2021 bekend is, heeft Gent de banden met vijf zustersteden (Melle, "
        "Mohammedia, Nottingham, Tallinn en Wiesbaden) en vijf partnersteden (Burgas, Gdansk, Luik, Taizhou en "
        "Weihai) stopgezet.",
        "De band met Saint-Raphaël eindigde in 2018.",
    ],
    ("fr", TODAY): [
        "Gand a décidé de conserver une ville jumelée\u00a0: Kanazawa (depuis le 4 octobre 1971).",
        "Fin du dernier accord connu entre Gand et Kanazawa\u00a0: 2026.",
        "Par une décision connue depuis le 20 janvier 2021, Gand a abandonné ses partenariats avec cinq villes "
        "jumelées (Melle, Mohammédia, Nottingham, Tallinn et Wiesbaden) et cinq villes partenaires (Bourgas, "
        "Gdańsk, Liège, Taizhou et Weihai).",
        "Le partenariat avec Saint-Raphaël a pris fin en 2018.",
    ],
    ("de", date(2025, 12, 31)): [
        "Am 31. Dezember 2025 hatte Gent eine Partnerstadt: Kanazawa (seit dem 4. Oktober 1971).",
        "Durch eine seit dem 20. Januar 2021 bekannte Entscheidung verzichtete Gent auf fünf Partnerstädte (Melle, "
        "Mohammedia, Nottingham, Tallinn und Wiesbaden) und fünf Kooperationsstädte (Burgas, Danzig, Lüttich, Taizhou "
        "und Weihai).",
        "Die Partnerschaft mit Saint-Raphaël endete 2018.",
    ],
}
SEEN_FROM_PARTNERS = {
    "jp-kanazawa": "Ghent decided to keep its tie with Kanazawa. "
    "The last known agreement between Ghent and Kanazawa runs to 2026.",
    "de-wiesbaden": "Ghent dropped its tie with Wiesbaden, by a decision known since 20 January 2021. The tie "
    "formally ended after that, between 21 January 2021 and 31 December 2021.",
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


@pytest.mark.parametrize(("day", "answer"), DAYS.items())
def test_the_answer_of_a_city_on_a_day(reader: Reader, day: date, answer: list[str]) -> None:
    assert of_ghent(reader, day) == answer


def test_every_tie_counts_once(reader: Reader) -> None:
    ties = partnerships.partnerships(reader.known.revision, "en")
    assert partnerships.tally(ties, TODAY) == {Group.KEPT: 1, Group.DROPPED: 10, Group.ENDED: 1}
    assert partnerships.tally(ties, date(1990, 6, 1)) == {Group.IN_FORCE: 7, Group.POSSIBLE: 1, Group.NOT_YET: 4}


@pytest.mark.parametrize(
    ("language", "day", "answer"),
    [
        ("en", TODAY, "Ghent has or had ties with twelve other cities. Of these ties: 1 kept, 10 dropped and 1 ended."),
        ("en", date(1960, 1, 1), "Ghent has or had a tie with one other city. Of these ties: 1 in force."),
        (
            "nl",
            TODAY,
            "Gent heeft of had banden met twaalf andere steden. Van deze banden: 1 behouden, 10 stopgezet en 1 "
            "geëindigd.",
        ),
        (
            "fr",
            TODAY,
            "Gand a ou a eu des partenariats avec douze autres villes. De ces partenariats\u00a0: 1 conservé, 10 "
            "abandonnés et 1 terminé.",
        ),
    ],
)
def test_with_how_many_cities_a_city_has_or_had_ties(reader: Reader, language: str, day: date, answer: str) -> None:
    revision = reader.known.revision
    ghent = NamedNode(f"{revision.project.base}id/city/be-gent")
    ties = partnerships.of_city(revision, language, ghent)
    sentences = CitySentences(Reader(reader.known, language, language, reader.telling), day)
    assert " ".join(sentences.cities(ghent, ties)) == answer
    assert sentences.cities(ghent, []) == []


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
    assert " ".join(CitySentences(reader, days.last).during(city, ties, days, concept)) == SPANS[text, kind]


def test_a_group_says_what_is_known_of_its_end(reader: Reader) -> None:
    revision = reader.known.revision
    city = NamedNode(f"{revision.project.base}id/city/be-gent")
    sentences = CitySentences(reader, TODAY)
    groups = partnerships.grouped(partnerships.of_city(revision, "en", city), TODAY)
    assert {group: sentences.note(group, city, ties) for group, ties in groups.items()} == {
        Group.KEPT: "The last known agreement between Ghent and Kanazawa runs to 2026.",
        Group.DROPPED: "A formal end is known only of the tie with Wiesbaden (between 21 January 2021 and 31 December "
        "2021). Reasons according to the sources: strategic reorientation and little activity.",
        Group.ENDED: "Reason according to the sources: at the partner's request.",
    }


def of_ghent(reader: Reader, day: date) -> list[str]:
    return of_city(reader, "be-gent", day)


def of_city(reader: Reader, name: str, day: date) -> list[str]:
    revision = reader.known.revision
    city = NamedNode(f"{revision.project.base}id/city/{name}")
    return CitySentences(reader, day).city(city, partnerships.of_city(revision, reader.language, city))
