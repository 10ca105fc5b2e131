from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.profiles import shipped_profile, starter

PROFILE = shipped_profile.installed("city-ties")
BASE = "https://data.example.org/ties/"


def test_a_city_with_quotes_in_its_name_gives_turtle_that_is_read() -> None:
    files = starter.city(PROFILE, 'The "new" \\ town', starter.country(PROFILE, "IE"), "ga", BASE)
    for name, text in files.items():
        if name.endswith(".ttl"):
            assert list(parse(text.encode(), format=RdfFormat.TURTLE)), name
    assert 'languages = ["ga", "en"]' in files["kg.toml"]
    assert sorted(name for name in files if name.startswith("pages/")) == ["pages/about.en.md", "pages/contact.en.md"]


def test_the_example_of_nottingham_is_what_the_command_writes_with_data_of_its_own(root: Path) -> None:
    folder = root / "examples" / "nottingham"
    base = "https://nottingham.example/ties/"
    files = starter.city(PROFILE, "Nottingham", starter.country(PROFILE, "GB"), "en", base)
    for name, text in files.items():
        if not name.startswith("data/"):
            assert (folder / name).read_text("utf-8") == text, name
    own = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for name in own if not name.startswith((".cache/", ".state/"))} == files.keys()


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_texts_of_a_project_are_there_in_each_language_of_the_interface(language: str) -> None:
    files = starter.city(PROFILE, "Nottingham", starter.country(PROFILE, "GB"), language, BASE)
    assert {f"pages/about.{language}.md", f"pages/contact.{language}.md"} <= files.keys()
    assert f"@{language}" in files["data/catalog.ttl"]
