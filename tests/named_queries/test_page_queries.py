from __future__ import annotations

from pathlib import Path

import pytest

from kg.city_relations import ROOT, page_questions
from kg.named_queries import page_queries
from kg.query_engine.guard import QueryForm, check
from kg.revision import Revision
from kg.settings.query import Limits
from kg.translations.language_tags import INTERFACE_LANGUAGES

QUERIES = sorted(path for query in (page_queries.GRAPHS, page_questions.CITIES) for path in query.parent.glob("*.rq"))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_query_behind_a_page_has_a_summary_in_every_language_and_may_run(revision: Revision, path: Path) -> None:
    question = page_queries.question(revision.project, path)
    assert set(question.query.summary) == set(question.query.description) == set(INTERFACE_LANGUAGES)
    assert f"BASE <{revision.project.base}>\n" in question.text
    checked = check(question.text, Limits(), revision.project.prefixes)
    assert checked.form in (QueryForm.SELECT, QueryForm.CONSTRUCT)
    assert not checked.volatile


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_no_query_behind_a_page_names_a_project(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "PREFIX" not in text
    assert "http" not in text.replace(f"BASE <{ROOT}>\n", "")
    assert "gent" not in text.lower().replace("agent", "")


def test_a_parameter_without_a_value_stays_open_and_is_not_shown(revision: Revision) -> None:
    made = page_queries.made(revision.project, page_questions.CITIES, {})
    assert "UNDEF" in made.text
    assert "UNDEF" not in made.plain
    assert page_queries.solutions(revision, made.plain) == page_queries.solutions(revision, made.text)
