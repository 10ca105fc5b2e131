from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import NamedNode

from kg.city_relations.sentences.decision_sentences import DecisionSentences
from kg.resources.language_view import Reader

TODAY = date(2026, 11, 24)
DECISION = {
    "en": "By a decision known since 20 January 2021, Ghent kept one sister city (Kanazawa) and dropped its ties with "
    "five sister cities and five partner cities.",
    "nl": "Door een beslissing die sinds 20 januari 2021 bekend is, heeft Gent één zusterstad (Kanazawa) behouden en "
    "de banden met vijf zustersteden en vijf partnersteden stopgezet.",
    "fr": "Par une décision connue depuis le 20 janvier 2021, Gand a conservé une ville jumelée (Kanazawa) et "
    "abandonné ses partenariats avec cinq villes jumelées et cinq villes partenaires.",
    "de": "Durch eine seit dem 20. Januar 2021 bekannte Entscheidung behielt Gent eine Partnerstadt (Kanazawa) und "
    "verzichtete auf fünf Partnerstädte und fünf Kooperationsstädte.",
}


@pytest.mark.parametrize(("language", "answer"), DECISION.items())
def test_a_decision_tells_what_it_kept_and_dropped(reader: Reader, language: str, answer: str) -> None:
    translated = Reader(reader.known, language, language, reader.telling)
    decision = NamedNode(f"{reader.known.revision.project.base}id/decision/gent-reorientation")
    outcome, dropped, takers = DecisionSentences(translated, TODAY).decision(decision)
    assert outcome == answer
    if language == "en":
        assert dropped == (
            "Five sister cities (Melle, Mohammedia, Nottingham, Tallinn and Wiesbaden) and five partner cities "
            "(Burgas, Gdańsk, Liège, Taizhou and Weihai) were dropped."
        )
        assert takers == "Sources differ on who took it: Ghent, City council of Ghent and City government of Ghent."
