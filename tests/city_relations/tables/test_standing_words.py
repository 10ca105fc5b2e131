from __future__ import annotations

from kg.city_relations.status_on_day import Standing
from kg.city_relations.tables import standing_words


def test_every_standing_has_words_of_its_own() -> None:
    words = [standing_words.of(standing, str, lambda scheme, name: f"{scheme} {name}") for standing in Standing]
    assert words[0] == "status in-force, certain"
    assert len(set(words)) == len(Standing)
