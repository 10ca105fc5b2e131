"""Texts of pages that are not in the data."""

from __future__ import annotations

import pytest

from kg.web.html import text_format


@pytest.mark.parametrize(
    ("count", "english", "dutch"),
    [(999, "999 B", "999 B"), (98_304, "98 kB", "98 kB"), (1_250_000, "1.2 MB", "1,2 MB"), (3_000_000, "3 MB", "3 MB")],
)
def test_a_size_is_written_as_the_language_writes_numbers(count: int, english: str, dutch: str) -> None:
    assert (text_format.size(count, "en"), text_format.size(count, "nl")) == (english, dutch)


def test_a_point_is_written_with_latitude_first_and_south_and_west_by_letter() -> None:
    assert text_format.coordinates("POINT(-71.06 -42.36)") == "42.36° S, 71.06° W"
    assert text_format.coordinates("LINESTRING(0 0, 1 1)") == "LINESTRING(0 0, 1 1)"


def test_a_class_of_another_vocabulary_has_a_name_in_the_readers_language_or_none() -> None:
    dataset = "http://www.w3.org/ns/dcat#Dataset"
    assert [text_format.kind_name(dataset, tag) for tag in ("en", "nl", "fr")] == [
        "data set", "gegevensbestand", "jeu de données",
    ]  # fmt: skip
    assert text_format.kind_name("https://example.org/Thing", "en") is None
