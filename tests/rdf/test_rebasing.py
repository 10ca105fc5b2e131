from __future__ import annotations

import pytest

from kg.rdf import rebasing


@pytest.mark.parametrize(
    "line", ["BASE <http://a.example/>", "@base <http://a.example/> .", "  base <http://a.example/>"]
)
def test_the_base_of_a_text_is_read_and_written_however_it_is_declared(line: str) -> None:
    text = f"# BASE is told here\nPREFIX a: <http://p.example/>\n{line}\n<x> a <http://a.example/C> .\n"
    assert rebasing.declared(text) == "http://a.example/"
    changed = rebasing.rewritten(text, "http://b.example/")
    assert rebasing.declared(changed) == "http://b.example/"
    assert changed.endswith("<x> a <http://a.example/C> .\n")


def test_a_text_without_a_base_or_with_a_relative_one_stays_as_it_is() -> None:
    for text in ("<x> <y> <z> .\n", "BASE <there/>\n"):
        assert rebasing.declared(text) is None
        assert rebasing.rewritten(text, "http://b.example/") == text
