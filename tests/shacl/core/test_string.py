from __future__ import annotations

import pytest

from kg.errors import ShapesError
from kg.shacl.literals import regular_expressions

from ..judging import bad_focus, bad_values


@pytest.mark.parametrize(("constraint", "bad"), [
    ("sh:minLength 2", {"a"}),
    ("sh:maxLength 2", {"abc"}),
    ("sh:minLength 2 ; sh:maxLength 2", {"a", "abc"}),
    ("sh:minLength 0", set()),
])  # fmt: skip
def test_characters_are_counted_from_both_ends(constraint: str, bad: set[str]) -> None:
    assert bad_values('"a", "ab", "abc"', constraint) == bad


def test_a_character_outside_the_first_plane_counts_once_and_an_iri_has_a_length() -> None:
    assert bad_values('"😀"', "sh:maxLength 1") == set()
    assert bad_values("<urn:a>", "sh:maxLength 5") == set()
    assert bad_values("_:b", "sh:minLength 0") != set()


def test_a_pattern_is_searched_anywhere_unless_it_is_anchored() -> None:
    assert bad_values('"xaby", "ba"', 'sh:pattern "ab"') == {"ba"}
    assert bad_values('"ab", "xab"', 'sh:pattern "^ab$"') == {"xab"}
    assert bad_values('"AB"', 'sh:pattern "ab" ; sh:flags "i"') == set()
    assert bad_values('"AB"', 'sh:pattern "ab"') == {"AB"}


def test_a_pattern_that_is_none_is_refused_at_its_shape() -> None:
    with pytest.raises(ShapesError, match="not a valid regular expression"):
        bad_values('"a"', 'sh:pattern "("')
    with pytest.raises(ShapesError):
        bad_values('"a"', 'sh:pattern "a" ; sh:flags "z"')


def test_a_pattern_that_takes_too_long_is_an_error_of_the_shape_and_names_the_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(regular_expressions, "LIMIT", 0.1)
    with pytest.raises(ShapesError, match=r'takes more than 0\.1 seconds on the value "a{40}!"') as refused:
        bad_values(f'"ok", "{"a" * 40}!"', 'sh:pattern "^(a|a)*$"')
    assert refused.value.parameter == "<http://www.w3.org/ns/shacl#pattern>"


def test_a_language_range_takes_its_regions_and_no_other_language() -> None:
    values = '"a"@en, "b"@en-GB, "c"@eng, "d", ex:e'
    assert bad_values(values, 'sh:languageIn ( "en" )') == {"c", "d", "e"}
    assert bad_values(values, 'sh:languageIn ( "EN-gb" "eng" )') == {"a", "d", "e"}


def test_each_language_that_has_two_values_is_reported_once() -> None:
    data = 'ex:a ex:p "x"@en, "y"@EN, "z"@nl, "u"@nl, "v"@nl, "w"@fr, "plain", "other" . ex:b ex:p "x"@en .'
    assert bad_focus(data, "sh:uniqueLang true") == {"a": 2}
    assert bad_focus(data, "sh:uniqueLang false") == {}
