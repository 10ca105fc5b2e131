from __future__ import annotations

import re

import pytest

from kg import errors
from kg.errors import KgError
from kg.translations.language_tags import INTERFACE_LANGUAGES
from kg.web.http import problem_texts, problems

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, KgError) and kind.__name__[0] != "_"
]


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_heading_and_a_meaning_in_every_language_of_the_interface(
    kind: type[KgError], language: str
) -> None:
    slug = problems.slug(kind.__name__)
    heading = problem_texts.heading(f"/problem/{slug}", problems.title(kind), language)
    meaning = problem_texts.meaning(slug, language)
    assert heading
    assert re.search(r"[.?]$", meaning)
    if language != "en":
        assert meaning != problem_texts.meaning(slug, "en")


def test_a_problem_without_a_translation_keeps_its_title() -> None:
    assert problem_texts.heading("about:blank", "I'm a teapot", "nl", 418) == "I'm a teapot"


def test_an_error_of_http_has_a_heading_in_the_language_of_the_reader_and_its_own_name_in_english() -> None:
    assert problem_texts.heading("about:blank", "Not Found", "en", 404) == "Not Found"
    assert problem_texts.heading("about:blank", "Not Found", "nl", 404) == "Niet gevonden"


def test_a_newer_name_of_an_error_of_http_is_translated_as_the_older_one() -> None:
    older = problem_texts.heading("about:blank", "Request-URI Too Long", "nl", 414)
    assert problem_texts.heading("about:blank", "URI Too Long", "nl", 414) == older != "Request-URI Too Long"
    assert problem_texts.heading("about:blank", "URI Too Long", "en", 414) == "URI Too Long"
