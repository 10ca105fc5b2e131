from __future__ import annotations

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


def test_a_title_names_the_city_that_is_chosen(revision: Revision) -> None:
    question = named_query.find(revision, "sister-cities")
    assert question.title("en").value == "Which cities are or were sister cities of Ghent?"
    assert question.about({"city": "ee-tallinn"}).title("en").value.endswith("of Tallinn?")
    assert (
        question.about({"city": ["Danzig"]}).title("fr").value
        == "Quelles villes sont ou ont été jumelées avec Gdańsk\u00a0?"
    )


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
