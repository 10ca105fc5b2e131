from __future__ import annotations

import pytest
from pyoxigraph import Literal

from kg.validation import Severity, wording

OFFERED = ("nl", "en", "fr", "de")


@pytest.mark.parametrize(
    ("wanted", "environment", "first"),
    [
        ("nl", {"LANG": "fr_BE.UTF-8"}, "nl"),
        ("nl-BE,fr", {}, "nl-be"),
        (None, {"LANG": "nl_BE.UTF-8"}, "nl-be"),
        (None, {"LANG": "fr_BE.UTF-8", "LC_ALL": "nl_NL@euro"}, "nl-nl"),
        (None, {"LANGUAGE": "de:nl", "LANG": "en_GB.UTF-8"}, "de"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LC_ALL": "POSIX"}, "en"),
        (None, {}, "en"),
    ],
)
def test_the_option_counts_before_the_environment(wanted: str | None, environment: dict[str, str], first: str) -> None:
    languages = wording.preferred(wanted, environment, OFFERED)
    assert languages[0] == first
    assert set(OFFERED) <= set(languages)


def test_every_word_is_there_in_every_language() -> None:
    english = wording._WORDS["en"]
    for language, words in wording._WORDS.items():
        assert words.keys() == english.keys(), language
        for key, text in words.items():
            assert text.count("{") == english[key].count("{"), (language, key)


def test_words_are_dutch_for_every_kind_of_dutch_and_english_for_languages_without_words() -> None:
    assert wording.word("warning", ("nl-be", "en")) == "waarschuwing"
    assert wording.word("warning", ("ja",)) == "warning"


def test_one_result_is_told_in_the_singular() -> None:
    numbers = {Severity.VIOLATION: 1, Severity.WARNING: 2, Severity.INFO: 0}
    assert wording.counts(numbers, ("en",)) == "1 violation, 2 warnings"
    assert wording.counts(numbers, ("nl",)) == "1 overtreding, 2 waarschuwingen"


def test_a_text_is_told_in_the_best_language_it_has() -> None:
    texts = [Literal("stad", language="nl"), Literal("town", language="en"), Literal("city", language="en")]
    assert wording.spoken(texts, ("nl-be",)) == "stad"
    assert wording.spoken(texts, ("fr",)) == "town"
    assert wording.spoken([Literal("plain")], ("fr",)) == "plain"
    assert wording.spoken([], ("fr",)) is None
