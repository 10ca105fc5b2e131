"""What a server says at its start of the files that it does not read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kg import loose_files
from kg import project as projects
from kg.project import Project
from kg.web.server.reload import name_unread


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.ttl", "notes.txt", "deep/NOTES.TXT", "table.csv", "Makefile", "what.hdt", ".gitignore"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("in/b.nt", "")
        archive.writestr("in/read.txt", "")
    return tmp_path


def looking_at(folder: Path) -> Project:
    nowhere = projects.nearest(folder)
    return loose_files.to_look_at([str(folder)], nowhere.inputs, here=folder)


def test_files_that_are_no_rdf_are_counted_by_their_suffix(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name_unread(looking_at(folder), verbose=False)
    assert capsys.readouterr().err == (
        "Not read, for their format is unknown: what.hdt\n"
        "Not read, for they are no RDF: 1 .csv, 3 .txt, 1 Makefile (--verbose names them)\n"
    )


def test_each_is_named_to_whoever_wants_to_know(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name_unread(looking_at(folder), verbose=True)
    named = capsys.readouterr().err
    for name in ("what.hdt", "notes.txt", "deep/NOTES.TXT", "table.csv", "Makefile", "in/read.txt"):
        assert name in named
    assert ".gitignore" not in named


def test_the_list_of_removed_things_is_read(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name_unread(projects.load(root), verbose=False)
    assert capsys.readouterr().err == ""
