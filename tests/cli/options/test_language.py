from __future__ import annotations

import pytest

from kg.cli.options import language
from kg.project import Project


@pytest.mark.parametrize(("named", "environment", "first"), [
    ("nl", {"LANG": "fr_FR.UTF-8"}, "nl"),
    (None, {"LC_ALL": "nl_BE.UTF-8", "LANG": "fr_FR"}, "nl-BE"),
    (None, {"LC_MESSAGES": "de_DE", "LANG": "fr_FR"}, "de-DE"),
    (None, {"LANG": "C.UTF-8"}, "en"),
    (None, {"LANG": "POSIX"}, "en"),
    (None, {}, "en"),
])  # fmt: skip
def test_the_option_comes_before_the_environment_and_english_before_the_project(
    project: Project, monkeypatch: pytest.MonkeyPatch, named: str | None, environment: dict[str, str], first: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    tags = language.reading(project, named)
    assert tags[0] == first
    assert set(project.languages) <= set(tags)
    assert len(set(tags)) == len(tags)
