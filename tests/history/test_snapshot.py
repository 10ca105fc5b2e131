"""What an argument of a comparison names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import project as projects
from kg.errors import DatasetError, UsageError
from kg.history.snapshot import WORK_TREE, Snapshot, opened

from ..commands import commit, edit


def read(argument: str | None, folder: Path) -> Snapshot:
    with opened(projects.nearest(folder), argument, folder) as snapshot:
        return snapshot


def test_nothing_named_is_the_project_as_it_is(copy: Path) -> None:
    snapshot = read(None, copy)
    assert snapshot.name == WORK_TREE
    assert len(snapshot.dataset.files) > 10
    assert snapshot.shapes.quads


def test_a_git_revision_is_the_project_as_it_was_with_its_questions(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "AVS news"')
    (copy / "queries" / "who-decided.rq").unlink()
    with opened(projects.load(copy), "HEAD", copy) as past:
        assert any(quad.object.value == "AVS" for quad in past.dataset.quads if quad.predicate.value.endswith("/name"))
        assert "who-decided" in {path.stem for path in past.project.queries()}
        assert {path.name for path in past.project.rules()} == {path.name for path in projects.load(copy).rules()}
        (quad,) = [quad for quad in past.dataset.quads if quad.object.value == "AVS"]
        assert past.places([quad])[quad].file == "HEAD:data/ghent.ttl"


def test_a_folder_with_settings_is_a_project_and_another_is_files(copy: Path) -> None:
    assert not read(".", copy).project.is_in_memory
    files = read("data", copy)
    assert files.project.is_in_memory
    assert {path.name for path in files.dataset.files} == {"catalog.ttl", "ghent.ttl"}
    assert not files.shapes.quads


def test_a_file_comes_before_a_revision_of_its_name(copy: Path) -> None:
    commit(copy)
    (copy / "HEAD").mkdir()
    (copy / "HEAD" / "one.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    assert len(read("HEAD", copy).dataset.quads) == 1


@pytest.mark.parametrize("argument", ["", " "])
def test_an_empty_name_is_refused_and_is_not_this_folder(copy: Path, argument: str) -> None:
    with pytest.raises(UsageError, match="The name of what is compared is empty"):
        read(argument, copy)


def test_what_is_neither_a_file_nor_a_revision_is_refused(copy: Path) -> None:
    commit(copy)
    with pytest.raises(UsageError, match=r"no file nosuch.ttl, and git knows no commit"):
        read("nosuch.ttl", copy)


def test_a_file_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> .")
    with pytest.raises(DatasetError, match=r"bad.ttl:1"):
        read("bad.ttl", tmp_path)
