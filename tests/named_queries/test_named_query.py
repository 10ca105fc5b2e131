from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kg.errors import QueryError
from kg.named_queries import named_query
from kg.revision import Revision


@pytest.mark.parametrize("language", ["nl", "en", "fr", "de"])
def test_every_question_has_a_title_in_each_language(revision: Revision, language: str) -> None:
    assert all(question.title(language).language == language for question in named_query.questions(revision))
    assert all("{" not in question.title(language).value for question in named_query.questions(revision))
    assert len(named_query.examples(revision)) == 3


OF_A_KIND = {"partner-cities", "same-name", "sister-cities", "wikidata-statements"}
"""Questions about cities as such, which a graph of other places cannot answer."""


def test_questions_speak_of_places_and_partners_as_a_territory_asks_them_too(revision: Revision) -> None:
    queries = [question.query for question in named_query.questions(revision) if question.name not in OF_A_KIND]
    texts = [
        text
        for query in queries
        for by_language in (query.summary, query.description, query.group, *query.columns.values())
        for text in by_language.values()
    ]
    city = re.compile(r"(?<!\{)\bcit(y|ies)\b|\w*(stad|steden)\b|\bvilles?\b|stadt\b|städte", re.IGNORECASE)
    assert len(texts) > 400
    assert [text for text in texts if city.search(text)] == []


def test_a_title_names_the_city_that_is_chosen(revision: Revision) -> None:
    question = named_query.find(revision, "sister-cities")
    assert question.title("en").value == "Which cities are or were sister cities of Ghent?"
    assert question.about({"city": "ee-tallinn"}).title("en").value.endswith("of Tallinn?")
    assert (
        question.about({"city": ["Danzig"]}).title("fr").value
        == "Quelles villes sont ou ont été jumelées avec Gdańsk\u00a0?"
    )


def test_a_title_names_what_else_is_chosen(revision: Revision) -> None:
    question = named_query.find(revision, "is-still-a-partner")
    assert question.title("en").value.startswith("Is a place still a partner of Ghent, ")
    assert question.about({"identifier": ["Wiesbaden"]}).title("de").value.endswith("Satz sagt das? – Wiesbaden")
    assert question.about({"identifier": "http://www.wikidata.org/entity/Q1"}).title("en") == question.title("en")


def test_questions_that_the_graph_cannot_answer_are_not_offered_but_found(revision: Revision) -> None:
    offered = {question.name for question in named_query.offered(revision)}
    missing = {question.name for question in named_query.questions(revision)} - offered
    assert missing == {
        "close-together",
        "multi-party-pairs",
        "partners-of-partners",
        "same-name",
        "wikidata-comparison",
    }
    assert all(named_query.find(revision, name) for name in missing)


def test_the_most_asked_come_first_in_groups_that_are_not_torn(revision: Revision) -> None:
    groups = named_query.grouped(revision)
    names = [str(group[0].group("en")) for group in groups]
    assert [question.name for question in groups[0]][:2] == ["sister-cities", "is-still-a-partner"]
    assert len(set(names)) == len(names)
    assert [question for group in groups for question in group] == list(named_query.offered(revision))


@pytest.mark.parametrize("needs", ["SELECT * { ?s ?p ?o } LIMIT 1", "ASK {"])
def test_what_a_question_needs_must_be_an_ask_query(revision: Revision, needs: str) -> None:
    broken = replace(named_query.find(revision, "sister-cities").query, needs=needs)
    with pytest.raises(QueryError, match="sister-cities: what it needs"):
        named_query.is_met(revision, broken)
