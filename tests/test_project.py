from __future__ import annotations

from pathlib import Path

import pytest

from kg import loose_files
from kg import project as projects
from kg.errors import UsageError
from kg.input.inputs import Inputs
from kg.project import Project

SETTINGS = 'base = "https://example.org/"\n'


def settings(folder: Path, text: str) -> Path:
    (folder / "kg.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_project_is_found_from_any_folder_in_it(root: Path, project: Project) -> None:
    assert projects.find(root / "tests" / "rdf").root == root
    assert project.base.endswith("/")
    assert project.prefixes["ct"] == project.own_prefixes["ct"]


def test_a_file_is_the_named_graph_of_its_folder_and_stem(root: Path, project: Project) -> None:
    assert project.graph_name(root / "data" / "ghent.ttl").value == f"{project.base}graph/data/ghent"


def test_files_are_rdf_files_in_order_and_nothing_hidden(tmp_path: Path) -> None:
    project = projects.load(settings(tmp_path, SETTINGS))
    (tmp_path / "data" / "more").mkdir(parents=True)
    for name in ("b.ttl", "a.trig", ".hidden.ttl", "notes.md", "more/c.nt"):
        (tmp_path / "data" / name).touch()
    assert [project.relative(path) for path in project.files("data")] == ["data/a.trig", "data/b.ttl", "data/more/c.nt"]


def test_outside_a_project_the_error_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--project"):
        projects.find(tmp_path)


def test_the_files_of_each_folder_without_a_project_have_a_cache_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    caches = set()
    for folder in (tmp_path / "a", tmp_path / "b", tmp_path / "a"):
        folder.mkdir(exist_ok=True)
        (folder / "x.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
        caches.add(loose_files.to_look_at(["x.ttl"], Inputs(), here=folder).cache)
    assert len(caches) == 2
    assert {cache.parent for cache in caches} == {tmp_path / "caches" / "city-ties"}
