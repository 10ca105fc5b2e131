"""A kept report is used for the very dataset, shapes and engine that it came from, and for no other."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg import shacl
from kg.project import Project
from kg.validation import ValidationReport, report_cache


@pytest.fixture
def copied(copy: Path) -> Project:
    return projects.load(copy)


def judged(project: Project) -> ValidationReport:
    return report_cache.judged(project, datasets.load(project), datasets.load(project, datasets.SHAPES_FOLDERS))


def kept(project: Project) -> list[Path]:
    return sorted((project.cache / "reports").iterdir())


def test_a_report_is_kept_once_and_read_again(copied: Project) -> None:
    first = judged(copied)
    (file,) = kept(copied)
    told = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**told, "coverage": []}), "utf-8")
    assert first.coverage
    assert judged(copied).coverage == ()
    assert judged(copied).results == first.results
    assert kept(copied) == [file]


def test_the_report_of_another_engine_is_not_read(copied: Project) -> None:
    first = judged(copied)
    (file,) = kept(copied)
    told = json.loads(file.read_text("utf-8"))
    other = file.with_name(file.name.replace(file.stem.rpartition("-")[2], "0" * 16))
    other.write_text(json.dumps({**told, "coverage": []}), "utf-8")
    file.unlink()
    assert judged(copied) == first
    assert kept(copied) == sorted([file, other])


def test_a_source_that_changes_is_another_engine(tmp_path: Path) -> None:
    ours = Path(shacl.__file__).parent
    for name in ("same", "changed"):
        shutil.copytree(ours, tmp_path / name)
    source = tmp_path / "changed" / "core" / "string.py"
    source.write_text(source.read_text("utf-8") + "# one more line\n", "utf-8")
    assert report_cache.engine_digest(tmp_path / "same") == report_cache.engine_digest(ours)
    assert report_cache.engine_digest(tmp_path / "changed") != report_cache.engine_digest(ours)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"format": 0}', b'{"results": 1}', b"\xff\xfe\x00"])
def test_a_file_that_another_version_left_is_ignored(copied: Project, content: bytes) -> None:
    first = judged(copied)
    (file,) = kept(copied)
    file.write_bytes(content)
    (file.parent / "0000000000000000.pickle").write_bytes(b"\x80\x04old")
    (copied.cache / "dumps").mkdir()
    (copied.cache / "dumps" / "ghent.ttl.zst").write_bytes(b"old")
    assert judged(copied) == first


def test_of_many_reports_the_newest_stay(copied: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_cache, "_KEPT", 2)
    report = judged(copied)
    (first,) = kept(copied)
    os.utime(first, (1, 1))
    for number in (2, 3):
        report_cache.keep(copied, replace(report, dataset_digest=str(number) * 64))
        newest = next(path for path in kept(copied) if path.name.startswith(str(number) * 16))
        os.utime(newest, (number, number))
    assert [path.name[:16] for path in kept(copied)] == ["2" * 16, "3" * 16]


def test_a_cache_that_is_no_folder_is_ignored(copied: Project) -> None:
    copied.cache.write_text("not a folder", "utf-8")
    assert judged(copied).conforms()
    assert judged(copied) == judged(copied)


@pytest.mark.parametrize(("name", "text"), [
    ("data/more.ttl", "<urn:a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <urn:b> .\n"),
    ("shapes/more.ttl", "<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> .\n"),
])  # fmt: skip
def test_other_data_and_other_shapes_are_judged_anew(copied: Project, name: str, text: str) -> None:
    judged(copied)
    (copied.root / name).write_text(text, "utf-8")
    judged(copied)
    assert len(kept(copied)) == 2
