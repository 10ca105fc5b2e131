"""The short look at a query says what the long one says, or nothing; and most queries need no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.named_queries import template
from kg.project import Project
from kg.query_engine import guard, quick_guard
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.settings.query import Limits

LIMITS = Limits()
WORDS = (
    *[
        "SELECT",
        "ASK",
        "*",
        "?s",
        "?",
        "$",
        "$x",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        ";",
        ",",
        "a",
        "+",
        "<",
        "<=",
        "#",
        "ex:b",
        ":",
        ":c",
        "ex:",
        "ex:.",
        "a.b:c",
        "a.:b",
        "_:b",
        "_",
        "<http://a/>",
        "<>",
    ],
    *[
        "<#a'>",
        "<a#b>",
        "%",
        "\\",
        "''",
        "'x'",
        '"y"',
        "'''z'''",
        "'''",
        "@en",
        "^^",
        "1",
        "1.5",
        ".5",
        "true",
        "true.",
        "x",
        "é",
        "SELEKT",
        "PREFIX",
        "Prefix",
        "BASE",
    ],
    *["NOW()", "FROM", "NAMED", "UNION", "SERVICE", "ex:service", "INSERT"],
    "\n",
)
WRONG = ("", "ASK {} }", "SELECT * { ?s ex:a ?o }", "SELECT * { ?s ?p 'x }", "ASK {" * 120)


def long_look(text: str) -> CheckedQuery | None:
    """What the guard says who reads token by token; None where it refuses."""
    try:
        return guard._judge(text, LIMITS, {})
    except KgError:
        return None


def short_look(text: str) -> CheckedQuery | None:
    found = quick_guard.read(text, LIMITS)
    return CheckedQuery(text, QueryForm(found.form), *found[1:]) if found else None


def test_most_questions_of_the_project_need_the_short_look_only(project: Project) -> None:
    texts = [template.load(path, project.base).text for path in project.queries()]
    short = [text for text in texts if short_look(text)]
    assert len(short) > len(texts) * 0.8
    for text in short:
        assert short_look(text) == long_look(text)


def test_over_the_queries_of_the_standard_and_of_the_measurements_both_looks_agree(root: Path, shared: Path) -> None:
    paths = [*(shared / "suites" / "sparql11").rglob("*.rq"), *(root / "bench" / "queries").glob("*.rq")]
    assert len(paths) > 25
    for path in paths:
        text = path.read_text("utf-8")
        assert short_look(text) == long_look(text) is not None, path


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(["", " "]), st.booleans())
def test_whatever_words_come_together_both_looks_agree(words: list[str], between: str, whole: bool) -> None:
    text = between.join(words)
    if whole:
        text = f"PREFIX ex: <http://a/>\nSELECT * {{ {text} }}"
    found = short_look(text)
    assert found is None or found == long_look(text)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_left_to_the_long_look(text: str) -> None:
    assert short_look(text) is None
