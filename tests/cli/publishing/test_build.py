"""What ``kg build`` says to somebody who uses it wrongly."""

from __future__ import annotations

from pathlib import Path

from ...commands import call


def test_a_file_is_not_taken_for_a_folder(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    done = call("build", str(tmp_path / "out"), folder=root)
    assert done.code == 2
    assert "is a file" in done.err
    assert (tmp_path / "out").read_text("utf-8") == "mine"


def test_outside_of_a_project_there_is_nothing_to_build(tmp_path: Path) -> None:
    done = call("build", "out", folder=tmp_path)
    assert done.code == 2
    assert "kg.toml" in done.err
    assert not (tmp_path / "out").exists()
