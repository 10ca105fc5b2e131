from __future__ import annotations

import pytest

from kg.city_relations.vocabulary import VOCABULARY
from kg.publish.search import text_index
from kg.publish.search.text_index import Entry, TextIndex
from kg.revision import Revision

TIE = "id/partnership/be-gent--"


@pytest.fixture(scope="module")
def resources(revision: Revision) -> TextIndex:
    return text_index.of_resources(revision, VOCABULARY.groups, VOCABULARY.quoted)


def keys_for(resources: TextIndex, revision: Revision, text: str) -> list[str]:
    return [iri.removeprefix(revision.project.base) for iri in resources.find(text)]


def entry(key: str, names: str, words: str) -> Entry:
    return Entry(key, frozenset(names.split()), frozenset(words.split()))


def test_a_name_counts_more_than_a_text_and_a_rare_word_more_than_a_common_one() -> None:
    index = text_index.index([
        entry("told", "east", "west tie"), entry("named", "west", "tie"), entry("rare", "tie", "west once"),
    ])  # fmt: skip
    assert index.find("West")[0] == "named"
    assert index.find("the tie, once")[0] == "rare"
    assert index.find("wes") == []
    assert index.find("tie", limit=1) == ["rare"]
    assert index.find("") == index.find("elsewhere") == []


def test_the_beginning_of_a_word_stands_for_it_where_nothing_has_the_word() -> None:
    index = text_index.index([entry("one", "twinning", ""), entry("two", "twinned", "")])
    assert set(index.find("twinn")) == {"one", "two"}
    assert index.find("twinned") == ["two"]


@pytest.mark.parametrize("text", [
    "Is Wiesbaden still a sister city", "is wiesbaden nog een zusterstad", "Wiesbaden twin town",
    "Wiesbaden ist noch Partnerstadt?", "jumelage Wiesbaden",
])  # fmt: skip
def test_a_question_about_a_tie_leads_to_its_page_first(resources: TextIndex, revision: Revision, text: str) -> None:
    assert keys_for(resources, revision, text)[0] == TIE + "de-wiesbaden"


@pytest.mark.parametrize("text", ["dropped", "opgezegd", "stopgezet"])
def test_words_for_a_drop_lead_to_the_ties_that_a_decision_dropped(
    resources: TextIndex, revision: Revision, text: str
) -> None:
    ties = {each for each in keys_for(resources, revision, text) if each.startswith(TIE)}
    assert TIE + "de-wiesbaden" in ties
    assert TIE + "gb-nottingham" in ties
    assert TIE + "jp-kanazawa" not in ties or text == "opgezegd"


def test_the_words_of_a_quote_lead_to_the_tie_that_it_is_about(resources: TextIndex, revision: Revision) -> None:
    assert TIE + "de-wiesbaden" in keys_for(resources, revision, "hat Gent überraschend aufgekündigt")


def test_a_question_is_known_by_its_words(revision: Revision) -> None:
    assert "distance" in text_index.of_questions(revision).find("how far is each partner")
    assert "dormant-relations" in text_index.of_questions(revision).find("slapend")
