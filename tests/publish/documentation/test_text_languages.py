from __future__ import annotations

import re
from pathlib import Path

from kg.publish.documentation import text_languages

NAME = re.compile(r"(?P<name>[a-z]+)(?:\.(?P<tag>[a-z]{2}))?\.md")


def test_a_text_without_a_tag_is_in_english_and_languages_keep_their_order() -> None:
    paths = [Path(name) for name in ("about.de.md", "about.md", "about.nl.md", "Notes.md", "about.txt")]
    by_name = text_languages.by_name(paths, NAME, ("nl", "en"))
    assert {name: list(by_tag) for name, by_tag in by_name.items()} == {"about": ["nl", "en", "de"]}
    assert text_languages.chosen(by_name["about"], ("fr", "de")) == "de"
    assert text_languages.chosen(by_name["about"], ("fr",)) == "nl"
