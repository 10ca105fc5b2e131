"""Which language of the interface a reader gets."""

from __future__ import annotations

from kg.translations.language_tags import interface_language


def test_the_first_language_that_the_interface_has_is_taken_and_english_without_one() -> None:
    assert interface_language(("nl-be", "en")) == "nl"
    assert interface_language(("it", "en", "nl")) == "en"
    assert interface_language(("fr-BE", "en")) == "fr"
    assert interface_language(("ja",)) == interface_language(()) == "en"
