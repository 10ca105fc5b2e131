"""The index is a chain: what was changed in it later is named."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg.errors import DatasetError
from kg.history.releases import release_index

from ...commands import edit
from ...fixtures.releases import FIRST, history, record
from ...presence import present


def test_a_changed_entry_of_the_index_is_named(recorded: Path) -> None:
    edit(recorded / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    record(recorded, FIRST + timedelta(days=1))
    path = recorded / "releases" / "index.json"
    text = path.read_text("utf-8")
    held = json.loads(text)
    first, second = (entry["name"] for entry in held["releases"])
    path.write_text(text.replace("2026-03-03T12", "2026-03-03T11"), "utf-8")
    with pytest.raises(DatasetError, match=f"release {first} was changed"):
        history(recorded)
    path.write_text(json.dumps({**held, "releases": held["releases"][1:]}), "utf-8")
    with pytest.raises(DatasetError):
        history(recorded)
    path.write_text(text[:-5], "utf-8")
    with pytest.raises(DatasetError, match="damaged"):
        history(recorded)
    path.write_text(text, "utf-8")
    assert [release.name for release in history(recorded).releases] == [first, second]


def test_releases_of_another_base_are_refused(recorded: Path) -> None:
    edit(recorded / "kg.toml", "https://w3id.org/city-ties/", "https://example.org/ties/")
    with pytest.raises(DatasetError, match=r"the base https://w3id\.org/city-ties/"):
        history(recorded)


def test_the_folder_of_releases_is_no_data(recorded: Path) -> None:
    files = datasets.files_of(projects.load(recorded))
    assert not [path for path in present(files) if release_index.FOLDER in path.parts]
    shutil.rmtree(recorded / release_index.FOLDER)
    assert datasets.files_of(projects.load(recorded)) == files
