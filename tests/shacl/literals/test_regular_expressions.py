from __future__ import annotations

import pytest

from kg.shacl.literals import regular_expressions
from kg.shacl.literals.regular_expressions import TooSlow, compiled


@pytest.mark.parametrize(("pattern", "flags", "found", "missed"), [
    ("^a$", "", ["a"], ["a\n", "ba"]),
    ("^b$", "m", ["a\nb"], ["ab"]),
    ("a.b", "", ["axb"], ["a\nb"]),
    ("a.b", "s", ["a\nb"], []),
    ("ab", "i", ["AB"], ["a b"]),
    ("a b", "x", ["ab"], ["a b"]),
    ("[a b]c", "x", [" c"], ["xc"]),
    ("a.c", "q", ["a.c"], ["abc"]),
    (r"\d", "", ["5", "٥"], ["x"]),
    (r"^\w$", "", ["é", "漢"], [" ", "-"]),
    (r"^\s$", "", [" ", "\t"], ["\u00a0"]),
    (r"^\S$", "", ["\u00a0"], [" "]),
    (r"^\p{Lu}$", "", ["É"], ["é"]),
    (r"^\P{Lu}$", "", ["é"], ["É"]),
    (r"^\p{IsGreek}$", "", ["λ"], ["l"]),
    (r"^\i\c*$", "", ["a1", "_"], ["1a"]),
    ("^[a-z-[aeiou]]$", "", ["b"], ["a", "B"]),
    ("^[^a-c]$", "", ["d"], ["b"]),
    (r"^[\d-]$", "", ["1", "-"], ["a"]),
    (r"^[\^\]\\]$", "", ["^", "]", "\\"], ["a"]),
    ("(?:ab)+", "", ["abab"], ["ba"]),
    (r"\$", "", ["$"], ["s"]),
    (r"^\{a{2}\}$", "", ["{aa}"], ["{a}"]),
    (r"^a\++$", "", ["a++"], ["aa"]),
    (r"^(a|b)+\1$", "", ["abb"], ["ab"]),
    ("^([A-Z]{2} ?)+$", "i", ["ab cd"], ["a"]),
])  # fmt: skip
def test_a_pattern_means_what_xpath_says(pattern: str, flags: str, found: list[str], missed: list[str]) -> None:
    assert [text for text in found if not compiled(pattern, flags).search(text)] == []
    assert [text for text in missed if compiled(pattern, flags).search(text)] == []


@pytest.mark.parametrize(("pattern", "flags"), [
    ("(", ""), ("[a", ""), ("[b-a]", ""), ("a\\", ""), (r"\y", ""), (r"\p{Xx}", ""), (r"\pL", ""), ("(?P<a>b)", ""),
    ("a{2,1}", ""), ("a", "g"), ("[a-z-[b]", ""), ("a{,2}", ""), ("a{e<=1}", ""), ("{", ""), ("a++", ""), ("a{2}+", ""),
    ("[[:alpha:]]", ""), ("[a[b]]", ""), ("[^[]", ""), ("[]]", ""), ("[^]a]", ""), ("a]", ""), ("}", ""),
])  # fmt: skip
def test_a_pattern_that_is_none_is_refused_with_a_reason(pattern: str, flags: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compiled(pattern, flags)


@pytest.mark.parametrize("pattern", ["^(a|a)*$", "^(a|aa)+[bc]$"])
def test_a_search_that_would_take_years_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    monkeypatch.setattr(regular_expressions, "LIMIT", 0.1)
    with pytest.raises(TooSlow, match=r"^a{80}…$"):
        compiled(pattern).search("a" * 200 + "!")


@pytest.mark.parametrize("pattern", ["^(a+)+$", "(.*a){41}", "^[a-z]+!+$", r"(?:a|b)*c"])
@pytest.mark.timeout(20)
def test_a_search_ends_where_re_would_not(pattern: str) -> None:
    assert compiled(pattern).search("a" * 40 + "!") is (pattern == "^[a-z]+!+$")


def test_a_long_text_is_searched_to_its_end() -> None:
    assert compiled("b$").search("a" * 2_000_000 + "b")
    assert not compiled("^[^b]*$").search("a" * 2_000_000 + "b")
