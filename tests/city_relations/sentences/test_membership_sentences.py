from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.city_relations.sentences.membership_sentences import MembershipSentences
from kg.resources import time_span
from kg.resources.language_view import Reader

NETWORKS = {
    (
        "eurocities",
        "en",
    ): "A source calls Ghent a member of Eurocities; since when is not known. Other members in these "
    "data, with when they joined: Tallinn (1998).",
    ("eurocities", "nl"): "Een bron noemt Gent lid van Eurocities; sinds wanneer is niet bekend. Andere leden in deze "
    "gegevens, met sinds wanneer: Tallinn (1998).",
    (
        "eurocities",
        "fr",
    ): "Selon une source, Gand est membre du réseau Eurocities\u00a0; on ne sait pas depuis quand. Autres "
    "membres dans ces données, avec leur date d’adhésion\u00a0: Tallinn (1998).",
    ("eurocities", "de"): "Eine Quelle nennt Gent Mitglied von Eurocities; seit wann, ist nicht bekannt. Andere "
    "Mitglieder in diesem Datensatz, mit der Zeit ihres Beitritts: Tallinn (1998).",
    ("covenant-of-mayors", "en"): "Ghent joined Covenant of Mayors on 10 February 2009. Other members in these data, "
    "with when they joined: Burgas (18 December 2008), Liège (23 November 2015), Nottingham (8 December 2008) and "
    "Tallinn (5 February 2009).",
    (
        "unesco-creative-cities",
        "en",
    ): "Ghent joined UNESCO Creative Cities Network in 2009. Other members in these data, "
    "with when they joined: Kanazawa (June 2009), Nottingham (11 December 2015) and Tallinn (2021–2022).",
    ("aviama", "de"): "Eine Quelle nennt Gent Mitglied von Association Internationale des Villes Amies de la "
    "Marionnette; seit wann, ist nicht bekannt.",
}


def of_network(reader: Reader, name: str, city: str) -> list[str]:
    base = reader.known.revision.project.base
    main = NamedNode(f"{base}id/city/{city}")
    return MembershipSentences(reader, main).network(NamedNode(f"{base}id/network/{name}"))


@pytest.mark.parametrize(("name", "language"), NETWORKS)
def test_a_network_tells_whether_ghent_is_a_member_and_since_when(reader: Reader, name: str, language: str) -> None:
    translated = Reader(reader.known, language, language, reader.telling)
    assert " ".join(of_network(translated, name, "be-gent")) == NETWORKS[name, language]


def test_a_network_without_the_main_city_tells_of_those_it_has(reader: Reader) -> None:
    assert of_network(reader, "eurocities", "jp-kanazawa") == [
        "Members of Eurocities in these data, with when they joined: Ghent and Tallinn (1998)."
    ]


def test_offices_in_a_network_are_no_memberships_of_it(reader: Reader) -> None:
    base = reader.known.revision.project.base
    answer = MembershipSentences(reader, NamedNode(f"{base}id/city/be-gent")).networks()
    assert answer == ["The sources call Ghent a member of 15 networks."]
    assert MembershipSentences(reader, NamedNode(f"{base}id/city/cn-taizhou")).networks() == []
    assert MembershipSentences(reader, None).networks() == []


PAST = {
    ("2009", "en"): "In 2009 Ghent was a member of two networks: Covenant of Mayors and UNESCO Creative Cities "
    "Network. For 13 of the networks below it is not known whether it was a member then.",
    ("2021", "nl"): "In 2021 was Gent lid van één netwerk: Eurocities. Functies die de stad toen had: lid van het "
    "uitvoerend comité (Eurocities). Van 14 van de netwerken hieronder is niet bekend of de stad er toen lid van was.",
    ("2017-06-01", "fr"): "Le 1er juin 2017, Gand était membre d’un réseau\u00a0: Eurocities. Fonctions qu’elle y "
    "exerçait alors\u00a0: présidence (Eurocities). Pour 14 des réseaux ci-dessous, on ne sait pas si elle en était "
    "alors membre.",
    ("1990", "de"): "Keine Quelle bestätigt ein Netzwerk, in dem Gent 1990 Mitglied war. Bei 13 der Netzwerke unten "
    "ist nicht bekannt, ob die Stadt damals Mitglied war.",
    ("2026", "en"): "The sources call Ghent a member of 15 networks.",
}


@pytest.mark.parametrize(("time", "language"), PAST)
def test_the_networks_of_past_days_are_those_that_a_source_carries(reader: Reader, time: str, language: str) -> None:
    translated = Reader(reader.known, language, language, reader.telling)
    city = NamedNode(f"{reader.known.revision.project.base}id/city/be-gent")
    assert " ".join(MembershipSentences(translated, city).networks(time_span.read(time))) == PAST[time, language]
