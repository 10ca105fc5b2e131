from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.sparql import keywords


def test_keywords_are_in_upper_case_and_updates_are_none_of_a_query() -> None:
    words = keywords.ALL | keywords.UPDATES
    assert {word for word in words if word != word.upper()} == set()
    assert not keywords.UPDATES & keywords.ALL
    assert keywords.FORMS < keywords.ALL


def test_volatile_functions_and_steps_are_keywords() -> None:
    assert keywords.VOLATILE < keywords.FUNCTIONS
    assert keywords.STEPS < keywords.ALL


@pytest.mark.parametrize("function", sorted(keywords.VOLATILE - {"BNODE"}))
def test_a_volatile_function_is_one_of_the_engine(function: str) -> None:
    assert len(list(Store().query(f"SELECT ({function}() AS ?x) {{}}"))) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("update", ["LOAD <urn:a>", "CLEAR ALL", "INSERT DATA { <urn:a> <urn:b> 1 }", "DROP ALL"])
def test_the_engine_takes_no_update_for_a_query(update: str) -> None:
    assert update.split()[0] in keywords.UPDATES
    with pytest.raises(SyntaxError):
        Store().query(update)
