from __future__ import annotations

from pyoxigraph import Literal

from kg.validation import Severity, message_texts


def test_words_are_dutch_for_every_kind_of_dutch_and_english_for_languages_without_words() -> None:
    assert message_texts.word("warning", ("nl-be", "en")) == "waarschuwing"
    assert message_texts.word("warning", ("ja",)) == "warning"


def test_one_result_is_told_in_the_singular() -> None:
    numbers = {Severity.VIOLATION: 1, Severity.WARNING: 2, Severity.INFO: 0}
    assert message_texts.counts(numbers, ("en",)) == "1 violation, 2 warnings"
    assert message_texts.counts(numbers, ("nl",)) == "1 overtreding, 2 waarschuwingen"


def test_a_text_is_told_in_the_best_language_it_has() -> None:
    texts = [Literal("stad", language="nl"), Literal("town", language="en"), Literal("city", language="en")]
    assert message_texts.spoken(texts, ("nl-be",)) == "stad"
    assert message_texts.spoken(texts, ("fr",)) == "town"
    assert message_texts.spoken([Literal("plain")], ("fr",)) == "plain"
    assert message_texts.spoken([], ("fr",)) is None
