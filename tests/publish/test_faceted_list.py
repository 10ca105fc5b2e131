from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.named_queries import page_queries
from kg.named_queries.page_queries import FOLDER
from kg.publish import faceted_list
from kg.publish.faceted_list import CITIES, NETWORKS, SOURCES, Listing
from kg.query_engine.guard import QueryForm, check
from kg.revision import Revision
from kg.settings.query import Limits

QUESTIONS = sorted(path.stem for path in FOLDER.glob("*.rq"))
CHOSEN = [
    (CITIES, {}), (CITIES, {"country": "DEU"}), (NETWORKS, {}), (NETWORKS, {"type": "thematic"}), (SOURCES, {}),
    (SOURCES, {"written": "DEU"}),
]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en", "de"])
@pytest.mark.parametrize(("asked", "given"), CHOSEN)
def test_a_list_is_the_answer_to_the_question_that_it_shows(
    revision: Revision, asked: Listing, given: dict[str, str], language: str
) -> None:
    found = faceted_list.listed(revision, asked, language, given, 1)
    answer = page_queries.solutions(revision, found.made.plain)
    assert list(dict.fromkeys(each[asked.subject] for each in answer)) == [each.node for each in found.items]
    assert found.items


def test_the_list_of_cities_counts_partnerships_and_networks(revision: Revision) -> None:
    ghent = next(each for each in faceted_list.entries(revision, CITIES, "nl") if each.node.value.endswith("/be-gent"))
    assert ghent["name"].value == "Gent"
    assert (ghent["partnerships"].value, int(ghent["networks"].value) > 10) == ("12", True)


def test_a_value_that_nothing_has_is_refused_with_what_there_is(revision: Revision) -> None:
    with pytest.raises(UsageError, match="Did you mean DEU"):
        faceted_list.listed(revision, CITIES, "nl", {"country": "DEUT"}, 1)


def test_a_page_has_a_hundred_things_and_the_last_one_the_rest(revision: Revision) -> None:
    made = page_queries.made(revision.project, "graphs", {})
    pages = [faceted_list.cut(range(250), 250, number, (), made) for number in (0, 1, 2, 3, 99)]
    assert [len(each.items) for each in pages] == [100, 100, 100, 50, 50]
    assert [(each.page, each.first, each.last) for each in pages[2:]] == [(2, 101, 200), (3, 201, 250), (3, 201, 250)]
    assert {each.pages for each in pages} == {3}
    assert faceted_list.cut([], 0, 1, (), made).pages == 1


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_of_a_page_says_in_both_languages_what_it_asks_and_may_run(
    revision: Revision, name: str
) -> None:
    question = page_queries.question(revision.project, name)
    assert set(question.query.summary) == set(question.query.description) == {"nl", "en"}
    assert f"BASE <{revision.project.base}>\n" in question.text
    checked = check(question.text, Limits(), revision.project.prefixes)
    assert checked.form in (QueryForm.SELECT, QueryForm.CONSTRUCT)
    assert not checked.volatile


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_of_a_page_knows_a_project(name: str) -> None:
    text = (FOLDER / f"{name}.rq").read_text("utf-8")
    assert "PREFIX" not in text
    assert "http" not in text
    assert "gent" not in text.lower().replace("agent", "")
