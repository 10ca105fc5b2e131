from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.city_relations.sentences import tie_counts

TYPES = "https://example.org/id/concept/partnership-type/"


@pytest.mark.parametrize(
    ("kind", "count", "language", "words"),
    [
        ("sister-city", 1, "en", "one sister city"),
        ("sister-city", 12, "en", "twelve sister cities"),
        ("sister-city", 13, "en", "13 sister cities"),
        ("partner-city", 5, "de", "fünf Kooperationsstädte"),
        ("partner-city", 2, "nl", "twee partnersteden"),
        (None, 1, "fr", "un partenariat"),
        (None, 0, "en", "0 ties"),
    ],
)
def test_a_count_is_a_word_up_to_twelve(kind: str | None, count: int, language: str, words: str) -> None:
    assert tie_counts.counted(kind, count, language) == words


def test_a_tie_of_two_kinds_is_counted_with_all_others() -> None:
    assert tie_counts.kind_of([NamedNode(TYPES + "sister-city")]) == "sister-city"
    assert tie_counts.kind_of([NamedNode(TYPES + "sister-city"), NamedNode(TYPES + "partner-city")]) is None
    assert tie_counts.kind_of([NamedNode(TYPES + "ring-twinning")]) is None
    assert sorted([None, "partner-city", "sister-city"], key=tie_counts.place) == ["sister-city", "partner-city", None]
