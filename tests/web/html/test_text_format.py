from __future__ import annotations

import pytest

from kg.web.html import text_format


@pytest.mark.parametrize(("wkt", "text"), [
    ("POINT(3.71667 51.05)", "51.05° N, 3.71667° E"),
    ("point ( -73.9 -40 )", "40° S, 73.9° W"),
    ("LINESTRING(0 0, 1 1)", "LINESTRING(0 0, 1 1)"),
])  # fmt: skip
def test_a_point_is_written_with_its_latitude_first(wkt: str, text: str) -> None:
    assert text_format.coordinates(wkt) == text


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (999_999, "1,000 kB"), (1_000_000, "1 MB")]
)
def test_a_size_has_the_unit_that_suits_it(size: int, text: str) -> None:
    assert text_format.size(size, "en") == text


def test_what_has_no_short_name_is_written_as_it_is() -> None:
    assert text_format.licence_name("https://example.org/licence") == "https://example.org/licence"
    assert text_format.licence_name("https://creativecommons.org/publicdomain/zero/1.0/") == "CC0 1.0"
    assert text_format.elsewhere("https://example.org/x") == "https://example.org/x"
    assert text_format.kind_name("https://example.org/T", "en") is None
