from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.publish.search.folding import fold


@pytest.mark.parametrize(("one", "other"), [
    ("Liège", "LIEGE"), ("Gdańsk", "gdansk"), ("Łódź", "Lodz"), ("Straße", "STRASSE"), ("Åarhus", "aarhus"),
    ("’s-Gravenhage", "s gravenhage"), ("São  Paulo", "sao paulo"), ("İzmir", "izmir"), ("ﬁn", "fin"),
    ("Ｔｏｋｙｏ", "tokyo"), ("Gent\u200bbrugge", "gent brugge"), ("\ufeffGent\x07", "gent"), ("a\u2060b", "a b"),
])  # fmt: skip
def test_case_accents_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("カ", "ガ"), ("гора", "хора"), ("abc", "ab c"), ("1", "2")])
def test_what_makes_another_name_is_kept(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=20))
def test_what_is_folded_is_folded_already(text: str) -> None:
    assert fold(fold(text)) == fold(text)
