from __future__ import annotations

from pathlib import Path

import pytest

from kg import project as projects
from kg.dataset import Dataset
from kg.shacl.report import NoteKind, Severity
from kg.validation.notes import Remark, empty_file, strict
from kg.validation.positions.data_positions import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    (tmp_path / "kg.toml").write_text('base = "http://example.org/"')
    return Files(projects.nearest(tmp_path), Dataset((), (), "", {}))


def test_a_remark_names_its_first_items_and_counts_the_others() -> None:
    remark = Remark("kind", "unused", items=tuple(map(str, range(10))))
    assert remark.told() == "unused: 0, 1, 2, 3, 4, 5, 6, 7 and 2 more"
    assert Remark("kind", "text").told() == "text"
    assert Remark("kind", "unused", items=("a",)).told(("nl",)) == "unused: a"


def test_only_shapes_without_focus_nodes_fail_a_strict_run(files: Files, tmp_path: Path) -> None:
    unused, idle = Remark(NoteKind.UNUSED_TERM, "x"), Remark(NoteKind.NO_FOCUS_NODES, "y", Severity.WARNING)
    assert [remark.fails for remark in strict([unused, idle])] == [False, True]
    warning = empty_file(tmp_path / "data/a.ttl", files, ("en",))
    assert [remark.fails for remark in strict([unused, warning], everything=True)] == [False, True]


def test_an_empty_file_is_a_warning_at_its_place(files: Files, tmp_path: Path) -> None:
    remark = empty_file(tmp_path / "data/a.ttl", files, ("en",))
    assert remark.weight is Severity.WARNING
    assert remark.place
    assert remark.place.file == "data/a.ttl"
    assert remark.sentence == "data/a.ttl holds no statement"
