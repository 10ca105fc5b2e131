from __future__ import annotations

import pytest

from kg.shacl.literals.regular_expressions import compiled


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
])  # fmt: skip
def test_a_pattern_means_what_xpath_says(pattern: str, flags: str, found: list[str], missed: list[str]) -> None:
    assert [text for text in found if not compiled(pattern, flags).search(text)] == []
    assert [text for text in missed if compiled(pattern, flags).search(text)] == []


@pytest.mark.parametrize(("pattern", "flags"), [
    ("(", ""), ("[a", ""), ("[b-a]", ""), ("a\\", ""), (r"\y", ""), (r"\p{Xx}", ""), (r"\pL", ""), ("(?P<a>b)", ""),
    ("a{2,1}", ""), ("a", "g"), ("[a-z-[b]", ""),
])  # fmt: skip
def test_a_pattern_that_is_none_is_refused_with_a_reason(pattern: str, flags: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compiled(pattern, flags)
