"""Language tags, and what is tried after a language."""

from __future__ import annotations

from kg.translations.language_tags import INTERFACE_LANGUAGES, primary, with_fallback


def test_english_comes_after_a_language_that_a_project_adds_and_after_no_other() -> None:
    assert with_fallback("es") == ("es", "en")
    assert all(with_fallback(tag) == (tag,) for tag in INTERFACE_LANGUAGES)
    assert primary("nl-BE") == primary("nl") == "nl"
